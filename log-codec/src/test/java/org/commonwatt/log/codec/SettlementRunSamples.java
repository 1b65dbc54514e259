package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SettlementRules;

/** Values of what only version 11 can say. */
final class SettlementRunSamples {
  private SettlementRunSamples() {}

  static Map<String, CommandFrame> commands() {
    return Map.of(
        "activate-rulebook-with-settlement-runs",
        new CommandFrame(
            "engine-a",
            17,
            List.of(
                new CommandFrame.Entry(
                    CommandOrigin.NONE,
                    new Command.ActivateRulebook(
                        Samples.rulebook()
                            .withSafeguards(
                                Safeguards.NONE.withSettlement(
                                    new SettlementRules(List.of(24, 48), 72))))))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "slot-revised",
        envelope(
            new Event.SlotRevised(
                batch(SettlementBatch.revisedId(Samples.MARKET, Samples.SLOT, 1)), 1, lines())),
        "slot-revised-for-the-last-time",
        envelope(
            new Event.SlotRevised(
                batch(SettlementBatch.finalId(Samples.MARKET, Samples.SLOT)), 2, List.of())));
  }

  /** A home had injected 40 Wh less than it had taken; it is 100 Wh. */
  static List<BillLine> lines() {
    return List.of(
        line("home-01", Kind.RESIDUAL_WITHDRAWAL_REVERSED, "supplier", 40, 12_000_000),
        line("supplier", Kind.SUPPLIED_REVERSED, "home-01", 40, -12_000_000),
        line("home-01", Kind.RESIDUAL_WITHDRAWAL, "supplier", 100, -30_000_000),
        line("supplier", Kind.SUPPLIED, "home-01", 100, 30_000_000));
  }

  private static BillLine line(String who, Kind kind, String other, long energyWh, long nano) {
    return new BillLine(
        who, Samples.SLOT, kind, other, 0, energyWh, 300_000, nano, Samples.hash(kind.name()));
  }

  static SettlementBatch batch(String id) {
    return new SettlementBatch(
        id,
        Samples.MARKET,
        Samples.SLOT,
        3,
        Samples.hash("document"),
        Samples.hash("auction"),
        Samples.hash("positions"),
        Samples.hash("bills"),
        4,
        Samples.hash("batch before"),
        List.of(new Posting("home-01", -18_000_000), new Posting("supplier", 18_000_000)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }
}
