package org.commonwatt.cli.laptop;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.proof.ParticipantBundle;
import org.commonwatt.audit.proof.ParticipantBundleMaker;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;

/** Makes a participant's bundle of a data folder's log and ledger. */
public final class FolderParticipant {
  private FolderParticipant() {}

  /**
   * Starts the folder's broker, opens its ledger and makes the bundle.
   *
   * @throws org.commonwatt.audit.proof.ProofException when there is nothing of the participant
   */
  public static ParticipantBundle make(DataFolder data, ParticipantBundleMaker.Wanted wanted) {
    LedgerKind kind = LedgerKind.of(data);
    try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
        LaptopLedger ledger = LaptopLedger.open(kind, data)) {
      String log = broker.bootstrapServers();
      List<MetersOnLog.Span> spans = spans(data, log, wanted.participant());
      try (LogRecords commands = new LogRecords(log, Topics.COMMANDS);
          LogRecords events = new LogRecords(log, Topics.EVENTS);
          Partitions readings = new Partitions(log)) {
        ParticipantBundleMaker.Source source =
            new ParticipantBundleMaker.Source(
                commands,
                events,
                readings.all(),
                (meter, time) -> spans.stream().anyMatch(span -> isIn(span, meter, time)),
                AuditedLedger.of(ledger.ledger()));
        return ParticipantBundleMaker.make(
            source, wanted, data.keyring(), new EngineSigner(data.engineKey()));
      }
    }
  }

  /** The readings, by partition. */
  private static final class Partitions implements AutoCloseable {
    private final List<LogRecords> opened = new ArrayList<>();

    Partitions(String log) {
      for (int partition = 0; partition < Topics.READINGS_PARTITIONS; partition++) {
        opened.add(new LogRecords(log, Topics.READINGS, partition));
      }
    }

    List<Iterable<StoredRecord>> all() {
      return List.copyOf(opened);
    }

    @Override
    public void close() {
      opened.forEach(LogRecords::close);
    }
  }

  private static boolean isIn(MetersOnLog.Span span, String meter, long time) {
    return span.meter().equals(meter) && time >= span.fromMillis() && time < span.untilMillis();
  }

  private static List<MetersOnLog.Span> spans(DataFolder data, String log, String participant) {
    MetersOnLog meters = new MetersOnLog(participant);
    try (LogRecords commands = new LogRecords(log, Topics.COMMANDS);
        LogRecords events = new LogRecords(log, Topics.EVENTS)) {
      for (StoredRecord record : commands) {
        for (CommandFrame.Entry entry :
            CommandCodec.decode(record.bytes(), data.keyring()).entries()) {
          if (entry.command() instanceof Command.ActivateRulebook activated) {
            meters.see(activated.rulebook());
          }
        }
      }
      for (StoredRecord record : events) {
        for (byte[] event : EventCodec.splitFrame(record.bytes())) {
          meters.see(EventCodec.decodeEvent(event, data.keyring()).event());
        }
      }
    }
    return meters.spans();
  }
}
