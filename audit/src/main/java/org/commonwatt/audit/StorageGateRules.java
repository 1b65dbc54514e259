package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.Command.BidStorage;
import org.commonwatt.model.Command.OfferStorage;
import org.commonwatt.model.Command.WithdrawStorageBid;
import org.commonwatt.model.Command.WithdrawStorageOffer;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageAuctionRejected;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageBidWithdrawn;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.StorageOfferWithdrawn;
import org.commonwatt.model.Event.StorageOffered;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageOffer;
import org.jspecify.annotations.Nullable;

/** Which offers and bids wait for auctions of storage services, and what their gates give. */
final class StorageGateRules {
  private static final int OFFERS = 100;
  private static final int BIDS = 1_000;
  private static final int ENTRIES = 20_000;
  private static final long MINUTE = 60_000;

  private final MarketState state;
  private final StorageRules storage;
  private final StorageGateRefusals refusals;
  private final TreeMap<Long, Waiting> windows = new TreeMap<>();

  StorageGateRules(MarketState state, AccountChecks checks, StorageRules storage) {
    this.state = state;
    this.storage = storage;
    this.refusals = new StorageGateRefusals(state, checks, storage);
  }

  /** What waits for one auction. */
  private static final class Waiting {
    private final TreeMap<String, StorageOffered> offers = new TreeMap<>();
    private final TreeMap<String, StorageBidPlaced> bids = new TreeMap<>();

    private int size() {
      return offers.size() + bids.size();
    }
  }

  void offer(OfferStorage asked, List<Event> out) {
    StorageOffer offer = asked.offer();
    Waiting window = windows.getOrDefault(offer.windowMillis(), new Waiting());
    RejectionCode code = refusals.of(asked);
    if (code == null
        && window.bids.values().stream()
            .anyMatch(one -> one.participant().equals(asked.participant()))) {
      code = RejectionCode.OWN_STORAGE_UNIT;
    }
    boolean again = window.offers.containsKey(offer.unit());
    if (code == null && !again && isFull(window.offers.size(), OFFERS)) {
      code = RejectionCode.REGISTRATIONS_FULL;
    }
    if (code != null) {
      refuse(asked.participant(), offer.unit(), code, out);
      return;
    }
    StorageOffered offered = new StorageOffered(asked.participant(), offer);
    windows.put(offer.windowMillis(), window);
    window.offers.put(offer.unit(), offered);
    out.add(offered);
  }

  void bid(BidStorage asked, List<Event> out) {
    StorageBid bid = asked.bid();
    Waiting window = windows.getOrDefault(bid.windowMillis(), new Waiting());
    RejectionCode code = refusals.of(asked);
    if (code == null && window.bids.containsKey(bid.bid())) {
      code = RejectionCode.STORAGE_BID_EXISTS;
    }
    if (code == null
        && window.offers.values().stream()
            .anyMatch(one -> one.participant().equals(asked.participant()))) {
      code = RejectionCode.OWN_STORAGE_UNIT;
    }
    if (code == null && isFull(window.bids.size(), BIDS)) {
      code = RejectionCode.REGISTRATIONS_FULL;
    }
    if (code != null) {
      refuse(asked.participant(), bid.bid(), code, out);
      return;
    }
    StorageBidPlaced placed = new StorageBidPlaced(asked.participant(), bid, state.clock);
    windows.put(bid.windowMillis(), window);
    window.bids.put(bid.bid(), placed);
    out.add(placed);
  }

  void withdraw(WithdrawStorageOffer asked, List<Event> out) {
    Waiting window = windows.getOrDefault(asked.windowMillis(), new Waiting());
    StorageOffered offered = window.offers.get(asked.unit());
    RejectionCode code = refusals.withdrawal(asked.participant(), asked.unit());
    boolean own = offered != null && offered.participant().equals(asked.participant());
    if (code == null && !own) {
      code = RejectionCode.UNKNOWN_STORAGE_OFFER;
    }
    if (code != null) {
      refuse(asked.participant(), asked.unit(), code, out);
      return;
    }
    window.offers.remove(asked.unit());
    windows.values().removeIf(one -> one.size() == 0);
    out.add(new StorageOfferWithdrawn(asked.participant(), asked.unit(), asked.windowMillis()));
  }

