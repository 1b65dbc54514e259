package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerRejectionTest {

  @Test
  void splitsCodeAndMessage() {
    assertThat(LedgerRejection.parse("BATCH_EXISTS: m.0.initial is recorded: look it up"))
        .isEqualTo(new LedgerRejection("BATCH_EXISTS", "m.0.initial is recorded: look it up"));
  }

  @Test
  void keepsTheLinesOfAMessage() {
    assertThat(LedgerRejection.parse("MALFORMED: a\nb").message()).isEqualTo("a\nb");
  }

  @Test
  void takesATextWithoutCodeForAFaultOfTheContract() {
    assertThat(LedgerRejection.parse("Undefined contract called"))
        .isEqualTo(
            new LedgerRejection(LedgerRejection.CONTRACT_FAULT, "Undefined contract called"));
  }
}
