package org.commonwatt.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.commonwatt.core.storage.StorageRefusal.Code;
import org.junit.jupiter.api.Test;

/** A discharge efficiency whose roundings count, and where they do not. */
class RoundingTest {
  private static final Efficiency ODD = new Efficiency(1_000_000, 948_683);

  private final StorageBook empty = new StorageBook(HandUnits.of(100, 0, 4, ODD));

  private static Lease lease(String id, long wh) {
    return new Lease(id, "g", new Window(0, 4), new Lease.Share(wh, wh, wh, 0));
  }

  @Test
  void servicesFillAUnitToTheLastMicroWh() {
    for (int i = 0; i < 4; i++) {
      ChargeService quarter = new ChargeService("c" + i, "c", new Window(0, 4), 25, 25);
      assertThat(empty.commit(quarter)).isNull();
    }
    assertThat(empty.plan().upperMicroWh(3)).isEqualTo(100_000_000);
    assertThat(empty.commit(HandUnits.service("more", 3, 1)))
        .extracting(StorageRefusal::code)
        .isEqualTo(Code.TOO_FULL);
  }

  @Test
  void aReleaseAtFullPowerTakesWhatItRemovesAndNoMore() {
    StorageBook full = new StorageBook(HandUnits.of(100, 100, 4, ODD));
    long most = 23; // 23 Wh remove 24.244136 Wh
    assertThat(full.commit(new Release("r", "g", new Window(0, 4), 4 * most, most))).isNull();
    long removed = ODD.removedMicroWh(most);
    for (int s = 0; s < 4; s++) {
      assertThat(full.plan().lowerMicroWh(s)).isEqualTo(100_000_000 - (s + 1) * removed);
    }
  }

  @Test
  void aReleaseInPartsRemovesUpToAMicroWhMoreForEachSlotAfterTheFirst() {
    StorageBook full = new StorageBook(HandUnits.of(100, 100, 4, ODD));
    assertThat(full.commit(new Release("r", "g", new Window(0, 4), 28, 28))).isNull();
    long bound = 100_000_000 - full.plan().lowerMicroWh(3);
    assertThat(bound).isEqualTo(ODD.removedMicroWh(28) + 3);
    assertThat(4 * ODD.removedMicroWh(7)).isEqualTo(bound); // 7 Wh in each slot
  }

  @Test
  void oneLeaseMayHaveAllOfAUnit() {
    assertThat(empty.commit(lease("all", 100))).isNull();
    assertThat(empty.plan().upperMicroWh(3)).isEqualTo(100_000_000);
  }

  @Test
  void severalLeasesLeaveAMicroWhAndSlotForEachButOne() {
    for (int i = 0; i < 3; i++) {
      assertThat(empty.commit(lease("l" + i, 33))).isNull();
    }
    assertThat(empty.plan().upperMicroWh(3)).isEqualTo(99_000_000 + 2 * 4);
    assertThat(empty.commit(lease("last", 1)))
        .extracting(StorageRefusal::code)
        .isEqualTo(Code.TOO_FULL);
  }

  /** What is in the unit beside the accounts of leases stays within the bounds without them. */
  @Property(tries = 2_000)
  void leasesLeaveNoMoreThanIsCounted(@ForAll long seed) {
    RandomUnits draw = new RandomUnits(seed, false, 12);
    StorageUnit unit = HandUnits.of(1_000, 500, 3, new Efficiency(900_000, 948_683));
    StorageBook book = new StorageBook(unit);
    book.commit(HandUnits.firm("f", 0, seed & 7, seed >> 3 & 7, seed >> 6 & 7));
    for (int i = 0; i < 4; i++) {
      book.commit(draw.commitment(3, 3));
    }
    List<Commitment> all = new ArrayList<>(book.commitments());
    long upper = book.plan().upperMicroWh(2);
    long lower = book.plan().lowerMicroWh(2);
    for (Commitment one : all) {
      if (one instanceof Lease lease) {
        upper -= mostOf(lease, unit.rating().efficiency());
        lower -= leastOf(lease, unit.rating().efficiency());
      }
    }
    for (int i = 0; i < 20; i++) {
      Use use = new Use(unit, all, draw.wish(all.size(), 3));
      assertThat(use.stateMicroWh.get(2).subtract(use.leased()))
          .as("%s", all)
          .isBetween(BigInteger.valueOf(lower), BigInteger.valueOf(upper));
    }
  }

  private static long mostOf(Lease lease, Efficiency efficiency) {
    long charged = efficiency.storedMicroWh(lease.share().chargeSlotWh()) * lease.window().slots();
    long start = lease.share().startWh() * Efficiency.MILLION;
    return Math.min(lease.share().energyWh() * Efficiency.MILLION, start + charged);
  }

  private static long leastOf(Lease lease, Efficiency efficiency) {
    long slot = efficiency.removedMicroWh(lease.share().dischargeSlotWh());
    return Math.max(
        0, lease.share().startWh() * Efficiency.MILLION - slot * lease.window().slots());
  }
}