  void withdraw(WithdrawStorageBid asked, List<Event> out) {
    Waiting window = windows.getOrDefault(asked.windowMillis(), new Waiting());
    StorageBidPlaced placed = window.bids.get(asked.bid());
    RejectionCode code = refusals.withdrawal(asked.participant(), asked.bid());
    boolean own = placed != null && placed.participant().equals(asked.participant());
    if (code == null && !own) {
      code = RejectionCode.UNKNOWN_STORAGE_BID;
    }
    if (code != null) {
      refuse(asked.participant(), asked.bid(), code, out);
      return;
    }
    window.bids.remove(asked.bid());
    windows.values().removeIf(one -> one.size() == 0);
    out.add(new StorageBidWithdrawn(asked.participant(), asked.bid(), asked.windowMillis()));
  }

  /** Auctions whose gates have passed, by the rulebook in force. */
  void tick(Rulebook rules, StatedAuctions stated, List<Event> out) {
    StorageAuctionRules auction = rules.storageAuction();
    long lead = auction == null ? 0 : auction.gateLeadMinutes() * MINUTE;
    while (!windows.isEmpty() && windows.firstKey() - lead <= state.clock) {
      long start = windows.firstKey();
      Waiting waiting = windows.remove(start);
      boolean held =
          auction != null && state.clock <= start && isOf(start, waiting, rules, auction);
      if (auction == null || !held) {
        out.add(nothing(start, false));
      } else {
        StorageGateCase in = new StorageGateCase(start, rules, auction);
        in.take(waiting.offers, waiting.bids, storage, refusals);
        hold(in, stated, out);
      }
    }
  }

  private static boolean isOf(
      long start, Waiting waiting, Rulebook rules, StorageAuctionRules auction) {
    return waiting.offers.values().stream()
            .allMatch(
                one ->
                    StorageGateRefusals.isWindow(start, one.offer().slots().size(), rules, auction))
        && waiting.bids.values().stream()
            .allMatch(
                one ->
                    StorageGateRefusals.isWindow(
                        start, one.bid().surplusWh().size(), rules, auction));
  }

  /** What the market says is judged, and units go on from it. */
  private void hold(StorageGateCase in, StatedAuctions stated, List<Event> out) {
    StorageAuctionCleared cleared = stated.stored(in.window);
    if (cleared == null || !cleared.held()) {
      out.add(nothing(in.window, true));
      return;
    }
    List<StorageServiceWon> won = stated.won(in.window);
    List<String> wrong = new ArrayList<>(new StorageGateJudge(in, cleared, won).wrong());
    out.add(cleared);
    for (int i = 0; i < won.size(); ) {
      String id = won.get(i).unit();
      List<StorageCommitment> together = new ArrayList<>();
      for (; i < won.size() && won.get(i).unit().equals(id); i++) {
        StorageServiceWon one = won.get(i);
        together.add(one.commitment());
        boolean direct = one.paysMicroPerKwh().equals(one.getsMicroPerKwh());
        String customer = direct ? one.commitment().owner() : one.seller();
        storage.agreed(id, customer, one.paysMicroPerKwh(), one.commitment());
        out.add(won.get(i));
        out.add(new StorageCommitted(id, won.get(i).commitment()));
      }
      UnitRecount unit = storage.unit(id);
      if (wrong.isEmpty() && (unit == null || unit.commitAll(together) != null)) {
        wrong.add("unit " + id + " cannot keep what it is said to have won");
      }
    }
    wrong.forEach(one -> state.wrongGates.put(one, in.window));
  }

  private static StorageAuctionCleared nothing(long start, boolean held) {
    return new StorageAuctionCleared(
        start, held, BigInteger.ZERO, BigInteger.ZERO, List.of(), List.of(), List.of(), List.of());
  }

  private boolean isFull(int ofWindow, int most) {
    return ofWindow >= most || windows.values().stream().mapToInt(Waiting::size).sum() >= ENTRIES;
  }

  private static void refuse(
      String account, String subject, @Nullable RejectionCode code, List<Event> out) {
    RejectionCode told = code == null ? RejectionCode.NOT_IN_RULES : code;
    out.add(new StorageAuctionRejected(account, subject, Expected.refusal(told)));
  }
}
