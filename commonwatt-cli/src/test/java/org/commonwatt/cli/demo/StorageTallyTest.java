package org.commonwatt.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A station that stores 800 of 1,000 Wh and gives 640 of them back, called for 100 Wh. */
class StorageTallyTest {
  private static final DeliverySlot SLOT = new DeliverySlot(0, 15);

  private final StorageTally tally = new StorageTally();

  @Test
  void eachModeHasItsEnergyPricesAndMoney() {
    StorageSpec.Rating rating =
        new StorageSpec.Rating(4_000, 4_000, 2_000, 0, 800_000, 800_000, -1);
    tally.add(
        new Event.StorageRegistered(new StorageSpec("station", "owner", "x", rating, 96, "")));
    tally.add(state(0, 500));
    tally.add(won());
    tally.add(new Event.StorageCalled("grid", called(200), 0));
    tally.add(new Event.UnitCalled("call", "station", "owner", 100, 250_000, 0, 0));
    tally.add(new Event.CallEnded("call", DispatchCall.End.FILLED, 200, ""));
    tally.add(new Event.CallEnded("call", DispatchCall.End.EXHAUSTED, 100, ""));
    tally.add(delivery(0, -1_000));
    tally.add(delivery(1, 640));
    tally.add(state(2, 500));
    tally.add(settled(1, "0@wind", 30_000, SLOT, -1_000, 0));
    tally.add(settled(1, "0@wind", 0, SLOT.plus(1), 540, 0));
    tally.add(settled(2, "call", 250_000, SLOT.plus(1), 60, 40));
    tally.add(settled(2, "call", 250_000, SLOT.plus(1), 100, 0)); // a later run
    tally.add(slot(line(Kind.STORAGE_CHARGE, 1, -30), line(Kind.STORAGE_CHARGE_INCOME, 1, 30)));
    tally.add(slot(line(Kind.STORAGE_DISCHARGE, 2, -25), line(Kind.STORAGE_PENALTY, 2, -5)));
    StorageTotals totals = tally.totals(0, List.of("a lease"), List.of("more"));
    assertThat(totals)
        .isEqualTo(
            new StorageTotals(
                1_000,
                640,
                0,
                new StorageTotals.RoundTrip(640_000, 1_926),
                List.of(
                    mode(StorageTotals.Mode.LEASED, 0, 0, 0, null, null, 0, 0),
                    mode(StorageTotals.Mode.AUCTIONED, 1, 1_000, 540, 30_000L, 30_000L, 30, 0),
                    mode(StorageTotals.Mode.CALLED, 1, 0, 100, 250_000L, 250_000L, 25, 5)),
                null,
                List.of("a lease", "call: of 200 Wh in a slot 100 were promised"),
                List.of("more")));
    assertThat(totals.describe("EUR").lines())
        .contains(
            "Storage: charged 1000 Wh, discharged 640 Wh, a round trip of 64.0 % (within 0.2)",
            "  leased: nothing",
            "  called: 1 service, charged 0 Wh, discharged 100 Wh, missed 0 Wh, at 0.25 EUR/kWh;"
                + " paid 0.0000 EUR, penalties 0.0000 EUR",
            "  refused a lease",
            "  no slots for more");
  }

  @Test
  void aRoundTripCountsWhatIsStoredMoreOrLess() {
    tally.add(state(0, 500));
    tally.add(delivery(0, -1_000));
    tally.add(state(1, 1_500));
    assertThat(tally.totals(0, List.of(), List.of()).roundTrip()).as("nothing came back").isNull();
    tally.add(delivery(1, 400));
    tally.add(state(2, 1_000));
    assertThat(tally.totals(0, List.of(), List.of()).roundTrip())
        .isEqualTo(new StorageTotals.RoundTrip(800_000, 1));
  }

