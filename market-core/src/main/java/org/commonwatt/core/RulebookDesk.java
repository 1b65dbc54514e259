package org.commonwatt.core;

import java.time.Instant;
import org.commonwatt.model.Event.RulebookActivated;
import org.commonwatt.model.Event.RulebookRejected;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Activates rulebooks. */
final class RulebookDesk {
  private final SlotSchedule schedule;

  RulebookDesk(SlotSchedule schedule) {
    this.schedule = schedule;
  }

  void activate(Rulebook next, EventSink sink) {
    Rules current = schedule.rules();
    String problem = problem(current == null ? null : current.rulebook(), next);
    if (problem != null) {
      sink.emit(
          new RulebookRejected(
              next.version(), new Rejection(RejectionCode.RULEBOOK_OUT_OF_ORDER, problem)));
      return;
    }
    Rejection clash = RosterClash.of(next, schedule.roster(), schedule.nextStartMillis());
    if (clash != null) {
      sink.emit(new RulebookRejected(next.version(), clash));
      return;
    }
    Rules rules = new Rules(next);
    if (rules.maxMeteredWh() < Rules.MIN_METERED_WH) {
      sink.emit(new RulebookRejected(next.version(), tooDear(rules)));
      return;
    }
    schedule.activate(rules);
    sink.emit(new RulebookActivated(next.version(), next.documentHash()));
  }

  /** Prices and fees so high that the money of what homes meter would not fit in 64 bits. */
  private static Rejection tooDear(Rules rules) {
    return new Rejection(
        RejectionCode.VALUE_OUT_OF_RANGE,
        "with its highest price and all grid fees together the money of a slot could count "
            + rules.maxMeteredWh()
            + " Wh of each of "
            + Rules.mostMembers(rules.rulebook())
            + " members, and at least "
            + Rules.MIN_METERED_WH
            + " are needed: lower the grid fees, the price limits or the tariff, or make markets of"
            + " fewer members");
  }

  private static @Nullable String problem(@Nullable Rulebook current, Rulebook next) {
    int expected = current == null ? 1 : current.version() + 1;
    if (next.version() != expected) {
      return "rulebook version " + next.version() + " cannot follow: the next one is " + expected;
    }
    return current == null ? null : changed(current, next);
  }

  /** What a later rulebook may not change: open slots and the chain of batches rest on it. */
  private static @Nullable String changed(Rulebook current, Rulebook next) {
    if (!next.market().equals(current.market())) {
      return "the market stays " + current.market();
    }
    if (!next.currency().equals(current.currency())) {
      return "the currency stays " + current.currency();
    }
    if (next.timing().slotMinutes() != current.timing().slotMinutes()) {
      return "slotMinutes stays " + current.timing().slotMinutes();
    }
    if (next.timing().tradingStartMillis() != current.timing().tradingStartMillis()) {
      return "tradingStart stays " + Instant.ofEpochMilli(current.timing().tradingStartMillis());
    }
    Guarantees now = current.guarantees();
    Guarantees then = next.guarantees();
    if (now != null && (then == null || !now.exchange().equals(then.exchange()))) {
      return "a market keeps its guarantees, and the exchange stays " + now.exchange();
    }
    return current.provenance() != null && next.provenance() == null
        ? "a market keeps a section provenance; change what it takes as proof there"
        : null;
  }
}
