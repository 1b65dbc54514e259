package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A share of 6 kWh of the station, used day after day. */
class LeasedShareTest {
  private static final int SLOTS = 96;
  private static final int DAYS = 56;
  private static final LeasedShare.Size SIZE = new LeasedShare.Size(6_000, 1_000, 1_000);

  @TempDir private Path folder;

  @Test
  void whatIsTooMuchIsStoredAndWhatIsLackedIsTakenOut() {
    LeasedShare share = new LeasedShare(SIZE, 0);
    assertThat(share.use(300, 90)).as("nothing is there").isZero();
    assertThat(share.use(-400, 89)).isEqualTo(-400);
    assertThat(share.heldWh()).isEqualTo(379);
    assertThat(share.use(-1_500, 88)).as("what it may charge in a slot").isEqualTo(-1_000);
    assertThat(share.use(300, 87)).isEqualTo(300);
    assertThat(share.heldWh()).isEqualTo(379 + 949 - 317);
  }

  @Test
  void itStoresNoMoreThanItMayHold() {
    LeasedShare share = new LeasedShare(SIZE, 5_900);
    assertThat(share.use(-1_000, 90)).isEqualTo(-105);
    assertThat(share.heldWh()).isEqualTo(5_999);
  }

  @Test
  void itIsEmptyWhenTheLeaseEnds() {
    LeasedShare share = new LeasedShare(SIZE, 5_000);
    for (int after = 4; after >= 0; after--) {
      assertThat(share.use(-1_000, after)).isPositive();
    }
    assertThat(share.heldWh()).isLessThanOrEqualTo(1);
    assertThat(new LeasedShare(SIZE, 0).use(-1_000, 0)).as("it could not come out").isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void nothingPilesUpInTheStationInEightWeeks(long seed) throws IOException {
    Replay replay = new Replay(seed, folder);
    for (int day = 0; day < DAYS; day++) {
      replay.lease();
      for (int slot = 0; slot < SLOTS; slot++) {
        replay.slot(day, slot);
      }
      if (day > 1) { // what the recall had left was more than a lease may hold
        assertThat(replay.plantWh()).as("day %d", day).isLessThan(16);
      }
    }
  }

  /**
   * Wind, leases and auctions of a station that has had its recall, with what was the plant's then;
   * no market.
   */
  private static final class Replay {
    private static final long MILLION = 1_000_000;
    private static final long PROVED_WH = 32_400;
    private static final long OWN_WH = 9_000;
    private static final LeasedShare.Size LEASED = new LeasedShare.Size(4_500, 1_000, 1_000);

    private final StationPlan plan;
    private final WindPlant plant;
    private final StationLots lots = new StationLots();
    private final Map<DeliverySlot, Long> firmWh = new HashMap<>();
    private LeasedShare share = new LeasedShare(LEASED, 0);
    private long storedMicroWh;

    Replay(long seed, Path folder) throws IOException {
      Rulebook rulebook = DemoPlanTest.rulebook(folder, true);
      plan = new StationPlan(new DemoPlan(rulebook, DAYS * SLOTS, 300));
      URI nowhere = URI.create("http://127.0.0.1:1");
      plant = new WindPlant(new MarketClient(nowhere, Duration.ZERO, Optional.empty()), seed);
      lots.flowed(StationTemplate.PLANT, -9_487);
      storedMicroWh = 14_000 * MILLION;
    }

    long plantWh() {
      return lots.wholeWh(Long.MAX_VALUE).getOrDefault(StationTemplate.PLANT, 0L);
    }

    private long ownWh() {
      return storedMicroWh / MILLION - plantWh();
    }

    /** A lease must fit beside two windows that are stored at a time. */
    void lease() {
      long startWh = Math.min(LEASED.energyWh(), Math.max(0, plantWh() - 2));
      assertThat(storedMicroWh / MILLION + LEASED.energyWh() - startWh + 2 * 3_036)
          .isLessThanOrEqualTo(PROVED_WH);
      share = new LeasedShare(LEASED, startWh);
    }

    void slot(int day, int ofDay) {
      DeliverySlot slot = plan.demo().firstSlot().plus(day * SLOTS + ofDay);
      Instant start = StationPlan.start(slot);
      plan.shiftAt(start.minus(Duration.ofMinutes(45))).ifPresent(this::win);
      long firm = firmWh.getOrDefault(slot, 0L);
      long own = 0;
      if (plan.calledAt(start.minus(Duration.ofMinutes(30))).isPresent()) {
        assertThat(ownWh()).as("a full call").isGreaterThanOrEqualTo(2_109);
        own = StationFacts.CALL_WH;
      } else if (plan.refilledAt(start.minus(Duration.ofMinutes(30))).isPresent()) {
        own = -StationControl.refillWh(OWN_WH, ownWh());
      }
      long use = share.use(StationFacts.STEADY_WH - plant.windWh(slot), SLOTS - 1 - ofDay);
      lots.flowed(StationTemplate.PLANT, firm);
      lots.flowed(StationTemplate.PLANT, use);
      storedMicroWh = StationLots.after(storedMicroWh, firm + use + own);
      assertThat(storedMicroWh).isLessThanOrEqualTo(PROVED_WH * MILLION);
    }

    private void win(StationPlan.Shift shift) {
      for (int slot = 0; slot < StationPlan.windowSlots(); slot++) {
        firmWh.merge(shift.window().plus(slot), -StationFacts.BID_SLOT_WH, Long::sum);
      }
      for (int slot = 0; slot < StationPlan.RELEASE_SLOTS; slot++) {
        firmWh.merge(shift.release().plus(slot), StationFacts.RELEASE_SLOT_WH, Long::sum);
      }
    }
  }
}
