package org.commonwatt.log.codec;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;

/** What only the version with settlement runs after the initial one can say. */
final class SettlementVersions {
  private SettlementVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.ActivateRulebook activate
        && activate.rulebook().settlement() != null;
  }

  /** Whether only the version with a deadline for positions can say it. */
  static boolean neededForAssumed(Command command) {
    return command instanceof Command.ActivateRulebook activate
        && activate.rulebook().settlement() != null
        && activate.rulebook().settlement().initialHours() != 0;
  }

  static boolean needed(Event event) {
    return event instanceof Event.SlotRevised
        || (event instanceof Event.SlotSettled settled && reverse(settled.billLines()))
        || (event instanceof Event.BillPart part && reverse(part.billLines()));
  }

  private static boolean reverse(List<BillLine> lines) {
    return lines.stream().anyMatch(line -> line.kind().compareTo(Kind.CURTAILMENT_COST) > 0);
  }
}
