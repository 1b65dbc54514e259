package org.commonwatt.core.storage.auction;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.commonwatt.core.storage.StorageUnit;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.auction.SurplusBid.LinkedRelease;
import org.ojalgo.optimisation.Expression;
import org.ojalgo.optimisation.ExpressionsBasedModel;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.Variable;

/**
 * An auction of units without commitments as a mixed integer program of a general solver, in any
 * parts of a Wh: states of charge slot by slot, a direction for each slot of a unit, linked bids
 * yes or no. It asks for no prices, so its worth bounds that of the auction.
 */
final class AuctionProgram {
  private final StorageAuctionCase input;
  private final ExpressionsBasedModel model = new ExpressionsBasedModel();
  private final Map<String, Expression> balances = new HashMap<>(); // of areas in slots
  private final Map<String, Expression> bids = new HashMap<>(); // what a bid has left

  private AuctionProgram(StorageAuctionCase input) {
    this.input = input;
  }

  /**
   * The greatest welfare, nano-currency; empty where the solver's own rounding makes it give up: to
   * accept nothing is always feasible, and of some hundred random auctions it calls one infeasible.
   */
  static OptionalDouble best(StorageAuctionCase input) {
    Optimisation.Result result = new AuctionProgram(input).solve();
    return result.getState().isFeasible()
        ? OptionalDouble.of(result.getValue())
        : OptionalDouble.empty();
  }

  private Optimisation.Result solve() {
    for (String area : input.areas()) {
      for (int s = 0; s < input.window().slots(); s++) {
        balances.put(area + s, model.newExpression("balance " + area + s).level(0));
      }
    }
    input.links().forEach(this::add);
    for (SurplusBid bid : input.bids()) {
      if (bid.release() == null) {
        addSimple(bid);
      } else {
        bids.put(bid.id(), model.newExpression("one unit of " + bid.id()).upper(1));
      }
    }
    for (ServiceOffer offer : input.offers()) {
      add(offer);
    }
    return model.maximise();
  }

  private Expression balance(String area, int slot) {
    return requireNonNull(balances.get(area + slot));
  }

  private void add(ServiceLink link) {
    for (int s = 0; s < input.window().slots(); s++) {
      for (boolean forward : new boolean[] {true, false}) {
        long most = (forward ? link.forwardWh() : link.backwardWh()).get(s);
        Variable flow = model.newVariable("flow " + link + forward + s);
        flow.lower(0).upper(most).weight(-link.feeMicroPerKwh());
        balance(link.from(), s).set(flow, forward ? -1 : 1);
        balance(link.to(), s).set(flow, forward ? 1 : -1);
      }
    }
  }

  private void addSimple(SurplusBid bid) {
    Expression all = model.newExpression("all of " + bid.id()).upper(bid.surplus().energyWh());
    for (int s = 0; s < input.window().slots(); s++) {
      Variable accepted = model.newVariable(bid.id() + " " + s);
      accepted.lower(0).upper(bid.surplus().slotWh().get(s)).weight(bid.limitMicroPerKwh());
      all.set(accepted, 1);
      balance(bid.bidder().area(), s).set(accepted, 1);
    }
  }

  private void add(ServiceOffer offer) {
    StorageUnit unit = offer.book().unit();
    Rating rating = unit.rating();
    String id = unit.id();
    Expression all = model.newExpression("offer of " + id).upper(offer.energyWh());
    Map<String, Variable> placed = placed(offer);
    Variable before = null;
    for (int t = 0; t < unit.horizon().slots(); t++) {
      long mostIn = unit.horizon().energyWh(t, rating.chargeW());
      long mostOut = unit.horizon().energyWh(t, rating.dischargeW());
      Variable charges = model.newVariable(id + " charges " + t).binary();
      Variable in = model.newVariable(id + " in " + t).lower(0).upper(mostIn);
      Variable out = model.newVariable(id + " out " + t).lower(0).upper(mostOut);
      model.newExpression(id + " in or not " + t).set(in, 1).set(charges, -mostIn).upper(0);
      model.newExpression(id + " out " + t).set(out, 1).set(charges, mostOut).upper(mostOut);
      if (input.window().has(t)) {
        int s = t - input.window().from();
        in.upper(Math.min(mostIn, offer.slots().get(s).mostWh()));
        in.weight(-offer.slots().get(s).priceMicroPerKwh());
        balance(unit.area(), s).set(in, -1);
        all.set(in, 1);
      } else {
        in.upper(0);
      }
      Variable state = model.newVariable(id + " state " + t);
      state.lower(rating.reserveWh()).upper(rating.usableWh());
      Expression change =
          model
              .newExpression(id + " change " + t)
              .set(state, -1)
              .set(in, rating.efficiency().chargePpm() / 1e6)
              .set(out, -1e6 / rating.efficiency().dischargePpm());
      if (before == null) {
        change.level(-unit.stock().storedWh());
      } else {
        change.set(before, 1).level(0);
      }
      before = state;
      release(t, in, out, placed, id);
    }
    long cycles = rating.dailyCyclesPpm();
    if (cycles != StorageUnit.NO_CYCLE_LIMIT) {
      double stored = rating.efficiency().chargePpm() / 1e6;
      long most = (long) (rating.usableWh() * (cycles / 1e6) / stored + 1e-9);
      all.upper(Math.min(offer.energyWh(), most));
    }
  }

  /** Linked bids that a unit may take: those whose release their own charge covers. */
  private Map<String, Variable> placed(ServiceOffer offer) {
    Map<String, Variable> placed = new HashMap<>();
    Rating rating = offer.book().unit().rating();
    for (SurplusBid bid : input.bids()) {
      LinkedRelease release = bid.release();
      if (release != null) {
        double in = sum(bid.surplus().slotWh()) * (rating.efficiency().chargePpm() / 1e6);
        double out = sum(release.slotWh()) / (rating.efficiency().dischargePpm() / 1e6);
        if (out <= in + 1e-9) {
          Variable one = model.newVariable(bid.id() + " in " + offer.unit()).binary();
          one.weight(sum(bid.surplus().slotWh()) * (double) bid.limitMicroPerKwh());
          requireNonNull(bids.get(bid.id())).set(one, 1);
          placed.put(bid.id(), one);
          for (int s = 0; s < input.window().slots(); s++) {
            balance(bid.bidder().area(), s).set(one, bid.surplus().slotWh().get(s));
          }
        }
      }
    }
    return placed;
  }

  /** What comes out of a unit is what its linked bids take, and at least their charge goes in. */
  private void release(int t, Variable in, Variable out, Map<String, Variable> placed, String id) {
    Expression released = model.newExpression(id + " released " + t).set(out, -1).level(0);
    Expression charged = model.newExpression(id + " charged " + t).set(in, 1).lower(0);
    for (SurplusBid bid : input.bids()) {
      Variable one = placed.get(bid.id());
      LinkedRelease release = bid.release();
      if (one != null && release != null) {
        released.set(one, release.wh(t));
        if (input.window().has(t)) {
          charged.set(one, -bid.surplus().slotWh().get(t - input.window().from()));
        }
      }
    }
  }

  private static long sum(List<Long> wh) {
    return wh.stream().mapToLong(Long::longValue).sum();
  }
}
