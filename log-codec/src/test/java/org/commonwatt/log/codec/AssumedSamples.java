package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;

/** Values of what only version 23 can say. */
final class AssumedSamples {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);

  private AssumedSamples() {}

  static Map<String, CommandFrame> commands() {
    SettlementRules rules = new SettlementRules(List.of(24), 72).withInitialHours(6);
    Command activate =
        new Command.ActivateRulebook(
            Samples.rulebook().withSafeguards(Safeguards.NONE.withSettlement(rules)));
    return Map.of(
        "activate-rulebook-initial-hours",
        new CommandFrame(
            "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, activate))));
  }

  static Map<String, EventEnvelope> events() {
    Event assumed = new Event.PositionAssumed(MeteredPosition.assumed("home-01", SLOT, -500));
    return Map.of(
        "position-assumed", new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), assumed));
  }
}
