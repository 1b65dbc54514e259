package org.commonwatt.core;

import java.util.List;
import org.commonwatt.model.Event.StorageBidPlaced;
import org.commonwatt.model.Event.StorageOffered;

/**
 * What a participant has in auctions of storage services that were not held yet, by window.
 *
 * @param offers of its units
 * @param bids of its surplus
 */
public record StorageEntries(List<StorageOffered> offers, List<StorageBidPlaced> bids) {
  /** Copies the lists. */
  public StorageEntries {
    offers = List.copyOf(offers);
    bids = List.copyOf(bids);
  }
}
