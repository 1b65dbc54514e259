package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.junit.jupiter.api.Test;

/** Whatever bytes stand on the log, an audit ends with a report. */
class UnreadableRecordsTest {
  private static final byte[] GARBAGE = {1, 2, 3};

  private final Day day = WorkedExample.day();

  @Test
  void aCommandThatCannotBeReadIsOneFinding() {
    List<StoredRecord> commands = new ArrayList<>(day.commands());
    long offset = Day.offset(WorkedExample.STRANGER);
    commands.set(WorkedExample.STRANGER, new StoredRecord(offset, GARBAGE));
    AuditReport report = verify(commands, day.events());
    assertThat(AuditTamperingTest.onlyCode(report)).isEqualTo(FindingCode.COMMAND_UNREADABLE);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.record(offset));
  }

  @Test
  void anEventsRecordThatCannotBeReadIsFound() {
    List<StoredRecord> events = new ArrayList<>(day.events());
    events.set(0, new StoredRecord(0, GARBAGE));
    AuditReport report = verify(day.commands(), events);
    assertThat(AuditTamperingTest.first(report).code()).isEqualTo(FindingCode.EVENT_UNREADABLE);
    assertThat(report.totals())
        .containsKeys(
            FindingCode.HASH_CHAIN_BROKEN,
            FindingCode.SEQUENCE_GAP,
            FindingCode.COMMAND_WITHOUT_EVENTS);
  }

  @Test
  void anEventThatCannotBeReadIsFoundByItsSequence() {
    List<StoredRecord> events = new ArrayList<>(day.events());
    List<byte[]> first = new ArrayList<>(EventCodec.splitFrame(events.get(1).bytes()));
    first.set(1, GARBAGE);
    events.set(1, new StoredRecord(Day.offset(1), EventCodec.encodeFrame(Day.MARKET, first)));
    AuditReport report = verify(day.commands(), events);
    assertThat(report.findings().get(0).code()).isEqualTo(FindingCode.EVENT_UNREADABLE);
    assertThat(report.findings().get(0).place())
        .isEqualTo(Place.record(Day.offset(1)).withSequence(3));
    assertThat(report.totals()).containsKey(FindingCode.EVENT_MISSING);
  }

  @Test
  void offsetsThatDoNotGrowAreFound() {
    List<StoredRecord> commands = new ArrayList<>(day.commands());
    List<StoredRecord> events = new ArrayList<>(day.events());
    StoredRecord last = commands.get(commands.size() - 1);
    commands.set(commands.size() - 1, new StoredRecord(0, last.bytes()));
    events.set(1, new StoredRecord(0, events.get(1).bytes()));
    assertThat(verify(commands, events).totals())
        .containsEntry(FindingCode.OFFSET_OUT_OF_ORDER, 2L);
  }

  @Test
  void aTickIntoAFarFutureIsAFindingAndNoEndlessLoop() {
    day.changeCommand(WorkedExample.GATE, 0, command -> new Command.Tick(Long.MAX_VALUE / 2));
    assertThat(verify(day.commands(), day.events()).totals())
        .containsKey(FindingCode.EVENT_MISSING);
  }

  @Test
  void aRecordThatNamesAnotherMarketIsFound() {
    List<StoredRecord> events = new ArrayList<>(day.events());
    List<byte[]> first = EventCodec.splitFrame(events.get(1).bytes());
    events.set(1, new StoredRecord(Day.offset(1), EventCodec.encodeFrame("other", first)));
    AuditReport report = verify(day.commands(), events);
    assertThat(AuditTamperingTest.onlyCode(report)).isEqualTo(FindingCode.MARKET_DIFFERS);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.record(Day.offset(1)));
  }

  @Test
  void aFrameOfAThousandCommandsIsWalkedInOrder() {
    Day many = new Day();
    List<CommandFrame.Entry> entries = new ArrayList<>();
    List<List<Event>> events = new ArrayList<>();
    for (int i = 0; i < CommandFrame.MAX_ENTRIES; i++) {
      entries.add(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(i)));
      events.add(List.of(new Event.TimeAdvanced(i)));
    }
    many.addFrame(entries, events);
    assertThat(CommandCodec.decode(many.commands().get(0).bytes()).entries()).hasSize(1000);
    AuditReport report =
        Audit.verify(AuditInput.of(many.commands(), many.events(), new FakeLedger()));
    assertThat(report.findings()).isEmpty();
    assertThat(report.counts().commands()).isEqualTo(1000);
  }

  private AuditReport verify(List<StoredRecord> commands, List<StoredRecord> events) {
    return Audit.verify(AuditInput.of(commands, events, WorkedExample.ledger()));
  }
}
