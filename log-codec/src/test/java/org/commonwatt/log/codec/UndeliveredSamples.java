package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Safeguards;

/** Values of what only version 21 can say. */
final class UndeliveredSamples {
  private UndeliveredSamples() {}

  static Map<String, CommandFrame> commands() {
    Guarantees guarantees = new Guarantees("house", 300_000, 100_000, 24);
    Command command =
        new Command.ActivateRulebook(
            Samples.rulebook().withSafeguards(new Safeguards(guarantees.withUndelivered())));
    return Map.of(
        "activate-rulebook-undelivered-secured",
        new CommandFrame(
            "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of();
  }
}
