package org.commonwatt.cli.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.Event;

/** Adds up what the events say about blocks at gates that several slots have together. */
final class GateTally {
  private final Map<Long, Long> firstLegs = new HashMap<>(); // by leg
  private final Set<Long> accepted = new HashSet<>(); // blocks, by their first legs
  private long blocks;
  private long acceptedWh;
  private long auctions;
  private long proven;
  private long rejected;

  void add(Event event) {
    if (event instanceof Event.BlockAccepted block) {
      blocks++;
      for (int leg = 0; leg < block.legs(); leg++) {
        firstLegs.put(block.firstOrderId() + leg, block.firstOrderId());
      }
    } else if (event instanceof Event.OrderFilled fill) {
      Long first = firstLegs.get(fill.orderId());
      if (first != null) {
        accepted.add(first);
        acceptedWh = Math.addExact(acceptedWh, fill.energyWh());
      }
    } else if (event instanceof Event.WindowCleared window) {
      auctions++;
      proven += window.optimal() ? 1 : 0;
      rejected += window.paradoxicallyRejected().size();
    }
  }

  GateTotals totals() {
    return new GateTotals(blocks, accepted.size(), acceptedWh, auctions, proven, rejected);
  }
}
