package org.commonwatt.testkit.ledger;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.RegistryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.commonwatt.model.RegistryEntries.LogPlace;
import org.commonwatt.model.RegistryEntries.RulebookEntry;

/**
 * Registers what a market without a service activates and clears, as its events come: rulebooks at
 * once, since batches need them, and with them the auctions before.
 */
public final class RegistryRelay {
  private final String market;
  private final RegistryLedger registry;
  private final List<AuctionEntry> auctions = new ArrayList<>();
  private long from = 1;

  /** Registers on a ledger what happens in a market from its beginning on. */
  public RegistryRelay(String market, Ledger ledger) {
    this.market = market;
    this.registry = new RegistryLedger(ledger);
  }

  /**
   * Takes the next event.
   *
   * @param command of which it tells
   * @param place number and hash of its stored bytes
   * @throws IllegalStateException when the ledger does not take an entry
   */
  public void take(Command command, Event event, LogPlace place) {
    if (event instanceof Event.AuctionCleared cleared) {
      auctions.add(new AuctionEntry(cleared.slot(), place));
      if (auctions.size() == RegistryEntries.MOST) {
        post(place.sequence(), List.of());
      }
    }
    if (event instanceof Event.RulebookActivated
        && command instanceof Command.ActivateRulebook activate) {
      post(place.sequence(), List.of(RulebookEntry.of(activate.rulebook(), place)));
    }
  }

  private void post(long to, List<RulebookEntry> rulebooks) {
    SubmitOutcome outcome =
        registry.post(new RegistryEntries(market, from, to, to, rulebooks, auctions));
    if (!(outcome instanceof SubmitOutcome.Committed)) {
      throw new IllegalStateException("events from " + from + " were not registered: " + outcome);
    }
    from = to + 1;
    auctions.clear();
  }
}
