package org.commonwatt.core.storage.advice;

import org.commonwatt.core.storage.advice.AdviceCase.Price;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * Advice as linear programs of a general solver, one for every choice of directions where charging
 * and discharging at once might pay; in any parts of a Wh.
 */
final class AdviceProgram {
  private AdviceProgram() {}

  /** The most that a schedule brings, nano-currency; NaN when there is none. */
  static double best(AdviceCase input) {
    int open = 0;
    for (Price price : input.prices()) {
      open += isOpen(price) ? 1 : 0;
    }
    double best = Double.NaN;
    for (int charging = 0; charging < 1 << open; charging++) {
      Optimisation.Result result = solve(input, charging);
      if (result.getState().isFeasible() && !(best >= result.getValue())) {
        best = result.getValue();
      }
    }
    return best;
  }

  private static boolean isOpen(Price price) {
    return price.buyMicroPerKwh() < price.sellMicroPerKwh() || price.sellMicroPerKwh() < 0;
  }

  private static Optimisation.Result solve(AdviceCase input, int charging) {
    int open = charging;
    ExpressionsBasedModel model = new ExpressionsBasedModel();
    double keeps = input.battery().efficiency().chargePpm() / 1e6;
    double takes = 1e6 / input.battery().efficiency().dischargePpm();
    Variable before = null;
    for (int s = 0; s < input.prices().size(); s++) {
      Price price = input.prices().get(s);
      long mostIn = input.battery().chargeSlotWh();
      long mostOut = input.battery().dischargeSlotWh();
      Variable in =
          model.newVariable("in" + s).lower(0).upper(mostIn).weight(-price.buyMicroPerKwh());
      Variable out =
          model.newVariable("out" + s).lower(0).upper(mostOut).weight(price.sellMicroPerKwh());
      if (isOpen(price)) {
        ((open & 1) == 0 ? in : out).upper(0);
        open >>= 1;
      }
      boolean last = s == input.prices().size() - 1;
      Variable state =
          model
              .newVariable("state" + s)
              .lower(last ? input.leastEndWh() : input.battery().leastWh())
              .upper(input.battery().mostWh());
      Expression balance =
          model.newExpression("balance" + s).set(state, -1).set(in, keeps).set(out, -takes);
      if (before == null) {
        balance.level(-input.startWh());
      } else {
        balance.set(before, 1).level(0);
      }
      before = state;
    }
    return model.maximise();
  }
}
