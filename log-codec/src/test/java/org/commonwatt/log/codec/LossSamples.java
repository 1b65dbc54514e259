package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;

/** Values of what only version 20 can say. */
final class LossSamples {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_423_600_000L, 15);
  private static final BoundaryFlow FLOW =
      new BoundaryFlow("village", SLOT, 2, 2_000, 7, Quality.ESTIMATED);

  private LossSamples() {}

  static BoundaryFlow flow() {
    return FLOW;
  }

  static Map<String, CommandFrame> commands() {
    return Map.of(
        "report-boundary",
        frame(new CommandOrigin("positions", 0, 9), new Command.ReportBoundary(FLOW)),
        "activate-rulebook-losses",
        frame(CommandOrigin.NONE, new Command.ActivateRulebook(rulebook())));
  }

  private static Rulebook rulebook() {
    Rulebook plain = Samples.rulebook();
    LossRules losses =
        new LossRules("fund", List.of(new AreaLosses(plain.areas().ids().get(0), 20_000, 40)));
    Areas areas = new Areas(plain.areas().ids(), List.of(), "grid");
    return new Rulebook(
        plain.version(),
        plain.documentHash(),
        plain.market(),
        areas,
        plain.currency(),
        plain.timing(),
        plain.minPriceMicroPerKwh(),
        plain.maxPriceMicroPerKwh(),
        plain.maxOrderWh(),
        plain.supplier(),
        plain.tariff(),
        plain.members(),
        plain.saltSeed(),
        null,
        Safeguards.NONE.withSettlement(new SettlementRules(List.of(24), 72).withLosses(losses)));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "boundary-recorded",
        envelope(new Event.BoundaryRecorded(FLOW)),
        "boundary-rejected",
        envelope(
            new Event.BoundaryRejected(
                FLOW, new Rejection(RejectionCode.POSITION_NOT_NEWER, "version 2 is there"))),
        "area-balanced",
        envelope(
            new Event.AreaBalanced(new AreaBalance("village", SLOT, 2, 2_300, 2_250, 46, 40), 1)),
        "bill-part-losses",
        envelope(
            new Event.BillPart(
                SLOT, 7, List.of(line(Kind.TECHNICAL_LOSSES), line(Kind.UNEXPLAINED_LONG)))));
  }

  private static BillLine line(Kind kind) {
    return new BillLine(
        "grid", SLOT, kind, "supplier", 0, 46, 300_000, -13_800_000, Samples.hash("salt"));
  }

  private static CommandFrame frame(CommandOrigin origin, Command command) {
    return new CommandFrame("gateway", 7, List.of(new CommandFrame.Entry(origin, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
