package org.commonwatt.audit.proof;

import org.commonwatt.model.BillLine;

/** What a participant's bill lines say of its own energy and money. */
final class OwnLines {
  private OwnLines() {}

  /**
   * Whether a line of the supplier or the grid operator tells what a member did: it is shown as its
   * leaf's hash only.
   */
  static boolean tellsOfAnother(BillLine line) {
    BillLine.Seal seal = line.seal();
    boolean sealedForAnother = seal != null && !seal.subject().equals(line.participant());
    return sealedForAnother
        || line.kind().tellsOfCounterparty()
        || line.kind() == BillLine.Kind.GRID_FEE_INCOME
        || line.kind() == BillLine.Kind.MARKET_SURPLUS
        || line.kind() == BillLine.Kind.CURTAILMENT_COST;
  }

  /** The sign of the amount of a line at a positive price: received is positive. */
  static int sign(BillLine.Kind kind) {
    return switch (kind) {
      case TRADE_SELL,
          RESIDUAL_INJECTION,
          SUPPLIED,
          FEE_INCOME,
          CONGESTION_RENT,
          GRID_FEE_INCOME,
          CURTAILMENT_COMPENSATION,
          RESIDUAL_WITHDRAWAL_REVERSED,
          TAKEN_OVER_REVERSED,
          NETTED_LONG,
          BAND_LONG,
          IMBALANCE_LONG,
          NETTED_SHORT_COVERED,
          BAND_SHORT_COVERED,
          IMBALANCE_SHORT_COVERED,
          NETTING_FEE_INCOME,
          NETTED_SHORT_REVERSED,
          BAND_SHORT_REVERSED,
          IMBALANCE_SHORT_REVERSED,
          NETTING_FEE_REVERSED,
          NETTED_LONG_TAKEN_REVERSED,
          BAND_LONG_TAKEN_REVERSED,
          IMBALANCE_LONG_TAKEN_REVERSED,
          UNEXPLAINED_LONG,
          TECHNICAL_LOSSES_COVERED,
          UNEXPLAINED_SHORT_COVERED,
          TECHNICAL_LOSSES_REVERSED,
          UNEXPLAINED_SHORT_REVERSED,
          UNEXPLAINED_LONG_TAKEN_REVERSED,
          MARKET_SURPLUS,
          STORAGE_CHARGE_INCOME,
          STORAGE_DISCHARGE_INCOME,
          STORAGE_LEASE_INCOME,
          STORAGE_PENALTY_INCOME,
          STORAGE_CHARGE_REVERSED,
          STORAGE_DISCHARGE_REVERSED,
          STORAGE_LEASE_REVERSED,
          STORAGE_PENALTY_REVERSED ->
          1;
      case TRADE_BUY,
          RESIDUAL_WITHDRAWAL,
          TAKEN_OVER,
          LINK_FEE,
          LINK_RENT,
          GRID_FEE,
          CURTAILMENT_COST,
          RESIDUAL_INJECTION_REVERSED,
          SUPPLIED_REVERSED,
          NETTED_SHORT,
          BAND_SHORT,
          IMBALANCE_SHORT,
          NETTING_FEE,
          NETTED_LONG_TAKEN,
          BAND_LONG_TAKEN,
          IMBALANCE_LONG_TAKEN,
          NETTED_LONG_REVERSED,
          BAND_LONG_REVERSED,
          IMBALANCE_LONG_REVERSED,
          NETTED_SHORT_COVERED_REVERSED,
          BAND_SHORT_COVERED_REVERSED,
          IMBALANCE_SHORT_COVERED_REVERSED,
          NETTING_FEE_INCOME_REVERSED,
          TECHNICAL_LOSSES,
          UNEXPLAINED_SHORT,
          UNEXPLAINED_LONG_TAKEN,
          UNEXPLAINED_LONG_REVERSED,
          TECHNICAL_LOSSES_COVERED_REVERSED,
          UNEXPLAINED_SHORT_COVERED_REVERSED,
          BID_SURPLUS,
          STORAGE_CHARGE,
          STORAGE_DISCHARGE,
          STORAGE_LEASE,
          STORAGE_PENALTY,
          STORAGE_CHARGE_INCOME_REVERSED,
          STORAGE_DISCHARGE_INCOME_REVERSED,
          STORAGE_LEASE_INCOME_REVERSED,
          STORAGE_PENALTY_INCOME_REVERSED ->
          -1;
      case CORRECTION, CORRECTION_OTHER_SIDE -> 0; // its amount is no product
    };
  }

  /** Net energy that a line bills without a trade, Wh: injected is positive; 0 of other lines. */
  static long residualWh(BillLine line) {
    return switch (line.kind()) {
      case RESIDUAL_INJECTION,
          RESIDUAL_WITHDRAWAL_REVERSED,
          NETTED_LONG,
          BAND_LONG,
          IMBALANCE_LONG,
          NETTED_SHORT_REVERSED,
          BAND_SHORT_REVERSED,
          IMBALANCE_SHORT_REVERSED,
          STORAGE_CHARGE,
          STORAGE_DISCHARGE_INCOME,
          STORAGE_DISCHARGE_REVERSED,
          STORAGE_CHARGE_INCOME_REVERSED ->
          line.energyWh();
      case RESIDUAL_WITHDRAWAL,
          RESIDUAL_INJECTION_REVERSED,
          NETTED_SHORT,
          BAND_SHORT,
          IMBALANCE_SHORT,
          NETTED_LONG_REVERSED,
          BAND_LONG_REVERSED,
          IMBALANCE_LONG_REVERSED,
          STORAGE_DISCHARGE,
          STORAGE_CHARGE_INCOME,
          STORAGE_CHARGE_REVERSED,
          STORAGE_DISCHARGE_INCOME_REVERSED ->
          -line.energyWh();
      default -> 0;
    };
  }
}
