package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayDeque;
import java.util.List;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.Command.CancelCall;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.SetCallPrice;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CallRejected;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/**
 * A market with an operator and two storage units, a minute after its first slot has begun: {@code
 * alpha} of home-01, as in {@link StorageFixture}, holds 1,000 Wh, 500 of them its owner's; {@code
 * beta} of home-02 charges 500 Wh in a slot and has room for all of a day.
 */
final class CallFixture {
  private TestMarket market;

  CallFixture() {
    Fallbacks fallbacks = new Fallbacks("operator", MissedGate.LATE_AUCTION, 3_600, 0, 10, 10);
    Registration registration = new Registration("registrar", true, "meters", false, "bank", 5);
    market =
        TestMarket.under(
            new Rulebooks()
                .safeguards(new Safeguards(null, fallbacks).withRegistration(registration))
                .build());
    market.tick(START + MINUTE);
    StorageSpec.Rating small =
        new StorageSpec.Rating(
            2_000, 2_000, 100_000, 0, 800_000, 800_000, StorageSpec.NO_CYCLE_LIMIT);
    register("home-01", "alpha", StorageFixture.RATING, 1_000);
    register("home-02", "beta", small, 0);
  }

  private void register(String owner, String unit, StorageSpec.Rating rating, long storedWh) {
    market.apply(
        new RegisterStorage("meters", new StorageSpec(unit, owner, "village", rating, 96, "")));
    List<StorageState.Lot> lots =
        storedWh == 0 ? List.of() : List.of(new StorageState.Lot(owner, storedWh / 2));
    market.apply(
        new ReportStateOfCharge(
            "meters", unit, new StorageState(START, storedWh, 0, lots, List.of())));
  }

  /** What is called for: slots, Wh of each, and where and at which price. */
  record Wanted(int from, int to, long injectionSlotWh, String area, long priceMicroPerKwh) {
    /** In the village, at 0.3247. */
    Wanted(int from, int to, long injectionSlotWh) {
      this(from, to, injectionSlotWh, "village", 324_700);
    }

    DispatchCall call(String id) {
      return new DispatchCall(
          id,
          area,
          StorageFixture.slot(from),
          StorageFixture.slot(to),
          injectionSlotWh,
          priceMicroPerKwh,
          10,
          "too much sun");
    }
  }

  TestMarket market() {
    return market;
  }

  List<Event> price(String owner, String unit, long priceMicroPerKwh) {
    return market.apply(new SetCallPrice(owner, unit, priceMicroPerKwh));
  }

  List<Event> call(String id, Wanted wanted) {
    return callAs("operator", id, wanted);
  }

  List<Event> callAs(String operator, String id, Wanted wanted) {
    return market.apply(new CallStorage(operator, wanted.call(id)));
  }

  List<UnitCalled> preview(Wanted wanted) {
    return market.machine().previewCall(new CallStorage("operator", wanted.call("p")));
  }

  /** Accepts without a reason, refuses with one. */
  List<Event> answer(String owner, String id, String unit, String reason) {
    return market.apply(new AnswerCall(owner, id, unit, reason.isEmpty(), reason));
  }

  List<Event> cancel(String id) {
    return market.apply(new CancelCall("operator", id, "over"));
  }

  List<Event> commit(String owner, String unit, StorageCommitment one) {
    return market.apply(new CommitStorage(owner, unit, one));
  }

  List<Event> withdraw(String owner, String unit, String id) {
    return market.apply(new WithdrawCommitment(owner, unit, id));
  }

  List<Event> tick(int minutes) {
    return market.tick(START + minutes * MINUTE);
  }

  static RejectionCode code(List<Event> events) {
    return ((CallRejected) events.get(0)).rejection().code();
  }

  /** Goes on from what was saved. */
  void restore() {
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    market =
        new TestMarket(
            MarketStateMachine.restore(new StateTest.Tape(new ArrayDeque<>(tape.values()))));
  }
}
