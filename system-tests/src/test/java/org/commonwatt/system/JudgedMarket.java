package org.commonwatt.system;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.Audit;
import org.commonwatt.audit.AuditInput;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;

/**
 * Market {@code m} and its auditor, over a log in memory and a ledger that has recorded nothing.
 */
final class JudgedMarket {
  private JudgedMarket() {}

  /** What the auditor says of a market that lived through commands; its events are given out. */
  static AuditReport live(List<Command> commands, List<Event> events) throws IOException {
    try (EmbeddedLedger ledger =
        EmbeddedLedger.open(
            Files.createTempDirectory("areas"), InstantSource.fixed(Instant.EPOCH))) {
      return live(commands, events, ledger);
    }
  }

  /** The same beside a ledger on which something else is recorded. */
  static AuditReport live(List<Command> commands, List<Event> events, EmbeddedLedger ledger) {
    MarketStateMachine machine = new MarketStateMachine();
    events.clear();
    List<StoredRecord> commandLog = new ArrayList<>();
    List<StoredRecord> eventLog = new ArrayList<>();
    Hash previous = Hash.ZERO;
    long sequence = 0;
    for (Command command : commands) {
      long offset = commandLog.size();
      var entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
      CommandFrame frame = new CommandFrame("test", offset, List.of(entry));
      commandLog.add(new StoredRecord(offset, CommandCodec.encode("m", frame)));
      List<Event> answer = new ArrayList<>();
      machine.apply(entry, answer::add);
      events.addAll(answer);
      List<byte[]> stored = new ArrayList<>();
      for (int i = 0; i < answer.size(); i++) {
        byte[] bytes =
            EventCodec.encodeEvent(
                new EventEnvelope(
                    offset, 0, i, answer.size(), ++sequence, previous, answer.get(i)));
        previous = EventCodec.hash(bytes);
        stored.add(bytes);
      }
      eventLog.add(new StoredRecord(offset, EventCodec.encodeFrame("m", stored)));
    }
    return Audit.verify(AuditInput.of(commandLog, eventLog, ledger));
  }
}