  @Test
  void aRoundTripIsLeftOutWhereTheStateOfChargeIsTooCoarse() {
    StorageSpec.Rating rating =
        new StorageSpec.Rating(4_000, 4_000, 48_000, 0, 948_683, 948_683, -1);
    tally.add(
        new Event.StorageRegistered(new StorageSpec("station", "owner", "x", rating, 96, "")));
    tally.add(delivery(0, -4_000));
    tally.add(delivery(1, 3_600));
    assertThat(tally.totals(0, List.of(), List.of()).roundTrip()).as("51 of 4,000 Wh").isNull();
    tally.add(delivery(2, -4_000));
    tally.add(delivery(3, 3_600));
    assertThat(tally.totals(0, List.of(), List.of()).roundTrip())
        .isEqualTo(new StorageTotals.RoundTrip(900_000, 5_775));
  }

  private static DispatchCall called(long wh) {
    return new DispatchCall("call", "x", 0, SLOT.endMillis(), wh, 250_000, 10, "limit");
  }

  @Test
  void aRecallTellsWhatTheStationCouldOfferAndWhatItLost() {
    tally.add(limited(43_200, false));
    tally.add(limited(0, true));
    tally.add(
        new Event.CommitmentLost(
            "station",
            "lease-1",
            "wind-plant",
            StorageRefused.of(new Rejection(RejectionCode.STORAGE_HELD, "held"))));
    tally.add(limited(32_400, false));
    StorageTotals totals = tally.totals(0, List.of(), List.of());
    assertThat(totals.recall())
        .isEqualTo(new StorageTotals.Recall(43_200, 0, 32_400, List.of("lease-1")));
    assertThat(totals.describe("EUR"))
        .contains(
            "recall: 43200 Wh usable before, 0 Wh while a module was held, 32400 Wh without its"
                + " rack; lost: lease-1");
  }

  private static Event limited(long usableWh, boolean held) {
    return new Event.UsableEnergyLimited(
        "station",
        "station-owner",
        new UsableLimit(
            "pass",
            "0".repeat(64),
            0,
            ProvenanceRules.DEFAULT_PROOF,
            usableWh,
            1,
            held,
            List.of(),
            List.of(),
            List.of()));
  }

  private static StorageModeTotals mode(
      StorageTotals.Mode mode,
      int agreements,
      long chargedWh,
      long dischargedWh,
      @Nullable Long lowest,
      @Nullable Long highest,
      long paid,
      long penalty) {
    return new StorageModeTotals(
        mode,
        agreements,
        0,
        chargedWh,
        dischargedWh,
        0,
        lowest,
        highest,
        BigInteger.valueOf(paid),
        BigInteger.valueOf(penalty));
  }

  private static Event state(int slot, long storedWh) {
    return new Event.StateOfChargeRecorded(
        "station",
        new StorageState(SLOT.plus(slot).startMillis(), storedWh, 0, List.of(), List.of()));
  }

  private static Event delivery(int slot, long injectionWh) {
    return new Event.DeliveryRecorded(
        new UnitDelivery("station", SLOT.plus(slot), 1, injectionWh, List.of()));
  }

  private static Event won() {
    return new Event.StorageServiceWon(
        0,
        "station",
        "owner",
        "wind",
        new StorageCommitment(
            "0@wind",
            "wind-plant",
            StorageCommitment.Kind.FIRM_SCHEDULE,
            0,
            1_800_000,
            0,
            0,
            0,
            0,
            List.of(-1_000L, 540L)),
        List.of(30_000L, 0L),
        List.of(30_000L, 0L));
  }

  private static Event settled(
      long service, String id, long price, DeliverySlot slot, long deliveredWh, long missedWh) {
    return new Event.ServiceSettled(
        new ServiceDelivery(
            service,
            "station",
            id,
            StorageCommitment.Kind.FIRM_SCHEDULE,
            "owner",
            "wind-plant",
            price,
            slot,
            1,
            deliveredWh,
            deliveredWh,
            0,
            missedWh,
            false),
        0);
  }

  private static BillLine line(Kind kind, long agreement, long amountNano) {
    return new BillLine("a", SLOT, kind, "b", agreement, 0, 0, amountNano, Hash.ZERO);
  }

  private static Event slot(BillLine... lines) {
    SettlementBatch batch = EventTallyTest.batch("s0", List.of());
    return new Event.SlotSettled(batch, List.of(lines));
  }
}
