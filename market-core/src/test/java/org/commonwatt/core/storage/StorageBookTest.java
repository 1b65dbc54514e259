package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.core.storage.StorageRefusal.Code;
import org.commonwatt.core.storage.StorageUnit.Rating;
import org.commonwatt.core.storage.StorageUnit.Stock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each limit, by hand: a unit of 1 kW and 1 kWh in hours, which keeps and gives 80 %. */
class StorageBookTest {
  private static final Efficiency EFFICIENCY = new Efficiency(800_000, 800_000);
  private static final Window ALL = new Window(0, 4);

  private final StorageBook book = new StorageBook(unit(400, 100, StorageUnit.NO_CYCLE_LIMIT));

  private static StorageUnit unit(long stored, long reserve, long cycles) {
    Rating rating = new Rating(1_000, 500, 1_000, reserve, EFFICIENCY, cycles);
    SortedMap<String, Long> lots = new TreeMap<>(Collections.singletonMap("plant", 250L));
    return new StorageUnit("u", "A", rating, Horizon.ofDays(60, 2, 2), new Stock(stored, lots));
  }

  private static void refused(@Nullable StorageRefusal refusal, Code code, String message) {
    assertThat(refusal).isNotNull();
    if (refusal != null) {
      assertThat(refusal.code()).isEqualTo(code);
      assertThat(refusal.message()).isEqualTo(message);
      assertThat(refusal.hint()).isNotEmpty();
    }
  }

  private static List<String> conflicts(@Nullable StorageRefusal refusal) {
    return refusal == null ? List.of("taken") : refusal.conflicts();
  }

  @Test
  void anOptionMovesTheUpperBoundAsEarlyAsItCanBeUsed() {
    assertThat(book.commit(new ChargeService("c", "plant", ALL, 500, 300))).isNull();
    StoragePlan plan = book.plan();
    assertThat(plan.upperMicroWh(0)).isEqualTo(640_000_000);
    assertThat(plan.upperMicroWh(1)).isEqualTo(800_000_000);
    assertThat(plan.upperMicroWh(3)).isEqualTo(800_000_000);
    assertThat(plan.lowerMicroWh(3)).isEqualTo(400_000_000);
    assertThat(plan.injectionWh(1)).isZero();
    assertThat(plan.leastInjectionWh(1)).isEqualTo(-300);
    assertThat(plan.mostInjectionWh(1)).isZero();
  }

  @Test
  void theSameEnergyIsNotPromisedTwice() {
    assertThat(book.commit(new ChargeService("a", "plant", ALL, 400, 400))).isNull();
    assertThat(book.commit(new ChargeService("b", "plant", ALL, 100, 100))).isNull();
    assertThat(book.commit(new ChargeService("c", "plant", new Window(2, 3), 250, 250))).isNull();
    StorageRefusal refusal =
        book.commit(new ChargeService("d", "plant", new Window(3, 4), 200, 200));
    refused(
        refusal,
        Code.TOO_FULL,
        "at the end of slot 3 the state of charge could be 160 Wh above the usable 1000");
    assertThat(conflicts(refusal)).containsExactly("a", "c");
    assertThat(book.commit(new ChargeService("e", "plant", new Window(3, 4), 0, 1)))
        .extracting(StorageRefusal::code)
        .isEqualTo(Code.OUT_OF_RANGE);
    assertThat(book.commitments()).hasSize(3);
  }

  @Test
  void aFirmDischargeMakesRoomAndCannotBeGivenUpThen() {
    assertThat(book.commit(new FirmSchedule("out", "plant", 0, List.of(200L)))).isNull();
    assertThat(book.plan().upperMicroWh(0)).isEqualTo(150_000_000);
    assertThat(book.commit(new ChargeService("c", "sun", new Window(1, 3), 1_000, 1_000))).isNull();
    assertThat(book.plan().upperMicroWh(2)).isEqualTo(950_000_000);
    StorageRefusal refusal = book.withdraw("out");
    refused(
        refusal,
        Code.TOO_FULL,
        "at the end of slot 1 the state of charge could be 200 Wh above the usable 1000");
    assertThat(conflicts(refusal)).containsExactly("c");
    assertThat(book.withdraw("c")).isNull();
    assertThat(book.withdraw("out")).isNull();
    assertThat(book.plan().upperMicroWh(3)).isEqualTo(400_000_000);
    refused(book.withdraw("out"), Code.UNKNOWN_ID, "the unit has no commitment out");
  }

  @Test
  void powerIsThatOfAllOptionsTogether() {
    assertThat(book.commit(new ChargeService("a", "x", ALL, 200, 700))).isNull();
    assertThat(book.plan().leastInjectionWh(0)).isEqualTo(-200);
    StorageRefusal refusal = book.commit(new FirmSchedule("f", "x", 0, List.of(-900L)));
    refused(refusal, Code.CHARGE_POWER, "in slot 0 up to 1100 Wh could be charged, and 1000 can");
    assertThat(conflicts(refusal)).containsExactly("a");
    refused(
        book.commit(new Release("r", "plant", ALL, 501, 501)),
        Code.DISCHARGE_POWER,
        "in slot 0 up to 501 Wh could be discharged, and 500 can");
  }

