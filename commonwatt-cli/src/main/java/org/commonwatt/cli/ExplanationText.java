package org.commonwatt.cli;

import java.io.PrintWriter;
import org.commonwatt.audit.explain.Explanation;
import org.commonwatt.model.Quality;

/** An explanation as text. */
final class ExplanationText {
  private ExplanationText() {}

  /** Prints it from the readings to the transaction. */
  static void print(Explanation all, PrintWriter out) {
    out.println(
        "%s in the slot %s of %s".formatted(all.participant(), all.slotStart(), all.market()));
    for (Explanation.Reading one : all.readings()) {
      out.println(
          "reading   %s no. %d at %s: import %d Wh, export %d Wh, %s%s"
              .formatted(
                  one.meter(),
                  one.sequence(),
                  one.time(),
                  one.importWh(),
                  one.exportWh(),
                  one.quality(),
                  one.signed() ? ", signed" : ""));
    }
    for (Explanation.Position one : all.positions()) {
      out.println(
          "position  version %d: import %d Wh, export %d Wh, %s, %s%s (event %d, %s)"
              .formatted(
                  one.version(),
                  one.importWh(),
                  one.exportWh(),
                  one.quality(),
                  one.outcome(),
                  evidence(one),
                  one.at().event(),
                  one.source()));
    }
    for (Explanation.Order one : all.orders()) {
      out.println(
          "order     %d (%s): %s %d Wh at %d in %s (event %d)"
              .formatted(
                  one.orderId(),
                  one.clientOrderId(),
                  one.side(),
                  one.energyWh(),
                  one.priceMicroPerKwh(),
                  one.area(),
                  one.at().event()));
    }
    for (Explanation.Price one : all.prices()) {
      out.println(
          "price     %s: %s, %d Wh bought, %d Wh sold (event %d)"
              .formatted(
                  one.area(),
                  one.priceMicroPerKwh() == null ? "none" : one.priceMicroPerKwh(),
                  one.buyWh(),
                  one.sellWh(),
                  one.at().event()));
    }
    for (Explanation.Trade one : all.trades()) {
      out.println(
          "trade     %d %s: %s buys %d Wh of %s at %d, fee %d (event %d)"
              .formatted(
                  one.tradeId(),
                  one.what(),
                  one.buyer(),
                  one.energyWh(),
                  one.seller(),
                  one.priceMicroPerKwh(),
                  one.feeMicroPerKwh(),
                  one.at().event()));
    }
    for (Explanation.ImbalancePrice one : all.imbalancePrices()) {
      out.println(
          "imbalance %s version %d: short pays %d, long gets %d (event %d)"
              .formatted(
                  one.area(),
                  one.version(),
                  one.shortMicroPerKwh(),
                  one.longMicroPerKwh(),
                  one.at().event()));
    }
    for (Explanation.Losses one : all.losses()) {
      out.println(
          "losses    %s, run %d: %s (event %d)"
              .formatted(
                  one.area(),
                  one.run(),
                  one.boundaryVersion() == 0
                      ? "the boundary had not reported, nothing is settled"
                      : "%d Wh entered, %d left, %d technical, %d unexplained of at most %d; boundary version %d (%s)"
                          .formatted(
                              one.enteredWh(),
                              one.leftWh(),
                              one.technicalWh(),
                              one.residualWh(),
                              one.limitWh(),
                              one.boundaryVersion(),
                              one.boundary()),
                  one.at().event()));
    }
    for (Explanation.Service one : all.services()) {
      out.println(
          "storage   service %d of %s for %s, run %d: %s in %s, %d Wh of %d delivered, %d leased, %d missed%s; %s (event %d)"
              .formatted(
                  one.number(),
                  one.seller(),
                  one.customer(),
                  one.run(),
                  one.commitment(),
                  one.unit(),
                  one.deliveredWh(),
                  one.committedWh(),
                  one.leasedWh(),
                  one.missedWh(),
                  one.excused() ? " without penalty" : "",
                  one.version() == 0 ? "not metered" : "metered version " + one.version(),
                  one.at().event()));
    }
    for (Explanation.Dispute one : all.disputes()) {
      out.println(
          "dispute   %d %s%s%s (event %d)"
              .formatted(
                  one.disputeId(),
                  one.what(),
                  one.line() == null ? "" : " of line " + one.line(),
                  one.said().isEmpty() ? "" : ": " + one.said(),
                  one.at().event()));
    }
    all.runs().forEach(run -> print(run, out));
    all.missing().forEach(one -> out.println("missing   " + one));
    out.flush();
  }

  private static void print(Explanation.Run run, PrintWriter out) {
    for (Explanation.Line line : run.lines()) {
      out.println(
          "line      %s %s: %s%s"
              .formatted(
                  line.id(),
                  line.kind() == null ? "?" : line.kind() + " " + line.counterparty(),
                  line.rule(),
                  isMade(line) ? ", of a position that is " + line.quality() : ""));
    }
    out.println(
        "run       %d, %s: rulebook %d (%s), bill root %s, posted %s (event %d)"
            .formatted(
                run.run(),
                run.batchId(),
                run.rulebook(),
                run.rulebookHash(),
                run.billRoot(),
                run.postingNano() == null ? "nothing" : run.postingNano(),
                run.at().event()));
    if (run.onLedger()) {
      out.println(
          "ledger    transaction %s of block %d, valid"
              .formatted(run.transactionId(), run.block()));
    }
  }

  private static String evidence(Explanation.Position one) {
    if (one.evidence() == null) {
      return "";
    }
    return one.readingsShow()
        ? ", shown by the readings at the slot's borders"
        : ", not shown by readings at the slot's borders alone";
  }

  /** Whether it rests on energy that was not read in full. */
  private static boolean isMade(Explanation.Line line) {
    return line.quality() != null && !line.quality().equals(Quality.ACTUAL.name());
  }
}
