package org.commonwatt.log.codec;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Safeguards;

/** What only the version with auctions that are paid as bid, and uses of their income, can say. */
final class IncomeVersions {
  private IncomeVersions() {}

  static boolean needed(Command command) {
    if (!(command instanceof Command.ActivateRulebook activate)) {
      return false;
    }
    Safeguards safeguards = activate.rulebook().safeguards();
    return safeguards.payAsBid() || safeguards.auctionIncome() != null;
  }

  static boolean needed(Event event) {
    return (event instanceof Event.TradeMade trade && trade.surplusMicroPerKwh() != 0)
        || (event instanceof Event.SlotSettled settled && surplus(settled.billLines()))
        || (event instanceof Event.BillPart part && surplus(part.billLines()));
  }

  private static boolean surplus(List<BillLine> lines) {
    return lines.stream()
        .anyMatch(line -> line.kind() == Kind.BID_SURPLUS || line.kind() == Kind.MARKET_SURPLUS);
  }
}
