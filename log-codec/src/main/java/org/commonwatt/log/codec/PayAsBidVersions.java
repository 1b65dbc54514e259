package org.commonwatt.log.codec;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with auctions that are paid as bid can say. */
final class PayAsBidVersions {
  private PayAsBidVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.ActivateRulebook activate
        && activate.rulebook().safeguards().payAsBid();
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
