package org.commonwatt.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.Command.WithdrawStorageBid;
import org.commonwatt.model.Command.WithdrawStorageOffer;
import org.commonwatt.model.Event.StorageAuctionRejected;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageBidWithdrawn;
import org.commonwatt.model.Event.StorageOfferWithdrawn;
import org.commonwatt.model.Event.StorageOffered;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;
import org.jspecify.annotations.Nullable;

/** Takes offers of storage units and bids of surplus, and holds their auctions at their gates. */
final class StorageAuctionDesk {
  /** The most offers and bids that wait in all windows together. */
  static final int MOST_ENTRIES = 20_000;

  private final SlotSchedule schedule;
  private final StorageAuctionChecks checks;
  private final StorageGate gate;
  private final TreeMap<Long, StorageWindow> windows = new TreeMap<>(); // by start; none is empty
  private int entries;

  StorageAuctionDesk(SlotSchedule schedule, StorageAuctionChecks checks, StorageDesk storage) {
    this.schedule = schedule;
    this.checks = checks;
    this.gate = new StorageGate(storage, checks);
  }

  void offer(OfferStorage command, long timeMillis, EventSink sink) {
    StorageOffer offer = command.offer();
    StorageWindow window = window(offer.windowMillis());
    Rejection rejection = checks.refusal(command, timeMillis);
    if (rejection == null && window.bids(command.participant())) {
      rejection = own();
    }
    boolean isNew = !window.offers.containsKey(offer.unit());
    if (rejection == null && isNew && isFull(window.offers.size(), StorageWindow.MOST_OFFERS)) {
      rejection = full(StorageWindow.MOST_OFFERS + " offers");
    }
    if (rejection != null) {
      sink.emit(new StorageAuctionRejected(command.participant(), offer.unit(), rejection));
      return;
    }
    StorageOffered offered = new StorageOffered(command.participant(), offer);
    put(offer.windowMillis(), window).offers.put(offer.unit(), offered);
    entries += isNew ? 1 : 0;
    sink.emit(offered);
  }

  void bid(BidStorage command, long timeMillis, EventSink sink) {
    StorageBid bid = command.bid();
    StorageWindow window = window(bid.windowMillis());
    Rejection rejection = checks.refusal(command, timeMillis);
    if (rejection == null && window.bids.containsKey(bid.bid())) {
      rejection =
          new Rejection(
              RejectionCode.STORAGE_BID_EXISTS,
              "the window has a bid " + bid.bid() + ": choose another id, or take it back first");
    }
    if (rejection == null && window.offers(command.participant())) {
      rejection = own();
    }
    if (rejection == null && isFull(window.bids.size(), StorageWindow.MOST_BIDS)) {
      rejection = full(StorageWindow.MOST_BIDS + " bids");
    }
    if (rejection != null) {
      sink.emit(new StorageAuctionRejected(command.participant(), bid.bid(), rejection));
      return;
    }
    StorageBidPlaced placed = new StorageBidPlaced(command.participant(), bid, timeMillis);
    put(bid.windowMillis(), window).bids.put(bid.bid(), placed);
    entries++;
    sink.emit(placed);
  }

  void withdraw(WithdrawStorageOffer command, EventSink sink) {
    String unit = command.unit();
    Rejection rejection = checks.withdrawal(command.participant(), "unit", unit);
    StorageWindow window = window(command.windowMillis());
    StorageOffered offered = window.offers.get(unit);
    if (rejection == null
        && (offered == null || !offered.participant().equals(command.participant()))) {
      rejection =
          new Rejection(
              RejectionCode.UNKNOWN_STORAGE_OFFER,
              "no offer of unit " + unit + " waits for the auction of this window");
    }
    if (rejection != null) {
      sink.emit(new StorageAuctionRejected(command.participant(), unit, rejection));
      return;
    }
    window.offers.remove(unit);
    drop(command.windowMillis(), window);
    sink.emit(new StorageOfferWithdrawn(command.participant(), unit, command.windowMillis()));
  }

