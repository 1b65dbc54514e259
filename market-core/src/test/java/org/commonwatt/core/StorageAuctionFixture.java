package org.commonwatt.core;

import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.Command.RegisterStorage;
import org.commonwatt.model.Command.ReportStateOfCharge;
import org.commonwatt.model.Command.WithdrawStorageBid;
import org.commonwatt.model.Command.WithdrawStorageOffer;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageAuctionRejected;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.Registration;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;

/**
 * A market that auctions storage an hour at a time, open a day ahead, with the gate half an hour
 * before: a minute after its first slot has begun. The village's {@code station} of home-01 is that
 * of {@link StorageFixture}, and holds 1,000 Wh; home-02 and home-03 are in the village, home-04 is
 * on the hill. A link of 2,000 Wh either way joins the two, 800 of them kept free for storage down
 * from the hill, for 0.01.
 */
final class StorageAuctionFixture {
  /** The window of the second hour. */
  static final long WINDOW = StorageFixture.slot(4);

  static final StorageAuctionRules RULES =
      new StorageAuctionRules(
          4,
          1_440,
          30,
          100,
          100,
          List.of(new StorageAuctionRules.Share("hill", "village", 800, 0)));

  private TestMarket market;

  StorageAuctionFixture() {
    market = TestMarket.under(rulebook(1, RULES));
    market.tick(START + MINUTE);
    register("home-01", "station", "village", 1_000);
  }

  static Rulebook rulebook(int version, StorageAuctionRules rules) {
    Registration registration = new Registration("registrar", true, "meters", false, "bank", 5);
    Areas areas =
        new Areas(
            List.of("hill", "village"),
            List.of(new AreaLink("hill", "village", -2_000, 2_000, 10_000)),
            "grid");
    return new Rulebooks()
        .version(version)
        .areas(areas)
        .areaOf(member -> member.equals("home-04") ? "hill" : "village")
        .members("home-01", "home-02", "home-03", "home-04")
        .safeguards(Safeguards.NONE.withRegistration(registration).withStorageAuction(rules))
        .build();
  }

  void register(String owner, String unit, String area, long storedWh) {
    market.apply(
        new RegisterStorage(
            "meters", new StorageSpec(unit, owner, area, StorageFixture.RATING, 96, "")));
    hold(unit, 0, storedWh);
  }

  List<Event> hold(String unit, int slot, long storedWh) {
    return market.apply(
        new ReportStateOfCharge(
            "meters",
            unit,
            new StorageState(StorageFixture.slot(slot), storedWh, 0, List.of(), List.of())));
  }

  TestMarket market() {
    return market;
  }

  /** So much in each slot of the second hour, at a price. */
  static StorageOffer offer(String unit, long price, long slotWh, long energyWh) {
    return new StorageOffer(
        unit, WINDOW, Collections.nCopies(4, new StorageOffer.Step(price, slotWh)), energyWh);
  }

  static StorageBid bid(String id, String area, long limit, Long... surplusWh) {
    List<Long> surplus = List.of(surplusWh);
    return new StorageBid(
        id,
        area,
        WINDOW,
        limit,
        surplus,
        surplus.stream().mapToLong(Long::longValue).sum(),
        0,
        List.of());
  }

  /** A bid with another most in all, and a release from a slot on; none without energies. */
  static StorageBid bid(StorageBid of, long energyWh, int slot, Long... releaseWh) {
    return new StorageBid(
        of.bid(),
        of.area(),
        of.windowMillis(),
        of.limitMicroPerKwh(),
        of.surplusWh(),
        energyWh,
        releaseWh.length == 0 ? 0 : StorageFixture.slot(slot),
        List.of(releaseWh));
  }

  List<Event> offer(String owner, StorageOffer offer) {
    return market.apply(new OfferStorage(owner, offer));
  }

  List<Event> bid(String owner, StorageBid bid) {
    return market.apply(new BidStorage(owner, bid));
  }

  List<Event> withdrawOffer(String owner, String unit) {
    return market.apply(new WithdrawStorageOffer(owner, unit, WINDOW));
  }

  List<Event> withdrawBid(String owner, String bid) {
    return market.apply(new WithdrawStorageBid(owner, bid, WINDOW));
  }

  /** The gate of the second hour. */
  List<Event> gate() {
    return tick(30);
  }

  List<Event> tick(int minutes) {
    return market.tick(START + minutes * MINUTE);
  }

  /** Goes on from what was saved. */
  void restore() {
    StateTest.Tape tape = StateTest.Tape.of(market.machine());
    market =
        new TestMarket(
            MarketStateMachine.restore(new StateTest.Tape(new ArrayDeque<>(tape.values()))));
  }

  static StorageAuctionCleared cleared(List<Event> events) {
    return events.stream()
        .filter(StorageAuctionCleared.class::isInstance)
        .map(StorageAuctionCleared.class::cast)
        .findFirst()
        .orElseThrow();
  }

  static List<StorageServiceWon> won(List<Event> events) {
    return events.stream()
        .filter(StorageServiceWon.class::isInstance)
        .map(StorageServiceWon.class::cast)
        .toList();
  }

  static RejectionCode code(List<Event> events) {
    return ((StorageAuctionRejected) events.get(0)).rejection().code();
  }
}