  @Test
  void aReleaseIsSoldFromLotsOrFirmChargesOnly() {
    assertThat(book.commit(new Release("r", "plant", ALL, 160, 160))).isNull();
    StorageRefusal refusal = book.commit(new Release("more", "plant", ALL, 80, 80));
    refused(
        refusal,
        Code.NOT_BACKED,
        "plant could take out 50 Wh more by the end of slot 0 than it has surely stored");
    assertThat(conflicts(refusal)).containsExactly("r");
    assertThat(book.commit(new ChargeService("c", "plant", ALL, 100, 100))).isNull();
    assertThat(book.commit(new Release("more", "plant", ALL, 80, 80))).isNotNull();
    assertThat(book.commit(new FirmSchedule("f", "plant", 0, List.of(-100L)))).isNull();
    assertThat(book.commit(new Release("more", "plant", new Window(1, 4), 80, 80))).isNull();
    refused(
        book.commit(new Release("other", "stranger", ALL, 1, 1)),
        Code.NOT_BACKED,
        "stranger could take out 2 Wh more by the end of slot 0 than it has surely stored");
  }

  @Test
  void theReserveIsKept() {
    StorageBook low = new StorageBook(unit(250, 100, StorageUnit.NO_CYCLE_LIMIT));
    assertThat(low.commit(new Release("r", "plant", ALL, 120, 100))).isNull();
    StorageRefusal refusal = low.commit(new Release("s", "plant", ALL, 8, 8));
    refused(
        refusal,
        Code.TOO_EMPTY,
        "at the end of slot 1 the state of charge could be 10 Wh below the reserve of 100");
    assertThat(conflicts(refusal)).containsExactly("r");
  }

  @Test
  void cyclesAreCountedByDay() {
    StorageBook few = new StorageBook(unit(400, 0, 400_000));
    assertThat(few.commit(new ChargeService("a", "x", new Window(1, 3), 300, 300))).isNull();
    StorageRefusal refusal = few.commit(new ChargeService("b", "x", new Window(0, 1), 300, 300));
    refused(
        refusal,
        Code.TOO_MANY_CYCLES,
        "in day 0 80 Wh more could be stored than the 400 of its cycle limit");
    assertThat(conflicts(refusal)).containsExactly("a");
  }

  @Test
  void aLeaseIsABatteryOfItsOwn() {
    Lease.Share whole = new Lease.Share(600, 500, 400, 0);
    assertThat(book.commit(new Lease("l", "lessee", new Window(1, 4), whole))).isNull();
    StoragePlan plan = book.plan();
    assertThat(plan.upperMicroWh(0)).isEqualTo(400_000_000);
    assertThat(plan.upperMicroWh(1)).isEqualTo(800_000_000);
    assertThat(plan.upperMicroWh(2)).isEqualTo(1_000_000_000);
    assertThat(plan.lowerMicroWh(3)).isEqualTo(400_000_000);
    assertThat(plan.leastInjectionWh(2)).isEqualTo(-500);
    assertThat(plan.mostInjectionWh(2)).isEqualTo(400);
    assertThat(conflicts(book.commit(new ChargeService("c", "x", new Window(3, 4), 1, 1))))
        .containsExactly("l");
    Lease.Share full = new Lease.Share(200, 100, 100, 200);
    assertThat(conflicts(book.commit(new Lease("m", "lessee", ALL, full)))).isEmpty();
    assertThat(book.commit(new Lease("m", "plant", ALL, full))).isNull();
  }

  @Test
  void aDischargeThatIsNettedAgainstAChargeLeavesMoreThanItWould() {
    assertThat(book.commit(new FirmSchedule("out", "plant", 0, List.of(160L)))).isNull();
    assertThat(book.plan().upperMicroWh(0)).isEqualTo(200_000_000);
    assertThat(book.commit(new ChargeService("c", "x", ALL, 100, 100))).isNull();
    assertThat(book.plan().upperMicroWh(0)).isEqualTo(325_000_000); // 60 Wh net: 75 are removed
  }

  @Test
  void anOutageTakesPowerAway() {
    StorageUnit unit = unit(400, 0, StorageUnit.NO_CYCLE_LIMIT);
    Horizon outage = unit.horizon().with(new Window(2, 3), 0);
    StorageUnit failing = new StorageUnit("u", "A", unit.rating(), outage, unit.stock());
    assertThat(book.commit(new ChargeService("a", "x", new Window(0, 2), 100, 100))).isNull();
    assertThat(book.commit(new ChargeService("b", "x", new Window(1, 3), 100, 100))).isNull();
    assertThat(book.commit(new ChargeService("c", "x", new Window(3, 4), 100, 100))).isNull();
    Replan replan = Replan.of(failing, book.commitments());
    assertThat(replan.givenUp()).hasSize(1);
    assertThat(replan.givenUp().get(0).commitment().id()).isEqualTo("b");
    refused(
        replan.givenUp().get(0).refusal(),
        Code.CHARGE_POWER,
        "in slot 2 up to 100 Wh could be charged, and 0 can");
    assertThat(replan.book().commitments()).extracting(Commitment::id).containsExactly("a", "c");
  }

