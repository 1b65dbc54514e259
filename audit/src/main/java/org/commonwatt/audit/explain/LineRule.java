package org.commonwatt.audit.explain;

import org.commonwatt.model.BillLine;

/**
 * How the amount of a line comes about, in a sentence: {@code docs/formats/settlement-batch.md}.
 */
final class LineRule {
  private LineRule() {}

  static String of(BillLine line) {
    String what =
        switch (line.kind()) {
          case TRADE_BUY -> "bought in trade " + line.tradeId() + ": the buyer pays";
          case TRADE_SELL -> "sold in trade " + line.tradeId() + ": the seller receives";
          case RESIDUAL_WITHDRAWAL ->
              "withdrawn beyond what was traded: paid to the supplier at the retail tariff of the"
                  + " slot's start";
          case RESIDUAL_INJECTION ->
              "injected beyond what was traded: received of the supplier at the feed-in tariff of"
                  + " the slot's start";
          case SUPPLIED -> "the supplier's side of what a member withdrew beyond its trades";
          case TAKEN_OVER -> "the supplier's side of what a member injected beyond its trades";
          case CORRECTION, CORRECTION_OTHER_SIDE ->
              "what dispute " + line.tradeId() + ", which was upheld, adds to the amount of a line";
          case LINK_FEE, FEE_INCOME -> "the fee of a link on its flow";
          case LINK_RENT, CONGESTION_RENT -> "what a link earned beyond its fee";
          case GRID_FEE, GRID_FEE_INCOME ->
              "the grid fee of continuous trade " + line.tradeId() + ", which its buyer pays";
          case BID_SURPLUS, MARKET_SURPLUS ->
              "what the buyer of trade "
                  + line.tradeId()
                  + " bid beyond the seller: the auction is paid as bid";
          case CURTAILMENT_COMPENSATION, CURTAILMENT_COST ->
              "the compensation of trade " + line.tradeId() + ", which was curtailed";
          case RESIDUAL_WITHDRAWAL_REVERSED, RESIDUAL_INJECTION_REVERSED ->
              "takes back what an earlier run billed beyond what was traded, for a position that"
                  + " was corrected since";
          case SUPPLIED_REVERSED, TAKEN_OVER_REVERSED ->
              "the supplier's side of what is taken back of an earlier run";
          default -> ofDeviation(line.kind());
        };
    String sign = line.amountNano() < 0 ? "-" : "";
    return "%s; %s%d Wh x %d = %d"
        .formatted(what, sign, line.energyWh(), line.priceMicroPerKwh(), line.amountNano());
  }

  /** Of a member that is responsible for its balance, and of losses. */
  private static String ofDeviation(BillLine.Kind kind) {
    String name = kind.name();
    if (name.endsWith("_REVERSED")) {
      return "takes back of an earlier run, for a position or price that was corrected since: "
          + ofDeviation(BillLine.Kind.valueOf(name.substring(0, name.length() - 9)));
    }
    return switch (kind) {
      case NETTED_SHORT ->
          "short of what was traded, netted in its area: paid at the auction price";
      case NETTED_LONG ->
          "beyond what was traded, netted in its area: received at the auction price";
      case BAND_SHORT ->
          "short of what was traded, within the dead-band: paid at the reference price";
      case BAND_LONG ->
          "beyond what was traded, within the dead-band: received at the reference price";
      case IMBALANCE_SHORT -> "short of what was traded: paid at the imbalance price";
      case IMBALANCE_LONG -> "beyond what was traded: received at the imbalance price";
      case NETTING_FEE, NETTING_FEE_INCOME ->
          "the grid fee of netted deviation, which who is short pays";
      case NETTED_SHORT_COVERED, NETTED_LONG_TAKEN -> "the balancing party's side of a netting";
      case BAND_SHORT_COVERED, BAND_LONG_TAKEN ->
          "the balancing party's side of a deviation within the dead-band";
      case IMBALANCE_SHORT_COVERED, IMBALANCE_LONG_TAKEN ->
          "the balancing party's side of a deviation";
      case TECHNICAL_LOSSES ->
          "technical losses of an area's grid: paid by the grid operator at the price of energy"
              + " that no trade covers";
      case UNEXPLAINED_SHORT ->
          "what an area lost beyond its technical losses: paid by who bears the residual";
      case UNEXPLAINED_LONG ->
          "what an area lost less than its technical losses: received by who bears the residual";
      case TECHNICAL_LOSSES_COVERED, UNEXPLAINED_SHORT_COVERED, UNEXPLAINED_LONG_TAKEN ->
          "the other side of what an area lost";
      case STORAGE_CHARGE, STORAGE_CHARGE_INCOME ->
          "energy that a storage unit has charged for a customer, who gave it and pays the agreed"
              + " price for it; nothing of a lease";
      case STORAGE_DISCHARGE, STORAGE_DISCHARGE_INCOME ->
          "energy that a storage unit has discharged for a customer, who got it and pays the agreed"
              + " price for it; nothing of a lease";
      case STORAGE_LEASE, STORAGE_LEASE_INCOME ->
          "the slot's share of the energy that a lease may hold: its lessee pays the agreed price";
      case STORAGE_PENALTY, STORAGE_PENALTY_INCOME ->
          "what a storage unit did not deliver of what it had promised: its owner pays the part of"
              + " the agreed price that the rulebook states";
      default -> throw new IllegalStateException("no rule of " + kind);
    };
  }
}
