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
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;

/** Values of what only version 12 can say. */
final class ImbalanceSamples {
  private ImbalanceSamples() {}

  static Map<String, CommandFrame> commands() {
    return Map.of(
        "activate-rulebook-with-pool",
        activate(
            new ImbalanceRules(
                List.of("home-01", "home-02"),
                "supplier",
                1_000,
                new Pool(0),
                null,
                new Prices(
                    "price-desk", true, -400_000, 900_000, new Fallback(true, 420_000, 60_000)))),
        "activate-rulebook-with-dead-band",
        activate(
            new ImbalanceRules(
                List.of("home-02"),
                "balancer",
                1,
                null,
                new DeadBand(30_000, 200_000),
                new Prices(null, false, 0, 0, new Fallback(false, 250_000, 250_000)))),
        "import-imbalance-price",
        frame(
            new Command.ImportImbalancePrice(
                "price-desk", "area-1", Samples.MORNING, 2, 420_000, -60_000)));
  }

  private static CommandFrame activate(ImbalanceRules rules) {
    return frame(
        new Command.ActivateRulebook(
            Samples.rulebook().withSafeguards(Safeguards.NONE.withImbalance(rules))));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "imbalance-price-imported",
        envelope(
            new Event.ImbalancePriceImported(
                new ImbalancePrice("area-1", Samples.SLOT, 2, 420_000, -60_000))),
        "imbalance-price-rejected",
        envelope(
            new Event.ImbalancePriceRejected(
                "home-01",
                "area-1",
                Samples.MORNING,
                2,
                new Rejection(
                    RejectionCode.NOT_IMPORTER, "only price-desk imports imbalance prices"))),
        "slot-settled-with-imbalance",
        envelope(
            new Event.SlotSettled(
                SettlementRunSamples.batch(SettlementBatch.initialId(Samples.MARKET, Samples.SLOT)),
                List.of(
                    line("home-01", Kind.NETTED_SHORT, "supplier", 40, -12_000_000),
                    line("supplier", Kind.NETTED_SHORT_COVERED, "home-01", 40, 12_000_000)))),
        "slot-revised-with-imbalance",
        envelope(
            new Event.SlotRevised(
                SettlementRunSamples.batch(
                    SettlementBatch.revisedId(Samples.MARKET, Samples.SLOT, 1)),
                1,
                List.of(
                    line("home-01", Kind.IMBALANCE_LONG_REVERSED, "supplier", 40, -12_000_000),
                    line("supplier", Kind.IMBALANCE_LONG_TAKEN_REVERSED, "home-01", 40, 12_000_000),
                    line("home-01", Kind.IMBALANCE_LONG, "supplier", 41, 12_300_000),
                    line("supplier", Kind.IMBALANCE_LONG_TAKEN, "home-01", 41, -12_300_000)))));
  }

  private static BillLine line(String who, Kind kind, String other, long energyWh, long nano) {
    return new BillLine(
        who, Samples.SLOT, kind, other, 0, energyWh, 300_000, nano, Samples.hash(kind.name()));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }
}
