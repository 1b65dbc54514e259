package org.commonwatt.log.codec;

import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;

/** What only the version with corrections of disputed lines can say. */
final class CorrectionVersions {
  private CorrectionVersions() {}

  static boolean needed(Command command) {
    if (!(command instanceof Command.ActivateRulebook activate)) {
      return false;
    }
    DisputeRules disputes = activate.rulebook().safeguards().disputes();
    return disputes != null && disputes.corrections();
  }

  static boolean needed(Event event) {
    return (event instanceof Event.DisputeOpened opened && opened.untilMillis() != 0)
        || (event instanceof Event.SlotRevised revised && correct(revised.billLines()));
  }

  private static boolean correct(List<BillLine> lines) {
    return lines.stream()
        .anyMatch(line -> line.kind().compareTo(Kind.NETTING_FEE_INCOME_REVERSED) > 0);
  }
}
