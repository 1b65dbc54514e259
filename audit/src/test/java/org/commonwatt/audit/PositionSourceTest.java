package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

class PositionSourceTest {
  private final Day day = WorkedExample.day();
  private final List<StoredRecord> positions = new ArrayList<>();

  PositionSourceTest() {
    WorkedExample.positions().forEach(position -> add(positions.size(), position));
    List<MeteredPosition> second = WorkedExample.secondPositions();
    second.subList(0, 3).forEach(position -> add(positions.size(), position));
    add(8, second.get(3));
  }

  @Test
  void positionsThatEqualTheirRecordsPass() {
    assertThat(verify().passed()).isTrue();
  }

  @Test
  void anotherPositionThanItsRecordIsFound() {
    positions.set(
        1, record(1, new MeteredPosition("bob", WorkedExample.SLOT, 1, 500, 101, Quality.ACTUAL)));
    AuditReport report = verify();
    assertThat(AuditTamperingTest.onlyCode(report)).isEqualTo(FindingCode.POSITION_SOURCE_DIFFERS);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.command(Day.offset(11), 0));
    assertThat(report.findings().get(0).message()).contains("exportWh=101", "exportWh=100");
  }

  @Test
  void aPositionThatNamesNoRecordOfTheTopicIsFound() {
    positions.remove(3);
    AuditReport report = verify();
    assertThat(AuditTamperingTest.onlyCode(report)).isEqualTo(FindingCode.POSITION_SOURCE_DIFFERS);
    assertThat(report.findings().get(0).message()).startsWith("expected no position");
  }

  @Test
  void aRecordThatTheBridgeLeftOutIsFound() {
    positions.add(positions.size() - 1, record(7, WorkedExample.positions().get(0)));
    AuditReport report = verify();
    assertThat(AuditTamperingTest.onlyCode(report)).isEqualTo(FindingCode.POSITION_NOT_REPORTED);
    assertThat(report.findings().get(0).place()).isEqualTo(Place.record(7));
  }

  @Test
  void recordsThatWaitForTheBridgeAreANote() {
    add(9, WorkedExample.positions().get(0));
    AuditReport report = verify();
    assertThat(report.passed()).isTrue();
    assertThat(report.totals()).containsKey(FindingCode.POSITIONS_PENDING);
  }

  @Test
  void aRecordThatCannotBeReadIsFound() {
    positions.add(new StoredRecord(9, new byte[] {1, 2, 3}));
    assertThat(AuditTamperingTest.onlyCode(verify())).isEqualTo(FindingCode.POSITION_UNREADABLE);
  }

  @Test
  void recordsInAnotherOrderAreFound() {
    Collections.swap(positions, 1, 2);
    assertThat(AuditTamperingTest.onlyCode(verify())).isEqualTo(FindingCode.OFFSET_OUT_OF_ORDER);
  }

  @Test
  void aPositionThatComesFromNowhereIsANote() {
    Day nowhere =
        new Day()
            .add(
                new ReportPosition(WorkedExample.positions().get(0)),
                new PositionRejected(
                    WorkedExample.positions().get(0),
                    WorkedExample.refusal(RejectionCode.MARKET_NOT_READY)));
    AuditReport report =
        Audit.verify(
            AuditInput.of(nowhere.commands(), nowhere.events(), new FakeLedger())
                .withPositions(List.of()));
    assertThat(report.passed()).isTrue();
    assertThat(report.totals()).containsKey(FindingCode.POSITION_WITHOUT_SOURCE);
  }

  private void add(long offset, MeteredPosition position) {
    positions.add(record(offset, position));
  }

  private static StoredRecord record(long offset, MeteredPosition position) {
    return new StoredRecord(offset, PositionCodec.encode(Day.MARKET, position));
  }

  private AuditReport verify() {
    return Audit.verify(
        AuditInput.of(day.commands(), day.events(), WorkedExample.ledger())
            .withPositions(positions));
  }
}
