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
  private long workBudget = ClearingRules.DEFAULT_WORK_BUDGET;

  private RuleFields() {}

  static ClearingRules read(Fields in) throws IOException {
    RuleFields draft = new RuleFields();
    in.next(JsonToken.START_OBJECT, "rules");
    in.object(name -> draft.take(name, in));
    return new ClearingRules(
        draft.price, draft.ties, draft.cleanFirst, draft.nodeBudget, draft.workBudget);
  }

  private void take(String name, Fields in) throws IOException {
    switch (name) {
      case "price" -> price = in.choice(PriceRule.values(), PriceRule::label);
      case "ties" -> ties = in.choice(TieRule.values(), TieRule::label);
      case "sellTies" -> cleanFirst = in.choice(new String[] {"clean-first"}, t -> t) != null;
      case "nodeBudget" -> nodeBudget = (int) budget(name, in, Integer.MAX_VALUE);
      case "workBudget" -> workBudget = budget(name, in, Long.MAX_VALUE);
      default -> throw in.unknown(name);
    }
  }

  private static long budget(String name, Fields in, long most) throws IOException {
    long budget = in.integer();
    if (budget < 1 || budget > most) {
      throw new Fields.Wrong("OUT_OF_RANGE", name + " must be 1 to " + most);
    }
    return budget;
  }
}
