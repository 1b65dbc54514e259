package org.commonwatt.core;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.commonwatt.core.Promises.Agreement;
import org.commonwatt.core.storage.FirmSchedule;
import org.commonwatt.core.storage.StorageRefusal;
import org.commonwatt.core.storage.Window;
import org.commonwatt.core.storage.auction.AuctionOutcome;
import org.commonwatt.core.storage.auction.AuctionResult;
import org.commonwatt.core.storage.auction.ServiceLink;
import org.commonwatt.core.storage.auction.ServiceOffer;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.commonwatt.core.storage.auction.StorageAuctionCase;
import org.commonwatt.core.storage.auction.SurplusBid;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageOffered;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StoragePrices;
import org.jspecify.annotations.Nullable;

/** Clears the auction of a window at its gate, and commits units to what was won. */
final class StorageGate {
  private static final long MINUTE_MILLIS = 60_000L;

  private final StorageDesk storage;
  private final StorageAuctionChecks checks;

  StorageGate(StorageDesk storage, StorageAuctionChecks checks) {
    this.storage = storage;
    this.checks = checks;
  }

  /** Holds an auction, unless its window has begun, or is none of the rulebook any more. */
  void pass(long start, StorageWindow window, Rulebook rules, long timeMillis, EventSink sink) {
    StorageAuctionRules auction = rules.storageAuction();
    boolean held =
        auction != null
            && timeMillis <= start
            && auction.isStart(start, rules.timing())
            && isOfLength(window, auction.windowSlots());
    if (auction == null || !held) {
      sink.emit(
          new StorageAuctionCleared(
              start,
              false,
              BigInteger.ZERO,
              BigInteger.ZERO,
              List.of(),
              List.of(),
              List.of(),
              List.of()));
      return;
    }
    new Held(start, window, rules, auction).clear(sink);
  }

  private static boolean isOfLength(StorageWindow window, int slots) {
    return window.offers.values().stream().allMatch(one -> one.offer().slots().size() == slots)
        && window.bids.values().stream().allMatch(one -> one.bid().surplusWh().size() == slots);
  }

  /** One auction. */
  private final class Held {
    private final long start;
    private final Rulebook rules;
    private final StorageAuctionRules auction;
    private final long length; // of a slot, milliseconds
    private final List<ServiceOffer> offers = new ArrayList<>();
    private final Map<String, StorageBidPlaced> bids = new HashMap<>(); // by commitment
    private final List<SurplusBid> surplus = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    private Held(long start, StorageWindow window, Rulebook rules, StorageAuctionRules auction) {
      this.start = start;
      this.rules = rules;
      this.auction = auction;
      length = rules.timing().slotMinutes() * MINUTE_MILLIS;
      for (StorageOffered one : window.offers.values()) {
        ServiceOffer offer = offer(one);
        if (offer == null) {
          leftOut.add(one.offer().unit());
        } else {
          offers.add(offer);
        }
      }
      for (StorageBidPlaced one : window.bids.values()) {
        if (checks.isActive(one.participant()) && isArea(one.bid().area())) {
          SurplusBid bid = bid(one);
          bids.put(bid.bidder().id(), one);
          surplus.add(bid);
        } else {
          leftOut.add(one.bid().bid());
        }
      }
    }

    private void clear(EventSink sink) {
      AuctionOutcome outcome =
          StorageAuction.clear(
              new StorageAuctionCase(
                  new Window(0, auction.windowSlots()),
                  rules.areas().ids(),
                  links(),
                  offers,
                  surplus),
              auction.flows());
      if (!(outcome instanceof AuctionResult result)) {
        throw new IllegalStateException("the checks let through an auction: " + outcome);
      }
      sink.emit(
          new StorageAuctionCleared(
              start,
              true,
              result.value().welfareNano(),
              result.value().boundNano(),
              prices(result),
              flows(result),
              result.paradoxicallyRejected().stream().map(this::bidOf).toList(),
              leftOut));
      result.commitments().forEach((unit, won) -> commit(unit, won, result, sink));
    }

    /** A unit as it may be committed; null when the window is not within that. */
    private @Nullable ServiceOffer offer(StorageOffered offered) {
      CommittedUnit unit = storage.find(offered.offer().unit());
      int shift = unit == null ? -1 : unit.numberOf(start);
      int slots = unit == null ? 0 : unit.slotsToCommit();
      boolean able =
          unit != null
              && shift >= 0
              && shift + auction.windowSlots() <= slots
              && unit.count() + StorageWindow.MOST_BIDS <= StorageChecks.MOST_COMMITMENTS
              && unit.isOfOneDay(shift, auction.windowSlots())
              && checks.isActive(offered.participant())
              && isArea(unit.spec().area());
      if (unit == null || !able) {
        return null;
      }
      return new ServiceOffer(
          offered.participant(),
          Objects.requireNonNull(unit.book(), "a unit with slots has a book"),
          new ServiceOffer.Span(shift, slots),
          offered.offer().slots().stream()
              .map(step -> new ServiceOffer.Step(step.priceMicroPerKwh(), step.mostWh()))
              .toList(),
          offered.offer().energyWh());
    }

