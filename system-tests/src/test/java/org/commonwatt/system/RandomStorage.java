package org.commonwatt.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/** Storage units of homes and what they are committed to, mostly as it should be. */
final class RandomStorage {
  private static final long MINUTE = 60_000;
  private static final long[] EXTREMES = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};

  private final Random random;
  private final List<String> homes;
  private final long slotMillis;
  private final List<Event.StorageCommitted> taken = new ArrayList<>();
  private final RandomNegotiations negotiations;
  private final RandomCalls calls;
  private final RandomStorageAuctions auctions;
  private final RandomDeliveries deliveries;
  private int commitments;

  RandomStorage(long seed, String market, List<String> homes, int slotMinutes) {
    this.random = new Random(seed);
    this.negotiations = new RandomNegotiations(random.nextLong(), market, homes);
    this.calls = new RandomCalls(random.nextLong(), slotMinutes * MINUTE);
    this.auctions = new RandomStorageAuctions(~seed, homes, slotMinutes);
    this.deliveries = new RandomDeliveries(random.nextLong(), slotMinutes);
    this.homes = homes;
    this.slotMillis = slotMinutes * MINUTE;
  }

  boolean isNext() {
    return random.nextInt(5) == 0;
  }

  /** Remembers what a later state of charge has to tell of. */
  void see(Event event) {
    negotiations.see(event);
    calls.see(event);
    auctions.see(event);
    deliveries.see(event);
    if (event instanceof Event.StorageCommitted committed) {
      taken.add(committed);
    } else if (event instanceof Event.CommitmentLost lost) {
      taken.removeIf(one -> one.commitment().id().equals(lost.commitment()));
    } else if (event instanceof Event.CommitmentWithdrawn gone) {
      taken.removeIf(one -> one.commitment().id().equals(gone.commitment()));
    }
  }

  /**
   * A command about one of two units.
   *
   * @param areaOf where a home is
   */
  Command next(long clock, UnaryOperator<String> areaOf) {
    String home = homes.get(random.nextInt(2));
    String unit = "u-" + home;
    if (auctions.isNext()) {
      return auctions.next(clock, unit, home, areaOf);
    }
    if (calls.isNext()) {
      return calls.next(slot(clock), unit, home, areaOf.apply(home));
    }
    if (deliveries.isNext()) {
      return deliveries.next(officer(), unit, slot(clock));
    }
    return switch (random.nextInt(20)) {
      case 0, 1 -> new Command.RegisterStorage(officer(), spec(unit, home, areaOf));
      case 2, 3 -> new Command.ReportStateOfCharge(officer(), unit, state(unit, clock));
      case 4 ->
          new Command.ReportOutage(
              owner(home),
              unit,
              slot(clock),
              slot(clock) + slotMillis * random.nextInt(3),
              oneIn(20) ? -1 : random.nextInt(5) * 250_000);
      case 5, 6 -> withdrawal(home, unit);
      default ->
          negotiations.isNext()
              ? negotiations.next(clock, unit, commitment(home, clock))
              : new Command.CommitStorage(owner(home), unit, commitment(home, clock));
    };
  }

  /** Of what was committed, mostly. */
  private Command withdrawal(String home, String unit) {
    if (taken.isEmpty() || oneIn(4)) {
      return new Command.WithdrawCommitment(owner(home), unit, "c-" + some(commitments));
    }
    Event.StorageCommitted one = taken.get(random.nextInt(taken.size()));
    return new Command.WithdrawCommitment(
        one.unit().substring("u-".length()), one.unit(), one.commitment().id());
  }

  private StorageSpec spec(String unit, String home, UnaryOperator<String> areaOf) {
    return new StorageSpec(
        oneIn(20) ? "u-" + homes.get(2) : unit,
        oneIn(20) ? homes.get(1) : home,
        oneIn(20) ? "nowhere" : areaOf.apply(home),
        new StorageSpec.Rating(
            amount(8_000),
            amount(8_000),
            1 + amount(3_000),
            oneIn(3) ? random.nextInt(1_000) : 0,
            oneIn(2) ? 1_000_000 : 700_000 + random.nextInt(300_001),
            oneIn(2) ? 1_000_000 : 700_000 + random.nextInt(300_001),
            oneIn(2) ? -1 : random.nextInt(4_000_000)),
        oneIn(20) ? 0 : 1 + random.nextInt(40),
        "");
  }

  private StorageState state(String unit, long clock) {
    long at = slot(clock) - slotMillis * random.nextInt(2) * 3;
    long stored = amount(2_500);
    List<StorageState.Lot> lots = new ArrayList<>();
    for (String home : homes.subList(0, 2)) {
      lots.add(new StorageState.Lot(home, oneIn(12) ? stored : Math.max(0, stored) / 3));
    }
    List<StorageState.Left> left = new ArrayList<>();
    for (Event.StorageCommitted committed : taken) {
      StorageCommitment one = committed.commitment();
      boolean goesOn =
          committed.unit().equals(unit) && one.fromMillis() < at && at < one.toMillis();
      if (goesOn && one.kind() != Kind.FIRM_SCHEDULE && !oneIn(8)) {
        left.add(new StorageState.Left(one.id(), random.nextInt(1 + (int) one.energyWh())));
      }
    }
    return new StorageState(at, stored, oneIn(2) ? 0 : random.nextInt(3_000), lots, left);
  }

  private StorageCommitment commitment(String home, long clock) {
    Kind kind = Kind.values()[random.nextInt(4)];
    String id = "c-" + (oneIn(12) ? some(commitments) : ++commitments);
    long from = slot(clock) + slotMillis * (oneIn(12) ? -1 : 1 + random.nextInt(8));
    int slots = 1 + random.nextInt(5);
    List<Long> injection = new ArrayList<>();
    for (int s = 0; s < slots && kind == Kind.FIRM_SCHEDULE; s++) {
      injection.add(oneIn(3) ? 0L : oneIn(50) ? extreme() : (long) random.nextInt(800) - 500);
    }
    boolean charges = kind == Kind.CHARGE_SERVICE || kind == Kind.LEASE;
    boolean discharges = kind == Kind.RELEASE || kind == Kind.LEASE;
    long energy = kind == Kind.FIRM_SCHEDULE ? 0 : amount(600);
    return new StorageCommitment(
        id,
        oneIn(20) ? homes.get(2) : home,
        kind,
        from,
        from + slots * slotMillis,
        energy,
        charges ? 1 + random.nextInt(300) : oneIn(40) ? 1 : 0,
        discharges ? 1 + random.nextInt(300) : oneIn(40) ? 1 : 0,
        kind == Kind.LEASE && oneIn(2) ? Math.max(0, energy) / 4 : 0,
        injection);
  }

  private long amount(int most) {
    return oneIn(25) ? extreme() : 1 + random.nextInt(most);
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private int some(int most) {
    return most == 0 ? 0 : 1 + random.nextInt(most);
  }

  private String officer() {
    return oneIn(12) ? homes.get(0) : "meters";
  }

  private String owner(String home) {
    return oneIn(20) ? homes.get(2) : home;
  }

  /** Start of the slot of now, or nearly that of a slot. */
  private long slot(long clock) {
    return Math.floorDiv(clock, slotMillis) * slotMillis + (oneIn(40) ? 1 : 0);
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
