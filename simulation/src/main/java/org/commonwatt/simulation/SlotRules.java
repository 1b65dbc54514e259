package org.commonwatt.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;

/**
 * Follows which rules a slot is under: for its whole life those that were in force as it opened.
 */
final class SlotRules {
  private final List<Rulebook> versions;
  private final Map<DeliverySlot, Rulebook> slots = new HashMap<>();
  private Rulebook inForce;
  private boolean activated;

  /**
   * No slot is open.
   *
   * @param versions the rulebooks that may be activated, by version, from 1 on
   */
  SlotRules(List<Rulebook> versions) {
    this.versions = versions;
    this.inForce = versions.get(0);
  }

  /** Follows an event. */
  void take(Event event) {
    if (event instanceof Event.RulebookActivated rulebook) {
      inForce = versions.get(rulebook.version() - 1);
      activated = true;
    } else if (event instanceof Event.SlotPhaseChanged changed
        && changed.phase() == SlotPhase.OPEN) {
      slots.put(changed.slot(), inForce);
    }
  }

  /** Whether any rules are in force. */
  boolean isInForce() {
    return activated;
  }

  /** The rules of a slot; of one that has not opened, those in force. */
  Rulebook of(DeliverySlot slot) {
    return slots.getOrDefault(slot, inForce);
  }
}
