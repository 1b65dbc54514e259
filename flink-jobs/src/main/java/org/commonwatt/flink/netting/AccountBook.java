package org.commonwatt.flink.netting;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.commonwatt.flink.surveillance.Memory;
import org.commonwatt.flink.vee.Interval;
import org.commonwatt.flink.vee.LocalDay;
import org.commonwatt.flink.vee.MeterDay;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * The net positions of one account: contracted, metered, expected, and the imbalance of the day so
 * far. Every row that a fact changes is told once, with the fact's sequence as its version.
 */
public final class AccountBook {
  /** A slot that starts so long before the day of the newest metered one is forgotten. */
  static final long KEPT_MILLIS = TimeUnit.DAYS.toMillis(3);

  private static final String ALL = "";
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);

  private final ZoneOffset zone;
  private final Forecaster forecaster;
  private final Memory<Long, AccountSlot> slots;
  private final Memory<String, AccountDays> days;

  /**
   * The book of an account.
   *
   * @param utcOffsetMinutes local time minus UTC
   * @param slots by start
   * @param days under one key
   */
  public AccountBook(
      int utcOffsetMinutes, Memory<Long, AccountSlot> slots, Memory<String, AccountDays> days) {
    this.zone = ZoneOffset.ofTotalSeconds(utcOffsetMinutes * 60);
    this.forecaster = new Forecaster(zone);
    this.slots = slots;
    this.days = days;
  }

  /**
   * Takes the next fact of the account.
   *
   * @return the rows that it changes, by slot; none when the slot is so old that it is forgotten
   * @throws ArithmeticException when energy does not fit
   */
  public List<NetPosition> next(AccountFact fact) {
    AccountDays known = known();
    if (fact.slot().startMillis() < known.keptFromMillis()) {
      return List.of();
    }
    Change change = new Change(fact);
    if (fact.metered() != null) {
      metered(change, known, fact.metered());
    } else if (fact.isOpening()) {
      opened(change, known);
    } else {
      change.put(fact.slot(), at(fact.slot()).traded(fact.contractedWh()));
      balance(change, known.newestMillis());
    }
    return change.rows();
  }

  private void opened(Change change, AccountDays known) {
    DeliverySlot slot = change.fact.slot();
    if (at(slot).open()) {
      return;
    }
    change.put(slot, at(slot).opened());
    @Nullable DeliverySlot newest = newest(known, slot.minutes());
    boolean isSoon = newest != null && slot.startMillis() <= scaledUntil(newest);
    expect(
        change,
        slot,
        newest == null || !isSoon ? Forecaster.Sun.UNKNOWN : sun(newest, known.similar()));
  }

  /** The newest slot that was metered, null before the first one. */
  private static @Nullable DeliverySlot newest(AccountDays known, int minutes) {
    return known.newestMillis() < 0 ? null : new DeliverySlot(known.newestMillis(), minutes);
  }

  private static long scaledUntil(DeliverySlot newest) {
    return newest.endMillis() + Forecaster.SCALED_MILLIS;
  }

  /** Slots as they were before a fact, and what is told of those that it changed. */
  private final class Change {
    private final AccountFact fact;
    private final TreeMap<Long, AccountSlot> before = new TreeMap<>();

    Change(AccountFact fact) {
      this.fact = fact;
    }

    void put(DeliverySlot slot, AccountSlot now) {
      before.putIfAbsent(slot.startMillis(), at(slot));
      slots.put(slot.startMillis(), now);
    }

    List<NetPosition> rows() {
      List<NetPosition> rows = new ArrayList<>();
      before.forEach(
          (start, was) -> {
            DeliverySlot slot = new DeliverySlot(start, fact.slot().minutes());
            AccountSlot now = at(slot);
            if (!now.equals(was)) {
              rows.add(NetPosition.of(fact, slot, now));
            }
          });
      return rows;
    }
  }

  private AccountDays known() {
    @Nullable AccountDays known = days.get(ALL);
    return known == null ? AccountDays.NEW : known;
  }

  private AccountSlot at(DeliverySlot slot) {
    @Nullable AccountSlot known = slots.get(slot.startMillis());
    return known == null ? AccountSlot.NEW : known;
  }

  private void metered(Change change, AccountDays known, Metered metered) {
    DeliverySlot slot = change.fact.slot();
    change.put(slot, at(slot).metered(metered));
    balance(change, Math.max(slot.startMillis(), known.newestMillis()));
    AccountDays next = known;
    if (slot.startMillis() > known.newestMillis()) {
      next = forget(slot, known);
    }
    @Nullable PastDay day = courseOf(slot);
    if (day != null) {
      next = next.with(with(next.similar(), day));
    }
    days.put(ALL, next);
    if (day != null) {
      slots.keys().stream()
          .map(start -> new DeliverySlot(start, slot.minutes()))
          .forEach(open -> expect(change, open, Forecaster.Sun.UNKNOWN));
    }
    if (day != null || slot.startMillis() == next.newestMillis()) {
      expectSoon(change, new DeliverySlot(next.newestMillis(), slot.minutes()), next.similar());
    }
  }

  /** Metered minus contracted of the day's slots: what the slot changes, and those behind it. */
  private void balance(Change change, long newestMillis) {
    LocalDay day = LocalDay.of(change.fact.slot().startMillis(), zone);
    long sum = before(change.fact.slot(), day);
    for (DeliverySlot slot = change.fact.slot();
        slot.startMillis() < day.endMillis() && slot.startMillis() <= newestMillis;
        slot = slot.plus(1)) {
      AccountSlot now = at(slot);
      if (now.open() && now.metered() != null) {
        long imbalance = Math.subtractExact(now.metered().netWh(), now.contractedWh());
        sum = Math.addExact(sum, imbalance);
        if (!Objects.equals(now.imbalanceToDateWh(), sum)) {
          change.put(slot, now.withImbalanceToDate(sum));
        }
      }
    }
  }

  /** The imbalance of the day before a slot. */
  private long before(DeliverySlot slot, LocalDay day) {
    for (DeliverySlot earlier = slot.plus(-1);
        earlier.startMillis() >= day.startMillis();
        earlier = earlier.plus(-1)) {
      @Nullable Long known = at(earlier).imbalanceToDateWh();
      if (known != null) {
        return known;
      }
    }
    return 0;
  }

  private static List<DeliverySlot> slotsOf(DeliverySlot one, LocalDay day) {
    List<DeliverySlot> all = new ArrayList<>();
    DeliverySlot slot = DeliverySlot.containing(day.startMillis(), one.minutes());
    for (; slot.startMillis() < day.endMillis(); slot = slot.plus(1)) {
      if (slot.startMillis() >= day.startMillis()) {
        all.add(slot);
      }
    }
    return all;
  }

  private AccountDays forget(DeliverySlot newest, AccountDays known) {
    long kept = LocalDay.of(newest.startMillis(), zone).startMillis() - KEPT_MILLIS;
    if (kept > known.keptFromMillis()) {
      slots.keys().stream().filter(start -> start < kept).forEach(slots::remove);
    }
    return new AccountDays(
        known.similar(), newest.startMillis(), Math.max(kept, known.keptFromMillis()));
  }

  /**
   * The course of a slot's day, null while it is not metered as a whole, and when it is no model.
   */
  private @Nullable PastDay courseOf(DeliverySlot one) {
    LocalDay day = LocalDay.of(one.startMillis(), zone);
    if (at(DeliverySlot.containing(day.endMillis() - 1, one.minutes())).metered() == null) {
      return null;
    }
    List<Interval> intervals = new ArrayList<>();
    for (DeliverySlot slot : slotsOf(one, day)) {
      @Nullable Metered metered = at(slot).metered();
      if (metered == null || Math.max(metered.importWh(), metered.exportWh()) > Integer.MAX_VALUE) {
        return null;
      }
      intervals.add(
          new Interval(
              slot.startMillis(),
              slot.minutes(),
              metered.importWh(),
              metered.exportWh(),
              metered.quality()));
    }
    return PastDay.of(new MeterDay(day, one.minutes(), intervals, null, List.of()));
  }

  /** With a day in the place of an earlier version of itself. */
  private static SimilarDays with(SimilarDays known, PastDay day) {
    List<PastDay> days = new ArrayList<>(known.days());
    days.removeIf(past -> past.epochDay() == day.epochDay());
    days.add(day);
    days.sort(Comparator.comparingLong(PastDay::epochDay));
    SimilarDays next = SimilarDays.NONE; // the latest first
    for (PastDay each : days) {
      next = next.with(each, Forecaster.DAYS);
    }
    return next;
  }

  private void expect(Change change, DeliverySlot slot, Forecaster.Sun sun) {
    AccountSlot now = at(slot);
    if (!now.open() || now.metered() != null || hasBegun(change.fact, slot)) {
      return;
    }
    @Nullable Expected expected = forecaster.expected(known().similar(), slot, sun);
    if (expected != null && !expected.equals(now.latest())) {
      change.put(slot, now.expected(expected));
    }
  }

  private static boolean hasBegun(AccountFact fact, DeliverySlot slot) {
    return slot.startMillis() <= fact.place().timeMillis();
  }

  private void expectSoon(Change change, DeliverySlot newest, SimilarDays similar) {
    Forecaster.Sun sun = sun(newest, similar);
    long last = scaledUntil(newest);
    for (DeliverySlot slot = newest.plus(1); slot.startMillis() <= last; slot = slot.plus(1)) {
      expect(change, slot, sun);
    }
  }

  /** Of the hour that ends with a slot; unknown unless all of it was metered. */
  private Forecaster.Sun sun(DeliverySlot newest, SimilarDays similar) {
    long injected = 0;
    long expected = 0;
    long from = newest.endMillis() - HOUR_MILLIS;
    for (DeliverySlot slot = newest; slot.startMillis() >= from; slot = slot.plus(-1)) {
      @Nullable Metered metered = at(slot).metered();
      @Nullable Expected plain = forecaster.expected(similar, slot);
      if (metered == null || plain == null) {
        return Forecaster.Sun.UNKNOWN;
      }
      injected = Math.addExact(injected, metered.exportWh());
      expected = Math.addExact(expected, plain.exportWh());
    }
    return new Forecaster.Sun(injected, expected);
  }
}
