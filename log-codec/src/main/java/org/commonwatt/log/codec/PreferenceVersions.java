package org.commonwatt.log.codec;

import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.OrderTerms;

/** What only the version with declared sources and preferences can say. */
final class PreferenceVersions {
  private PreferenceVersions() {}

  static boolean needed(Command command) {
    return command instanceof Command.ReportSource
        || (command instanceof Command.ActivateRulebook activate
            && activate.rulebook().safeguards().cleanFirst())
        || (command instanceof Command.PlaceOrder place && needed(place.terms()));
  }

  static boolean needed(Event event) {
    return event instanceof Event.AlternativeChosen
        || event instanceof Event.SourceRegistered
        || event instanceof Event.SourceRejected
        || (event instanceof Event.OrderAccepted accepted && needed(accepted.terms()))
        || (event instanceof Event.ContinuousTrade trade && trade.source() != null);
  }

  private static boolean needed(OrderTerms terms) {
    return terms.source() != null || !terms.alternatives().isEmpty();
  }
}
