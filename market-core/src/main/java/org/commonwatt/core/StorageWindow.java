package org.commonwatt.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageOffered;

/** What waits for one auction of storage services. */
final class StorageWindow {
  /** The most units that are offered for one window. */
  static final int MOST_OFFERS = 100;

  /** The most bids of one window. */
  static final int MOST_BIDS = 1_000;

  private static final Comparator<StorageBidPlaced> IN_TIME =
      Comparator.comparingLong(StorageBidPlaced::timeMillis)
          .thenComparing(placed -> placed.bid().bid());

  final TreeMap<String, StorageOffered> offers = new TreeMap<>(); // by unit
  final TreeMap<String, StorageBidPlaced> bids = new TreeMap<>(); // by id

  boolean isEmpty() {
    return offers.isEmpty() && bids.isEmpty();
  }

  int size() {
    return offers.size() + bids.size();
  }

  /** Whether somebody has offered a unit. */
  boolean offers(String participant) {
    return offers.values().stream().anyMatch(one -> one.participant().equals(participant));
  }

  /** Whether somebody has bid. */
  boolean bids(String participant) {
    return bids.values().stream().anyMatch(one -> one.participant().equals(participant));
  }

  /** The bids as they came, of one time by id. */
  List<StorageBidPlaced> inTime() {
    List<StorageBidPlaced> all = new ArrayList<>(bids.values());
    all.sort(IN_TIME);
    return all;
  }
}
