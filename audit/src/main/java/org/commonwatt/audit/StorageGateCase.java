package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageOffered;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageAuctionRules.Share;

/** Who takes part in an auction of storage services, in its order. */
final class StorageGateCase {
  private static final long MINUTE = 60_000;
  private static final int MOST_BIDS = 1_000;
  private static final int COMMITMENTS = 10_000;

  final long window;
  final int slots;
  final long length; // of a slot, milliseconds
  final List<String> areas;
  final List<Share> links;
  final List<StorageOffered> offers = new ArrayList<>(); // by unit
  final List<UnitRecount> units = new ArrayList<>(); // of the offers
  final List<StorageBidPlaced> bids = new ArrayList<>(); // by time and id
  final List<String> leftOut = new ArrayList<>();
  final Map<String, Integer> bidOf = new HashMap<>();
  final Map<String, Integer> unitOf = new HashMap<>();
  private final Map<String, Long> fees = new HashMap<>();

  StorageGateCase(long window, Rulebook rules, StorageAuctionRules auction) {
    this.window = window;
    slots = auction.windowSlots();
    length = rules.timing().slotMinutes() * MINUTE;
    areas = rules.areas().ids().stream().sorted().toList();
    links =
        auction.links().stream()
            .sorted(Comparator.comparing(Share::from).thenComparing(Share::to))
            .toList();
    for (AreaLink link : rules.areas().links()) {
      fees.put(link.party(), link.feeMicroPerKwh());
    }
  }

  /** Takes the offers and bids that waited, as far as they can take part. */
  void take(
      TreeMap<String, StorageOffered> waiting,
      TreeMap<String, StorageBidPlaced> bidding,
      StorageRules storage,
      StorageGateRefusals refusals) {
    for (StorageOffered one : waiting.values()) {
      UnitRecount unit = storage.unit(one.offer().unit());
      boolean able =
          unit != null
              && unit.state != null
              && unit.start() <= window
              && shift(unit) + slots <= unit.slotsToCommit()
              && unit.isOfOneDay(shift(unit), slots)
              && unit.kept.size() + MOST_BIDS <= COMMITMENTS
              && refusals.isActive(one.participant())
              && areas.contains(unit.spec.area());
      if (unit == null || !able) {
        leftOut.add(one.offer().unit());
      } else {
        unitOf.put(one.offer().unit(), offers.size());
        offers.add(one);
        units.add(unit);
      }
    }
    for (StorageBidPlaced one : bidding.values()) {
      if (refusals.isActive(one.participant()) && areas.contains(one.bid().area())) {
        bids.add(one);
      } else {
        leftOut.add(one.bid().bid());
      }
    }
    bids.sort(
        Comparator.comparingLong(StorageBidPlaced::timeMillis)
            .thenComparing(one -> one.bid().bid()));
    for (int b = 0; b < bids.size(); b++) {
      bidOf.put(bids.get(b).bid().bid(), b);
    }
  }

  /** Number of the auction's first slot in a unit's horizon. */
  int shift(UnitRecount unit) {
    return (int) Math.min(1 << 20, (window - unit.start()) / length);
  }

  int areaOfBid(int b) {
    return areas.indexOf(bids.get(b).bid().area());
  }

  int areaOfUnit(int u) {
    return areas.indexOf(units.get(u).spec.area());
  }

  long fee(Share link) {
    return fees.getOrDefault(AreaLink.party(link.from(), link.to()), 0L);
  }
}
