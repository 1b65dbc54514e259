package org.commonwatt.core.storage;

import java.util.List;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * The greatest and the least state of charge that options can lead to, as linear programs of a
 * general solver, one for every choice of directions: the unit either charges or discharges in a
 * slot, whatever is asked of it. It knows no leases.
 */
final class EnvelopeProgram {
  private final StorageUnit unit;
  private final List<Commitment> all;
  private final ExpressionsBasedModel model = new ExpressionsBasedModel();
  private final int last;

  private EnvelopeProgram(StorageUnit unit, List<Commitment> all, int last) {
    this.unit = unit;
    this.all = all;
    this.last = last;
  }

  /** The greatest state of charge at the end of a slot, Wh. */
  static double upper(StorageUnit unit, List<Commitment> all, int last) {
    return unit.stock().storedWh() + best(unit, all, last, true);
  }

  /** The least state of charge at the end of a slot, Wh. */
  static double lower(StorageUnit unit, List<Commitment> all, int last) {
    return unit.stock().storedWh() + best(unit, all, last, false);
  }

  private static double best(StorageUnit unit, List<Commitment> all, int last, boolean most) {
    double best = Double.NaN;
    for (int charging = 0; charging < 1 << last + 1; charging++) {
      Optimisation.Result result = new EnvelopeProgram(unit, all, last).solve(charging, most);
      double value = result.getValue();
      if (result.getState().isFeasible() && !(most ? best >= value : best <= value)) {
        best = value;
      }
    }
    return best;
  }

  private Optimisation.Result solve(int charging, boolean most) {
    double keeps = unit.rating().efficiency().chargePpm() / 1e6;
    double takes = 1e6 / unit.rating().efficiency().dischargePpm();
    Expression[] nets = new Expression[last + 1];
    for (int s = 0; s <= last; s++) {
      Variable in = model.newVariable("in" + s).lower(0).weight(keeps);
      Variable out = model.newVariable("out" + s).lower(0).weight(-takes);
      if ((charging >> s & 1) == 0) {
        in.upper(0);
      } else {
        out.upper(0);
      }
      nets[s] = model.newExpression("net " + s).set(in, 1).set(out, -1);
    }
    long[] firm = new long[last + 1];
    for (Commitment one : all) {
      add(one, nets, firm);
    }
    for (int s = 0; s <= last; s++) {
      nets[s].level(firm[s]);
    }
    return most ? model.maximise() : model.minimise();
  }

  private void add(Commitment one, Expression[] nets, long[] firm) {
    Expression whole = model.newExpression("all of " + one.id()).lower(0);
    int to = Math.min(last + 1, one.window().to());
    for (int s = one.window().from(); s < to; s++) {
      if (one instanceof FirmSchedule schedule) {
        firm[s] -= schedule.injectionWh().get(s - schedule.from());
      } else {
        boolean charges = one instanceof ChargeService;
        long most = one instanceof ChargeService c ? c.slotWh() : ((Release) one).slotWh();
        Variable used = model.newVariable(one.id() + " " + s).lower(0).upper(most);
        nets[s].set(used, charges ? -1 : 1);
        whole.set(used, 1);
      }
    }
    if (one instanceof ChargeService c) {
      whole.upper(c.energyWh());
    } else if (one instanceof Release r) {
      whole.upper(r.energyWh());
    }
  }
}