  void withdraw(WithdrawStorageBid command, EventSink sink) {
    String bid = command.bid();
    Rejection rejection = checks.withdrawal(command.participant(), "bid", bid);
    StorageWindow window = window(command.windowMillis());
    StorageBidPlaced placed = window.bids.get(bid);
    if (rejection == null
        && (placed == null || !placed.participant().equals(command.participant()))) {
      rejection =
          new Rejection(
              RejectionCode.UNKNOWN_STORAGE_BID,
              command.participant() + " has no bid " + bid + " that waits for this auction");
    }
    if (rejection != null) {
      sink.emit(new StorageAuctionRejected(command.participant(), bid, rejection));
      return;
    }
    window.bids.remove(bid);
    drop(command.windowMillis(), window);
    sink.emit(new StorageBidWithdrawn(command.participant(), bid, command.windowMillis()));
  }

  /** Holds the auctions whose gates have passed, by window; each by the rulebook in force. */
  void advance(long timeMillis, EventSink sink) {
    Rules rules = schedule.rules();
    StorageAuctionRules auction = rules == null ? null : rules.rulebook().storageAuction();
    while (!windows.isEmpty()) {
      long start = windows.firstKey();
      long gateMillis = auction == null ? start : auction.gateMillis(start);
      if (rules == null || gateMillis > timeMillis) {
        return;
      }
      StorageWindow window = windows.remove(start);
      entries -= window.size();
      gate.pass(start, window, rules.rulebook(), timeMillis, sink);
    }
  }

  /** What a participant has in auctions that were not held yet. */
  StorageEntries of(String participant) {
    List<StorageOffered> offers = new ArrayList<>();
    List<StorageBidPlaced> bids = new ArrayList<>();
    for (StorageWindow window : windows.values()) {
      window.offers.values().stream()
          .filter(one -> one.participant().equals(participant))
          .forEach(offers::add);
      window.bids.values().stream()
          .filter(one -> one.participant().equals(participant))
          .forEach(bids::add);
    }
    return new StorageEntries(offers, bids);
  }

  void save(StateWriter out) {
    out.number(windows.size());
    for (Map.Entry<Long, StorageWindow> entry : windows.entrySet()) {
      out.number(entry.getKey());
      out.number(entry.getValue().offers.size());
      entry.getValue().offers.values().forEach(out::event);
      out.number(entry.getValue().bids.size());
      entry.getValue().bids.values().forEach(out::event);
    }
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      StorageWindow window = new StorageWindow();
      windows.put(in.number(), window);
      for (int offers = in.count(); offers > 0; offers--) {
        StorageOffered offered = in.event(StorageOffered.class);
        window.offers.put(offered.offer().unit(), offered);
      }
      for (int bids = in.count(); bids > 0; bids--) {
        StorageBidPlaced placed = in.event(StorageBidPlaced.class);
        window.bids.put(placed.bid().bid(), placed);
      }
      entries += window.size();
    }
  }

  private StorageWindow window(long start) {
    StorageWindow window = windows.get(start);
    return window == null ? new StorageWindow() : window;
  }

  private StorageWindow put(long start, StorageWindow window) {
    windows.put(start, window);
    return window;
  }

  private void drop(long start, StorageWindow window) {
    entries--;
    if (window.isEmpty()) {
      windows.remove(start);
    }
  }

  private boolean isFull(int ofWindow, int most) {
    return ofWindow >= most || entries >= MOST_ENTRIES;
  }

  private static Rejection full(String most) {
    return RegistrationChecks.full(
        "a window has at most " + most + ", all together at most " + MOST_ENTRIES + " entries");
  }

  private static @Nullable Rejection own() {
    return new Rejection(
        RejectionCode.OWN_STORAGE_UNIT,
        "who offers a unit in an auction does not bid in it: commit the unit without an auction");
  }
}
