package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.log.seal.Subject;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.commonwatt.model.Safeguards;
import org.jspecify.annotations.Nullable;

/** Values of what only version 9 can say. */
final class DisputeSamples {
  static final PersonalText SEALED =
      PersonalText.sealed(
          "my meter was off", MemoryKeyring.key(Subject.participant("home-01")).id());
  static final Ruling SEALED_RULING = new Ruling(true, -45_000_000, SEALED);

  private static final PersonalText CLEAR = PersonalText.clear("this is too much");
  private static final Hash EVIDENCE = Samples.hash("evidence");

  private DisputeSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put(
        "activate-rulebook-with-disputes",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook()
                    .withSafeguards(
                        new Safeguards(null, null, new DisputeRules("arbiter", 72, 720))))));
    frames.put("open-dispute", frame(open(CLEAR, EVIDENCE)));
    frames.put("open-dispute-sealed", frame(open(SEALED, null)));
    frames.put("add-evidence", frame(new Command.AddEvidence("home-01", 7, EVIDENCE)));
    frames.put("decide-dispute", frame(decide(new Ruling(true, -45_000_000, CLEAR))));
    frames.put("decide-dispute-sealed", frame(decide(SEALED_RULING)));
    frames.put("withdraw-dispute", frame(new Command.WithdrawDispute("home-01", 7)));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "dispute-opened",
        new Event.DisputeOpened(
            7, "home-01", Samples.SLOT, 0, 3, CLEAR, EVIDENCE, Samples.MORNING, Samples.MORNING));
    events.put(
        "dispute-opened-sealed",
        new Event.DisputeOpened(
            7, "home-01", Samples.SLOT, 0, 3, SEALED, null, Samples.MORNING, Samples.MORNING));
    events.put("dispute-evidence-added", new Event.DisputeEvidenceAdded(7, "home-01", EVIDENCE));
    events.put("dispute-decided", decided(new Ruling(false, 0, CLEAR)));
    events.put("dispute-decided-sealed", decided(SEALED_RULING));
    events.put("dispute-withdrawn", new Event.DisputeWithdrawn(7, "home-01"));
    events.put("dispute-overdue", new Event.DisputeOverdue(7, "home-01", Samples.MORNING));
    events.put(
        "dispute-rejected",
        new Event.DisputeRejected(
            "home-01", 0, new Rejection(RejectionCode.UNKNOWN_BILL_LINE, "look at the bill")));
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach((name, event) -> envelopes.put(name, envelope(event)));
    return envelopes;
  }

  static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }

  static Event decided(Ruling ruling) {
    return new Event.DisputeDecided(7, "home-01", "arbiter", ruling, Samples.MORNING);
  }

  private static Command open(PersonalText reason, @Nullable Hash evidence) {
    return new Command.OpenDispute("home-01", Samples.SLOT.startMillis(), 0, 3, reason, evidence);
  }

  private static Command decide(Ruling ruling) {
    return new Command.DecideDispute("arbiter", "home-01", 7, ruling);
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }
}
