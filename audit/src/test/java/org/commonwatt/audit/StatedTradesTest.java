package org.commonwatt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Energy of every kind of line has its other side in the run. */
class StatedTradesTest {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);

  @ParameterizedTest
  @CsvSource({
    "TRADE_BUY, TRADE_SELL",
    "RESIDUAL_WITHDRAWAL, SUPPLIED",
    "TAKEN_OVER, RESIDUAL_INJECTION",
    "SUPPLIED_REVERSED, RESIDUAL_WITHDRAWAL_REVERSED",
    "RESIDUAL_INJECTION_REVERSED, TAKEN_OVER_REVERSED",
    "NETTED_SHORT, NETTED_SHORT_COVERED",
    "NETTED_LONG_TAKEN, NETTED_LONG",
    "BAND_SHORT, BAND_SHORT_COVERED",
    "BAND_LONG_TAKEN, BAND_LONG",
    "IMBALANCE_SHORT, IMBALANCE_SHORT_COVERED",
    "IMBALANCE_LONG_TAKEN, IMBALANCE_LONG",
    "NETTED_SHORT_COVERED_REVERSED, NETTED_SHORT_REVERSED",
    "NETTED_LONG_REVERSED, NETTED_LONG_TAKEN_REVERSED",
    "BAND_SHORT_COVERED_REVERSED, BAND_SHORT_REVERSED",
    "BAND_LONG_REVERSED, BAND_LONG_TAKEN_REVERSED",
    "IMBALANCE_SHORT_COVERED_REVERSED, IMBALANCE_SHORT_REVERSED",
    "IMBALANCE_LONG_REVERSED, IMBALANCE_LONG_TAKEN_REVERSED"
  })
  void whatOneTakesAnotherDelivers(Kind takes, Kind delivers) {
    assertThat(codes(line(takes, 70), line(delivers, 70))).isEmpty();
    assertThat(codes(line(takes, 70), line(delivers, 69)))
        .containsExactly(FindingCode.ENERGY_NOT_CONSERVED);
    assertThat(codes(line(takes, 70))).containsExactly(FindingCode.ENERGY_NOT_CONSERVED);
    assertThat(codes(line(takes, 70), line(takes, 70)))
        .containsExactly(FindingCode.ENERGY_NOT_CONSERVED);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_ANY,
      names = {".*FEE.*", ".*RENT", "CURTAILMENT_.*"})
  void feesRentsAndCompensationsMoveNoEnergy(Kind kind) {
    assertThat(codes(line(kind, 70))).isEmpty();
  }

  private static List<FindingCode> codes(BillLine... lines) {
    Findings findings = new Findings(10, false);
    SettlementBatch batch =
        new SettlementBatch(
            "m.1659423600.initial",
            "m",
            SLOT,
            1,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            lines.length,
            Hash.ZERO,
            List.of());
    new StatedTrades(findings).checkSums(Place.NOWHERE, new SlotSettled(batch, List.of(lines)));
    return findings
        .report(new AuditCounts(0, 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 0))
        .findings()
        .stream()
        .map(Finding::code)
        .toList();
  }

  private static BillLine line(Kind kind, long energyWh) {
    return new BillLine("a", SLOT, kind, "b", 0, energyWh, 0, 0, Hash.ZERO);
  }
}
