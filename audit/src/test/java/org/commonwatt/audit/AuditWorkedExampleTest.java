package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditWorkedExampleTest {
  private final Day day = WorkedExample.day();

  @Test
  void theHandWrittenDayPasses() {
    AuditReport report = verify(WorkedExample.ledger());
    assertThat(report.findings()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.verdict()).isEqualTo("pass");
  }

  @Test
  void whatWasSeenIsCounted() {
    assertThat(verify(WorkedExample.ledger()).counts())
        .isEqualTo(new AuditCounts(25, 56, 5, 3, BigInteger.valueOf(3000), 4, 2, 1, 2));
  }

  @Test
  void aBatchThatIsNotConfirmedYetIsANoteAndNoFailure() {
    AuditReport report = verify(WorkedExample.ledger());
    assertThat(report.totals())
        .containsOnlyKeys(FindingCode.BATCH_UNCONFIRMED, FindingCode.REGISTRY_PENDING);
    Finding note = report.notes().get(0);
    assertThat(note.code()).isEqualTo(FindingCode.BATCH_UNCONFIRMED);
    assertThat(note.place().batchId()).isEqualTo("m.1659424500.initial");
    assertThat(note.message()).isEqualTo("the batch is settled and not on the ledger yet");
  }

  @Test
  void aBatchThatTheLedgerHasBeforeTheLogKnowsIsANoteToo() {
    FakeLedger ledger = WorkedExample.ledger();
    ledger.post("tx-2", WorkedExample.secondSettled().batch());
    AuditReport report = verify(ledger);
    assertThat(report.passed()).isTrue();
    assertThat(report.notes().get(0).message())
        .isEqualTo("the batch is in block 2, its confirmation not on the log yet");
  }

  @Test
  void theSameInputGivesAnEqualReport() {
    day.dropFrame(WorkedExample.GATE);
    assertThat(verify(WorkedExample.ledger())).isEqualTo(verify(WorkedExample.ledger()));
  }

  @Test
  void findingsBeyondTheCapAreCountedOnly() {
    AuditInput input =
        AuditInput.of(day.commands(), List.of(), WorkedExample.ledger()).withMaxDetails(2);
    AuditReport report = Audit.verify(input);
    assertThat(report.findings()).hasSize(2);
    assertThat(report.totals()).containsEntry(FindingCode.COMMAND_WITHOUT_EVENTS, 25L);
    assertThat(report.totalFindings()).isGreaterThan(25);
  }

  @Test
  void aReportTellsAtLeastOneFinding() {
    AuditInput input = AuditInput.of(List.of(), List.of(), WorkedExample.ledger());
    assertThatThrownBy(() -> input.withMaxDetails(0)).hasMessageContaining("at least 1");
  }

  @Test
  void anEmptyLogAndLedgerPass() {
    AuditReport report = Audit.verify(AuditInput.of(List.of(), List.of(), new FakeLedger()));
    assertThat(report.passed()).isTrue();
    assertThat(report.counts()).isEqualTo(new AuditCounts(0, 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 1));
  }

  private AuditReport verify(FakeLedger ledger) {
    return Audit.verify(AuditInput.of(day.commands(), day.events(), ledger));
  }
}
