package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.ReportPosition;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.ConfirmationRejected;
import org.commonwatt.model.Event.DuplicateIgnored;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

class BridgesAndConfirmationsTest {
  private final TestMarket market = TestMarket.open();

  @Test
  void ofABridgeEachOffsetCountsOnceInIncreasingOrder() {
    assertThat(market.machine().lastOffset("positions", 0)).isEmpty();
    assertThat(market.apply(origin(0, 5), report(1))).hasOnlyElementsOfType(PositionRecorded.class);
    assertThat(market.apply(origin(0, 5), report(2)))
        .containsExactly(new DuplicateIgnored(origin(0, 5)));
    assertThat(market.apply(origin(0, 4), report(2)))
        .containsExactly(new DuplicateIgnored(origin(0, 4)));
    assertThat(market.apply(origin(0, 9), report(2))).hasOnlyElementsOfType(PositionRecorded.class);
    assertThat(market.machine().lastOffset("positions", 0)).hasValue(9);
  }

  @Test
  void partitionsAndSourcesAreCountedApart() {
    market.apply(origin(0, 5), report(1));
    assertThat(market.apply(origin(1, 0), report(2))).hasOnlyElementsOfType(PositionRecorded.class);
    assertThat(market.apply(new CommandOrigin("ledger", 0, 0), report(3)))
        .hasOnlyElementsOfType(PositionRecorded.class);
    assertThat(market.machine().lastOffset("positions", 1)).hasValue(0);
    assertThat(market.machine().lastOffset("ledger", 0)).hasValue(0);
  }

  @Test
  void aRefusedCommandUsesUpItsOffsetToo() {
    market.apply(origin(0, 1), report(1));
    assertThat(market.apply(origin(0, 2), report(1))).hasOnlyElementsOfType(PositionRejected.class);
    assertThat(market.machine().lastOffset("positions", 0)).hasValue(2);
  }

  @Test
  void commandsWithoutASourceAreNeverDuplicates() {
    assertThat(market.apply(new Tick(START))).contains(new TimeAdvanced(START));
    assertThat(market.apply(new Tick(START))).containsExactly(new TimeAdvanced(START));
    assertThat(market.machine().lastOffset("", 0)).isEmpty();
  }

  @Test
  void aBatchIsRecordedOnceWhenTheLedgerConfirmsIt() {
    market.tick(START + 2 * QUARTER);
    market.reportNothing(SLOT);
    market.reportNothing(SLOT.plus(1));
    assertThat(market.machine().unconfirmedBatches())
        .extracting(SettlementBatch::slot)
        .containsExactly(SLOT, SLOT.plus(1));
    assertThat(market.machine().phase(START)).contains(SlotPhase.SETTLED);
    assertThat(market.apply(confirm("m.1659423600.initial")))
        .contains(new BatchRecorded("m.1659423600.initial", "tx", 1));
    assertThat(market.machine().phase(START)).contains(SlotPhase.RECORDED);
    assertThat(market.machine().unconfirmedBatches())
        .extracting(SettlementBatch::slot)
        .containsExactly(SLOT.plus(1));
    assertThat(market.machine().settledSlots()).isEqualTo(2);
    assertThat(market.machine().recordedSlots()).isEqualTo(1);
    assertThat(market.apply(confirm("m.1659423600.initial")))
        .hasOnlyElementsOfType(ConfirmationRejected.class);
  }

  @Test
  void anUnknownBatchCannotBeConfirmed() {
    assertThat(market.apply(confirm("m.0.initial")))
        .containsExactly(
            new ConfirmationRejected(
                "m.0.initial",
                new Rejection(
                    RejectionCode.UNKNOWN_BATCH,
                    "no batch m.0.initial awaits a confirmation: it was never settled here or is"
                        + " recorded already")));
  }

  @Test
  void withoutARulebookTheMarketIsNotReadyForConfirmations() {
    assertThat(new TestMarket().apply(confirm("m.0.initial")))
        .extracting(event -> ((ConfirmationRejected) event).rejection().code())
        .containsExactly(RejectionCode.MARKET_NOT_READY);
  }

  private static CommandOrigin origin(int partition, long offset) {
    return new CommandOrigin("positions", partition, offset);
  }

  private static ReportPosition report(int version) {
    return new ReportPosition(new MeteredPosition("home-01", SLOT, version, 0, 0, Quality.ACTUAL));
  }

  private static ConfirmBatch confirm(String batchId) {
    return new ConfirmBatch(batchId, "tx", 1);
  }
}
