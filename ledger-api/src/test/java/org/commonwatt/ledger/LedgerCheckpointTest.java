package org.commonwatt.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerCheckpointTest {
  @Test
  void itsTextIsReadBack() {
    LedgerCheckpoint after = new LedgerEvent(7, "ab01", "BatchPosted", "{}").checkpoint();
    assertThat(after.text()).isEqualTo("7 ab01");
    assertThat(LedgerCheckpoint.parse("7 ab01\n")).isEqualTo(after);
    assertThat(LedgerCheckpoint.parse(LedgerCheckpoint.START.text()))
        .isEqualTo(LedgerCheckpoint.START);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "7 ", "7 AB", "7 ab\n\n", "ab 7", "1234567890123456789"})
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> LedgerCheckpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @Test
  void aBlocksNumberIsNotNegative() {
    assertThatThrownBy(() -> new LedgerCheckpoint(-1, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
