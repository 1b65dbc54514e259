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
          case LINK_FEE, FEE_INCOME -> "the fee of a link on its flow";
          case LINK_RENT, CONGESTION_RENT -> "what a link earned beyond its fee";
          case GRID_FEE, GRID_FEE_INCOME ->
              "the grid fee of continuous trade " + line.tradeId() + ", which its buyer pays";
          case CURTAILMENT_COMPENSATION, CURTAILMENT_COST ->
              "the compensation of trade " + line.tradeId() + ", which was curtailed";
          case RESIDUAL_WITHDRAWAL_REVERSED, RESIDUAL_INJECTION_REVERSED ->
              "takes back what an earlier run billed beyond what was traded, for a position that was"
                  + " corrected since";
          case SUPPLIED_REVERSED, TAKEN_OVER_REVERSED ->
              "the supplier's side of what is taken back of an earlier run";
        };
    String sign = line.amountNano() < 0 ? "-" : "";
    return "%s; %s%d Wh x %d = %d"
        .formatted(what, sign, line.energyWh(), line.priceMicroPerKwh(), line.amountNano());
  }
}