    private SurplusBid bid(StorageBidPlaced placed) {
      StorageBid bid = placed.bid();
      return new SurplusBid(
          new SurplusBid.Bidder(
              StorageBid.commitment(start, bid.bid()),
              placed.participant(),
              bid.area(),
              placed.timeMillis()),
          bid.limitMicroPerKwh(),
          new SurplusBid.Surplus(bid.surplusWh(), bid.energyWh()),
          bid.isLinked()
              ? new SurplusBid.LinkedRelease(
                  (int) ((bid.releaseMillis() - start) / length), bid.releaseWh())
              : null);
    }

    private List<ServiceLink> links() {
      List<ServiceLink> links = new ArrayList<>();
      for (StorageAuctionRules.Share share : auction.links()) {
        int slots = auction.windowSlots();
        links.add(
            new ServiceLink(
                share.from(),
                share.to(),
                fee(share.from(), share.to()),
                Collections.nCopies(slots, share.forwardWh()),
                Collections.nCopies(slots, share.backwardWh())));
      }
      return links;
    }

    private long fee(String from, String to) {
      for (AreaLink link : rules.areas().links()) {
        if (link.from().equals(from) && link.to().equals(to)) {
          return link.feeMicroPerKwh();
        }
      }
      throw new IllegalStateException("a share is of a link of the rulebook");
    }

    private List<StoragePrices.Flow> flows(AuctionResult result) {
      return result.flows().stream()
          .map(
              flow ->
                  new StoragePrices.Flow(
                      flow.from(), flow.to(), flow.slot(), flow.wh(), fee(flow.from(), flow.to())))
          .toList();
    }

    /** Prices where somebody took part, or something flows. */
    private List<StoragePrices> prices(AuctionResult result) {
      TreeSet<String> areas = new TreeSet<>();
      offers.forEach(offer -> areas.add(offer.book().unit().area()));
      surplus.forEach(bid -> areas.add(bid.bidder().area()));
      result.flows().forEach(flow -> areas.addAll(List.of(flow.from(), flow.to())));
      Map<String, long[]> accepted = new HashMap<>();
      Map<String, long[]> charged = new HashMap<>();
      Map<String, String> areaOf = new TreeMap<>();
      offers.forEach(offer -> areaOf.put(offer.book().unit().id(), offer.book().unit().area()));
      for (AuctionResult.Fill fill : result.fills()) {
        add(accepted, Objects.requireNonNull(bids.get(fill.bid())).bid().area(), fill);
        add(charged, Objects.requireNonNull(areaOf.get(fill.unit())), fill);
      }
      List<StoragePrices> prices = new ArrayList<>();
      for (String area : areas) {
        List<StoragePrices.Slot> slots = new ArrayList<>();
        for (AuctionResult.AreaPrice price : Objects.requireNonNull(result.prices().get(area))) {
          slots.add(
              new StoragePrices.Slot(
                  price.lowest(),
                  price.highest(),
                  energies(accepted, area)[price.slot()],
                  energies(charged, area)[price.slot()]));
        }
        prices.add(new StoragePrices(area, slots));
      }
      return prices;
    }

    private void add(Map<String, long[]> sums, String area, AuctionResult.Fill fill) {
      energies(sums, area)[fill.slot()] += fill.wh();
    }

    private long[] energies(Map<String, long[]> sums, String area) {
      return sums.computeIfAbsent(area, first -> new long[auction.windowSlots()]);
    }

    /** Commits a unit to all that was won of it, together: one may rest on another. */
    private void commit(String id, List<FirmSchedule> won, AuctionResult result, EventSink sink) {
      CommittedUnit unit = Objects.requireNonNull(storage.find(id), "units stay");
      List<StorageCommitment> commitments = won.stream().map(one -> unit.toMarket(one)).toList();
      StorageRefusal refusal = unit.commitAll(commitments);
      if (refusal != null) {
        throw new IllegalStateException("unit " + id + " cannot keep what it won: " + refusal);
      }
      String area = unit.spec().area();
      for (StorageCommitment one : commitments) {
        StorageBidPlaced placed = Objects.requireNonNull(bids.get(one.id()));
        List<Long> pays = pricesOf(one, placed.bid().area(), result);
        List<Long> gets = pricesOf(one, area, result);
        // What a link takes of a price has no line of a settlement yet: it is paid outside.
        Agreement agreed = new Agreement(id, unit.spec().owner(), one.owner(), pays, one);
        storage.agreed(pays.equals(gets) ? agreed : agreed.outside());
        sink.emit(
            new StorageServiceWon(
                start, id, unit.spec().owner(), placed.bid().bid(), one, pays, gets));
        sink.emit(new StorageCommitted(id, one));
      }
    }

    private List<Long> pricesOf(StorageCommitment one, String area, AuctionResult result) {
      List<AuctionResult.AreaPrice> prices = Objects.requireNonNull(result.prices().get(area));
      int first = (int) ((one.fromMillis() - start) / length);
      List<Long> found = new ArrayList<>();
      for (int i = 0; i < one.injectionWh().size(); i++) {
        found.add(
            one.injectionWh().get(i) < 0
                ? Objects.requireNonNull(prices.get(first + i).price(), "what is sold has a price")
                : 0L);
      }
      return found;
    }

    private String bidOf(String commitment) {
      return Objects.requireNonNull(bids.get(commitment)).bid().bid();
    }

    private boolean isArea(String area) {
      return rules.areas().ids().contains(area);
    }
  }
}
