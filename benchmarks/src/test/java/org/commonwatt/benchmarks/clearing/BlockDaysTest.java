package org.commonwatt.benchmarks.clearing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.commonwatt.core.coupled.MultiSlotAuction;
import org.commonwatt.core.coupled.MultiSlotCase;
import org.commonwatt.core.coupled.MultiSlotResult;
import org.junit.jupiter.api.Test;

/** The days that the benchmark clears; the audit judges the result, as any other. */
class BlockDaysTest {

  @Test
  void aSeedGivesOneDay() {
    assertThat(BlockDays.day(3, 20, 20)).isEqualTo(BlockDays.day(3, 20, 20));
    assertThat(BlockDays.day(3, 20, 20)).isNotEqualTo(BlockDays.day(4, 20, 20));
  }

  @Test
  void aSmallDayIsClearedWithBlocksAcceptedAndRejected() {
    JsonNode day = BlockDays.day(1, 60, 20);
    MultiSlotCase input = BlockDays.toCase(day, 200, 20_000_000);
    assertThat(input.slotIds()).hasSize(BlockDays.SLOTS);
    assertThat(input.blockCount()).isEqualTo(20);
    MultiSlotResult result = (MultiSlotResult) MultiSlotAuction.clear(input);
    assertThat(result.isCleared()).isTrue();
    int accepted = 0;
    for (int b = 0; b < 20; b++) {
      assertThat(result.isLeftOut(b)).as("no owner crosses itself").isFalse();
      accepted += result.blockFillWh(b, 0) > 0 ? 1 : 0;
    }
    assertThat(accepted).isBetween(1, 19);
  }
}
