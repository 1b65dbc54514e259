package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageRefused;
import org.commonwatt.model.UsableLimit;

/** Values of what only version 32 can say. */
final class ProofRuleSamples {
  private static final long NOON = 1_659_434_400_000L;

  private static final ProvenanceRules RULES =
      new ProvenanceRules(
          new UsableLimit.Rules(850, 2_000, 180, 400, List.of("ACCREDITED", "NAMEPLATE"), true),
          20_000);

  private static final UsableLimit LIMIT =
      new UsableLimit(
          "pass-rack-1",
          "ab".repeat(32),
          NOON,
          RULES.proof(),
          86_000,
          NOON + 86_400_000,
          false,
          List.of("ACCREDITED", "NAMEPLATE"),
          List.of(),
          List.of("UNKNOWN_HISTORY", "UNREADABLE_CODE"));

  private ProofRuleSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put(
        "activate-rulebook-provenance",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook().withSafeguards(Safeguards.NONE.withProvenance(RULES)))));
    samples.put(
        "limit-usable-energy-origins", frame(new Command.LimitUsableEnergy("station-1", LIMIT)));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put(
        "usable-energy-limited-origins",
        envelope(new Event.UsableEnergyLimited("station-1", "storage-co", LIMIT)));
    samples.put(
        "storage-rejected-provenance",
        envelope(
            new Event.StorageRejected(
                "meters",
                "home-battery",
                "",
                StorageRefused.of(
                    new Rejection(RejectionCode.PROVENANCE_NOT_ACCEPTED, "name a passport")))));
    return samples;
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
