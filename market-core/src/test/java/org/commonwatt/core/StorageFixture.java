package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayDeque;
import java.util.List;
import org.commonwatt.model.Command.CommitStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportOutage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.WithdrawCommitment;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.StorageRejected;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/**
 * A market with a storage unit of home-01: 4 kW either way, 1,000 Wh in a slot, 2,000 Wh usable, 80
 * % of a charge stored and 80 % of what is removed given out, for a day of slots.
 */
final class StorageFixture {
  static final String UNIT = "station";
  static final String OWNER = "home-01";
  static final StorageSpec.Rating RATING =
      new StorageSpec.Rating(
          4_000, 4_000, 2_000, 200, 800_000, 800_000, StorageSpec.NO_CYCLE_LIMIT);
  static final StorageSpec SPEC = new StorageSpec(UNIT, OWNER, "village", RATING, 96, "pack-7");

  private TestMarket market;

  /** A market with the unit, of which nobody knows what it holds. */
  StorageFixture() {
    market = RegistrationDeskTest.market(false);
    market.tick(START);
    market.apply(new RegisterStorage("meters", SPEC));
  }

  /** The unit holds 1,000 Wh when the first slot begins, 500 of them home-02's. */
  static StorageFixture holding() {
    StorageFixture fixture = new StorageFixture();
    fixture.hold(0, 1_000, 0, List.of(new StorageState.Lot("home-02", 500)), List.of());
    return fixture;
  }

  TestMarket market() {
    return market;
  }

  StorageView view() {
    return market.machine().storageUnit(UNIT).orElseThrow();
  }

  /** Starts of slots, from 0. */
  static long slot(int number) {
    return START + number * QUARTER;
  }

  List<Event> hold(
      int slot,
      long storedWh,
      long todayWh,
      List<StorageState.Lot> lots,
      List<StorageState.Left> left) {
    return market.apply(
        new ReportStateOfCharge(
            "meters", UNIT, new StorageState(slot(slot), storedWh, todayWh, lots, left)));
  }

  List<Event> outage(int from, int to, int ppm) {
    return market.apply(new ReportOutage(OWNER, UNIT, slot(from), slot(to), ppm));
  }

  List<Event> commit(StorageCommitment one) {
    return market.apply(new CommitStorage(OWNER, UNIT, one));
  }

  List<Event> withdraw(String id) {
    return market.apply(new WithdrawCommitment(OWNER, UNIT, id));
  }

  void tick(int slot) {
    market.tick(slot(slot) + MINUTE);
  }

  static StorageCommitment service(String id, int from, int to, long energyWh, long slotWh) {
    return new StorageCommitment(
        id, OWNER, Kind.CHARGE_SERVICE, slot(from), slot(to), energyWh, slotWh, 0, 0, List.of());
  }

  static StorageCommitment release(String id, int from, int to, long energyWh, long slotWh) {
    return new StorageCommitment(
        id, OWNER, Kind.RELEASE, slot(from), slot(to), energyWh, 0, slotWh, 0, List.of());
  }

  static StorageCommitment lease(String id, int from, int to, long energyWh, long startWh) {
    return new StorageCommitment(
        id, OWNER, Kind.LEASE, slot(from), slot(to), energyWh, 100, 100, startWh, List.of());
  }

  static StorageCommitment firm(String id, int from, Long... injectionWh) {
    return new StorageCommitment(
        id,
        OWNER,
        Kind.FIRM_SCHEDULE,
        slot(from),
        slot(from + injectionWh.length),
        0,
        0,
        0,
        0,
        List.of(injectionWh));
  }

  static StorageRefused refused(List<Event> events) {
    return ((StorageRejected) events.get(0)).refused();
  }

  /** Goes on from what was saved. */
  void restore() {
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    int values = tape.values().size();
    MarketStateMachine again =
        MarketStateMachine.restore(new StateTest.Tape(new ArrayDeque<>(tape.values())));
    if (StateTest.Tape.of(again).values().size() != values) {
      throw new AssertionError("a restored market saves something else");
    }
    market = new TestMarket(again);
  }
}
