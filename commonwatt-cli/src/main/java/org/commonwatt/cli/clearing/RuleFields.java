package org.commonwatt.cli.clearing;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.commonwatt.core.coupled.ClearingRules;
import org.commonwatt.core.coupled.PriceRule;
import org.commonwatt.core.coupled.TieRule;

/** Reads the rules of a case. */
final class RuleFields {
  private PriceRule price = ClearingRules.DEFAULT.price();
  private TieRule ties = ClearingRules.DEFAULT.ties();
  private boolean cleanFirst;
  private int nodeBudget = ClearingRules.DEFAULT_NODE_BUDGET;

  private RuleFields() {}

  static ClearingRules read(Fields in) throws IOException {
    RuleFields draft = new RuleFields();
    in.next(JsonToken.START_OBJECT, "rules");
    in.object(name -> draft.take(name, in));
    return new ClearingRules(draft.price, draft.ties, draft.cleanFirst, draft.nodeBudget);
  }

  private void take(String name, Fields in) throws IOException {
    switch (name) {
      case "price" -> price = in.choice(PriceRule.values(), PriceRule::label);
      case "ties" -> ties = in.choice(TieRule.values(), TieRule::label);
      case "sellTies" -> cleanFirst = in.choice(new String[] {"clean-first"}, t -> t) != null;
      case "nodeBudget" -> {
        long budget = in.integer();
        if (budget < 1 || budget > Integer.MAX_VALUE) {
          throw new Fields.Wrong("OUT_OF_RANGE", "nodeBudget must be 1 to " + Integer.MAX_VALUE);
        }
        nodeBudget = (int) budget;
      }
      default -> throw in.unknown(name);
    }
  }
}
