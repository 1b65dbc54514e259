package org.commonwatt.audit.proof;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** Bundles of the participants of the worked example. */
final class ParticipantExample {
  private static final Instant START = Instant.ofEpochMilli(BundleExample.START);
  private static final SlotRange FIRST = new SlotRange(START, START);
  private static final ParticipantBundle.Asked ASKED =
      new ParticipantBundle.Asked("regulator", "regulator", "a complaint");

  private ParticipantExample() {}

  static ParticipantBundle of(String participant) {
    return of(participant, FIRST);
  }

  static ParticipantBundle of(String participant, SlotRange slots) {
    return make(source(List.of(), (meter, time) -> false), wanted(participant, slots, null));
  }

  static ParticipantBundle since(String participant, TreeHead head) {
    return make(source(List.of(), (meter, time) -> false), wanted(participant, FIRST, head));
  }

  static ParticipantBundle of(
      String participant, List<StoredRecord> readings, ParticipantBundleMaker.Meters meters) {
    return make(source(readings, meters), wanted(participant, FIRST, null));
  }

  /** The bundle of a log with one command more. */
  static ParticipantBundle behind(String participant, Command command, Event told) {
    return behind(participant, command, told, FIRST);
  }

  /** The same of other slots. */
  static ParticipantBundle behind(
      String participant, Command command, Event told, SlotRange slots) {
    List<StoredRecord> commands = more(command);
    ParticipantBundleMaker.Source plain = source(List.of(), (meter, time) -> false);
    return make(
        new ParticipantBundleMaker.Source(
            commands, more(commands, told), plain.readings(), plain.meters(), plain.ledger()),
        wanted(participant, slots, null));
  }

  /** The commands of the example and one more. */
  static List<StoredRecord> more(Command command) {
    List<StoredRecord> records = new ArrayList<>(BundleExample.commands());
    CommandFrame.Entry entry = new CommandFrame.Entry(CommandOrigin.NONE, command);
    CommandFrame frame = new CommandFrame("test", records.size(), List.of(entry));
    records.add(
        new StoredRecord(
            records.get(records.size() - 1).offset() + 1, CommandCodec.encode("m", frame)));
    return records;
  }

  /** The events of the example and one more, of the last command. */
  static List<StoredRecord> more(List<StoredRecord> commands, Event event) {
    List<StoredRecord> records = new ArrayList<>(BundleExample.events());
    List<byte[]> all =
        records.stream().flatMap(one -> EventCodec.splitFrame(one.bytes()).stream()).toList();
    byte[] bytes =
        EventCodec.encodeEvent(
            new EventEnvelope(
                commands.get(commands.size() - 1).offset(),
                0,
                0,
                1,
                all.size() + 1L,
                EventCodec.hash(all.get(all.size() - 1)),
                event));
    records.add(
        new StoredRecord(
            records.get(records.size() - 1).offset() + 1,
            EventCodec.encodeFrame("m", List.of(bytes))));
    return records;
  }

  private static ParticipantBundle make(
      ParticipantBundleMaker.Source source, ParticipantBundleMaker.Wanted wanted) {
    return ParticipantBundleMaker.make(source, wanted, Keyring.NONE, ProofExample.ENGINE);
  }

  private static ParticipantBundleMaker.Wanted wanted(
      String participant, SlotRange slots, @Nullable TreeHead since) {
    return new ParticipantBundleMaker.Wanted(participant, slots, ASKED, since);
  }

  private static ParticipantBundleMaker.Source source(
      List<StoredRecord> readings, ParticipantBundleMaker.Meters meters) {
    return new ParticipantBundleMaker.Source(
        BundleExample.commands(),
        BundleExample.events(),
        List.of(readings),
        meters,
        AuditedLedger.of(BundleExample.ledger()));
  }
}