  @Test
  void whatIsWrongByItselfIsToldFirst() {
    refused(
        book.commit(new ChargeService("a", "x", new Window(0, 9), 0, 1)),
        Code.OUT_OF_RANGE,
        "an option has 1 to 10¹¹ Wh, in all and in a slot, not 0 and 1");
    refused(
        book.commit(new Release("a", "x", ALL, 1, StorageUnit.MOST + 1)),
        Code.OUT_OF_RANGE,
        "an option has 1 to 10¹¹ Wh, in all and in a slot, not 1 and 100000000001");
    refused(
        book.commit(new FirmSchedule("a", "x", 0, List.of(Long.MIN_VALUE))),
        Code.OUT_OF_RANGE,
        "a slot of a firm schedule has at most 10¹¹ Wh, not -9223372036854775808");
    refused(
        book.commit(new FirmSchedule("a", "x", 2, List.of())),
        Code.OUT_OF_RANGE,
        "a firm schedule has slots, the first from 0 on, not 0 from 2 on");
    refused(
        book.commit(new FirmSchedule("a", "x", -1, List.of(1L))),
        Code.OUT_OF_RANGE,
        "a firm schedule has slots, the first from 0 on, not 1 from -1 on");
    refused(
        book.commit(new FirmSchedule("a", "x", Integer.MAX_VALUE, List.of(1L))),
        Code.OUT_OF_RANGE,
        "a firm schedule has slots, the first from 0 on, not 1 from 2147483647 on");
    refused(
        book.commit(new Lease("a", "x", ALL, new Lease.Share(5, 1, 1, 6))),
        Code.OUT_OF_RANGE,
        "a lease of 5 Wh cannot start with 6");
    refused(
        book.commit(new Lease("a", "x", ALL, new Lease.Share(0, 1, 1, 0))),
        Code.OUT_OF_RANGE,
        "a lease has 1 to 10¹¹ Wh, not 0");
    refused(
        book.commit(new Lease("a", "x", ALL, new Lease.Share(5, -1, 1, 0))),
        Code.OUT_OF_RANGE,
        "a lease charges and discharges 0 to 10¹¹ Wh in a slot");
    refused(
        book.commit(new ChargeService("a", "x", new Window(3, 5), 1, 1)),
        Code.OUTSIDE_HORIZON,
        "slot 4 is behind the last one, 3");
    assertThat(book.commit(new ChargeService("a", "x", ALL, 1, 1))).isNull();
    refused(
        book.commit(new ChargeService("a", "x", ALL, 5_000, 5_000)),
        Code.DUPLICATE_ID,
        "the unit has a commitment a");
  }

  @Test
  void theGreatestNumbersAreRefusedOrTakenButNeverWrap() {
    long most = StorageUnit.MOST;
    Rating rating =
        new Rating(
            most,
            most,
            most,
            0,
            new Efficiency(Efficiency.LEAST, Efficiency.LEAST),
            StorageUnit.MOST_CYCLES);
    StorageUnit unit =
        new StorageUnit("u", "A", rating, Horizon.ofDays(60, 96), new Stock(most, new TreeMap<>()));
    StorageBook great = new StorageBook(unit);
    Window window = new Window(0, 96);
    List<Long> in = Collections.nCopies(96, -most);
    assertThat(great.commit(new FirmSchedule("in", "x", 0, in)))
        .extracting(StorageRefusal::code)
        .isEqualTo(Code.TOO_FULL);
    assertThat(great.commit(new Lease("l", "x", window, new Lease.Share(most, most, most, most))))
        .extracting(StorageRefusal::code)
        .isEqualTo(Code.NOT_BACKED);
    assertThat(great.commit(new Release("r", "x", window, most, most)))
        .extracting(StorageRefusal::code)
        .isEqualTo(Code.NOT_BACKED);
    assertThat(great.plan().upperMicroWh(95)).isEqualTo(most * 1_000_000);
  }

  @Test
  void unitsAndHorizonsAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> unit(1_001, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> unit(99, 100, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Efficiency(99_999, 1_000_000));
    assertThatIllegalArgumentException().isThrownBy(() -> new Window(3, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> Horizon.ofDays(15));
    assertThatIllegalArgumentException().isThrownBy(() -> Horizon.ofDays(0, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Stock(1, new TreeMap<>(Collections.singletonMap("a", 2L))));
    assertThat(Horizon.ofDays(15, 96).energyWh(0, 1_003)).isEqualTo(250);
  }
}
