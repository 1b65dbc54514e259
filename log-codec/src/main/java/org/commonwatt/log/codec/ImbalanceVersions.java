package org.commonwatt.log.codec;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with members that are responsible for their balance can say. */
final class ImbalanceVersions {
  private ImbalanceVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.ImportImbalancePrice
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().imbalance() != null);
  }

  static boolean needed(Event event) {
    return event instanceof Event.ImbalancePriceImported
        || event instanceof Event.ImbalancePriceRejected
        || (event instanceof Event.SlotSettled settled && deviate(settled.billLines()))
        || (event instanceof Event.SlotRevised revised && deviate(revised.billLines()))
        || (event instanceof Event.BillPart part && deviate(part.billLines()));
  }

  private static boolean deviate(List<BillLine> lines) {
    return lines.stream().anyMatch(line -> line.kind().compareTo(Kind.TAKEN_OVER_REVERSED) > 0);
  }
}
