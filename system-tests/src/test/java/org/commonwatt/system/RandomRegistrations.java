package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.jspecify.annotations.Nullable;

/** Accounts and meter points that come while a random market runs, and go from home to home. */
final class RandomRegistrations {
  private static final long MINUTE = 60_000;
  private static final long[] AMOUNTS = {0, 1_000, 5_000_000_000L, Long.MAX_VALUE};
  private static final List<String> NEWCOMERS = List.of("n1", "n2", "n3", "n4", "n5");
  private static final List<String> HOMES = List.of("a", "b", "c", "d");

  private final Random random;
  private final long slotMillis;
  private Event.@Nullable MeterPointRequested asked; // what may wait for its decision
  private Event.@Nullable DepositRequested paid;
  private final List<String> traders = new ArrayList<>(); // newcomers who had a meter point

  RandomRegistrations(Random random, int slotMinutes) {
    this.random = random;
    this.slotMillis = slotMinutes * MINUTE;
  }

  /** There is more room in each rulebook, and an id that the first one takes is free later. */
  static Registration rules(int number) {
    return new Registration(
        "registrar",
        number % 4 == 3,
        "meters",
        number % 5 == 4,
        number == 1 ? "n4" : "bank",
        6 + number);
  }

  /** Remembers what somebody may decide. */
  void see(Event event) {
    if (event instanceof Event.MeterPointRequested request) {
      asked = request;
    } else if (event instanceof Event.DepositRequested request) {
      paid = request;
    } else if (event instanceof Event.MeterPointAssigned assigned
        && NEWCOMERS.contains(assigned.participant())
        && !traders.contains(assigned.participant())) {
      traders.add(assigned.participant());
    }
  }

  /** Somebody who trades: sometimes who came and got a meter point, else the home. */
  String orNewcomer(String home) {
    return traders.isEmpty() || !oneIn(4) ? home : traders.get(random.nextInt(traders.size()));
  }

  Command next(long clock) {
    String newcomer = newcomer();
    return switch (random.nextInt(14)) {
      case 0, 1 -> new Command.RegisterAccount(oneIn(8) ? anybody() : newcomer);
      case 2, 3 ->
          new Command.SetAccountState(
              officer("registrar"), oneIn(4) ? anybody() : newcomer, state());
      case 4, 5 -> new Command.RequestMeterPoint(anybody(), point(), slot(clock));
      case 6, 7 -> decision(newcomer);
      case 8, 9 ->
          new Command.HandOverMeterPoint(
              officer("meters"),
              oneIn(2) ? "meter-" + HOMES.get(random.nextInt(4)) : pointId(),
              anybody(),
              slot(clock));
      case 10, 11 -> new Command.RequestDeposit(oneIn(2) ? anybody() : newcomer, amount());
      default -> deposit(newcomer);
    };
  }

  /** Mostly of what was asked for last. */
  private Command decision(String newcomer) {
    Event.MeterPointRequested request = oneIn(5) ? null : asked;
    return new Command.DecideMeterPoint(
        officer("meters"),
        request == null ? newcomer : request.participant(),
        request == null ? pointId() : request.point().id(),
        !oneIn(3));
  }

  private Command deposit(String newcomer) {
    Event.DepositRequested request = oneIn(5) ? null : paid;
    return new Command.DecideDeposit(
        officer("bank"),
        request == null ? newcomer : request.participant(),
        request == null ? amount() : request.amountNano(),
        !oneIn(3));
  }

  /** Somebody who may have an account by now. */
  private String newcomer() {
    return NEWCOMERS.get(random.nextInt(NEWCOMERS.size() - 1));
  }

  private String officer(String right) {
    return oneIn(10) ? anybody() : right;
  }

  private String anybody() {
    return oneIn(12)
        ? oneIn(2) ? "no id!" : "n5"
        : oneIn(3) ? HOMES.get(random.nextInt(4)) : newcomer();
  }

  private AccountState state() {
    return oneIn(3)
        ? AccountState.values()[random.nextInt(AccountState.values().length)]
        : AccountState.ACTIVE;
  }

  private MeterPoint point() {
    String id = pointId();
    return new MeterPoint(
        id,
        oneIn(8) ? oneIn(2) ? "north" : "city" : "village",
        oneIn(10) ? "meter-a" : "m-" + id,
        oneIn(20) ? -1 : random.nextInt(60_000),
        random.nextInt(60_000));
  }

  private String pointId() {
    return "p" + random.nextInt(4);
  }

  private long amount() {
    return AMOUNTS[oneIn(10) ? random.nextInt(AMOUNTS.length) : 1 + random.nextInt(2)];
  }

  /** An edge near the clock; sometimes none, sometimes far away. */
  private long slot(long clock) {
    long edge = Math.floorDiv(clock, slotMillis) * slotMillis + random.nextInt(5) * slotMillis;
    return oneIn(20) ? edge + 1 : oneIn(20) ? edge + 5_000 * slotMillis : edge;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
