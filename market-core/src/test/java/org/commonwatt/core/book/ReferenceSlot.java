package org.commonwatt.core.book;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An open slot of the reference book. */
final class ReferenceSlot {
  final SlotRules rules;
  LinkLimits[] links;
  final @Nullable Long[] references; // by area, null where every price may trade
  final @Nullable Long[] haltedUntil; // by area, null where nothing is halted

  ReferenceSlot(SlotRules rules, int areas, int links) {
    this.rules = rules;
    this.links = new LinkLimits[links];
    this.references = new Long[areas];
    this.haltedUntil = new Long[areas];
    Arrays.fill(this.links, new LinkLimits(0, 0, 0));
  }

  /** The energy that a way can still take. */
  long room(ReferenceNetwork.Way way) {
    long room = Long.MAX_VALUE;
    for (int i = 0; i < way.links().size(); i++) {
      LinkLimits link = links[way.links().get(i)];
      room =
          Math.min(
              room,
              way.directions().get(i) > 0
                  ? link.maxFlowWh() - link.flowWh()
                  : link.flowWh() - link.minFlowWh());
    }
    return room;
  }

  /** Lets energy take a way. */
  void carry(ReferenceNetwork.Way way, long energy) {
    for (int i = 0; i < way.links().size(); i++) {
      LinkLimits old = links[way.links().get(i)];
      links[way.links().get(i)] =
          new LinkLimits(
              old.minFlowWh(), old.maxFlowWh(), old.flowWh() + way.directions().get(i) * energy);
    }
  }
}
