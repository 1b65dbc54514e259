package org.commonwatt.engine.runtime;

import java.util.List;
import org.commonwatt.model.AuctionVerifier;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedSlots;

/** A fake verifier that finds fault with every auction of one area, and with no other. */
public final class RefusingVerifier implements AuctionVerifier {
  static final String REFUSED_AREA = "refused-area";

  @Override
  public List<String> complaints(StatedAuction auction) {
    return auction.areas().stream().anyMatch(area -> area.id().equals(REFUSED_AREA))
        ? List.of("the fake verifier refuses this area")
        : List.of();
  }

  @Override
  public List<String> complaints(StatedSlots slots) {
    return slots.slots().stream().flatMap(slot -> complaints(slot).stream()).toList();
  }
}
