package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.PersonalText;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;

/** Values of what only version 14 can say: corrections of disputed lines. */
final class CorrectionSamples {
  private CorrectionSamples() {}

  static Map<String, CommandFrame> commands() {
    DisputeRules rules = new DisputeRules("arbiter", 72, 720, true);
    Command activate =
        new Command.ActivateRulebook(
            Samples.rulebook().withSafeguards(new Safeguards(null, null, rules)));
    return Map.of(
        "activate-rulebook-with-corrections",
        new CommandFrame(
            "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, activate))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "dispute-opened-that-may-be-corrected",
        envelope(
            new Event.DisputeOpened(
                7,
                "home-01",
                Samples.SLOT,
                2,
                3,
                PersonalText.clear("the meter was off"),
                null,
                Samples.MORNING,
                Samples.MORNING + 1,
                Samples.MORNING + 2)),
        "slot-revised-by-a-correction",
        envelope(
            new Event.SlotRevised(
                SettlementRunSamples.batch(
                    SettlementBatch.correctedId(Samples.MARKET, Samples.SLOT, 7)),
                3,
                List.of(
                    line("home-01", Kind.CORRECTION, "supplier", -18_000_000),
                    line("supplier", Kind.CORRECTION_OTHER_SIDE, "home-01", 18_000_000)))));
  }

  private static BillLine line(String who, Kind kind, String other, long nano) {
    return new BillLine(who, Samples.SLOT, kind, other, 7, 0, 0, nano, Samples.hash(kind.name()));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }
}
