package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/** What the registry must have of a log whose one rulebook is the worked example's. */
final class RegistryExample {
  private final List<RulebookEntry> rulebooks = new ArrayList<>();
  private final List<AuctionEntry> auctions = new ArrayList<>();
  private long last;

  RegistryExample(Day day) {
    for (StoredRecord record : day.events()) {
      for (byte[] event : EventCodec.splitFrame(record.bytes())) {
        EventEnvelope envelope = EventCodec.decodeEvent(event);
        last = envelope.sequence();
        LogPlace place = new LogPlace(last, EventCodec.hash(event));
        if (envelope.event() instanceof RulebookActivated) {
          rulebooks.add(RulebookEntry.of(WorkedExample.rulebook(), place));
        } else if (envelope.event() instanceof AuctionCleared auction) {
          auctions.add(new AuctionEntry(auction.slot(), place));
        }
      }
    }
  }

  List<RulebookEntry> rulebooks() {
    return rulebooks;
  }

  List<AuctionEntry> auctions() {
    return auctions;
  }

  /** Number of the last event. */
  long last() {
    return last;
  }
}
