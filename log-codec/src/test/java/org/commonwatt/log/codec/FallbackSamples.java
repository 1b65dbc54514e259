package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;

/** Values of what only version 6 can say. */
final class FallbackSamples {
  private static final String WHY = "the price feed was wrong";

  private FallbackSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put(
        "activate-rulebook-with-fallbacks",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook()
                    .withSafeguards(
                        new Safeguards(
                            null,
                            new Fallbacks(
                                "operator", MissedGate.PREVIOUS_SCHEDULE, 90, 1_440, 10, 30))))));
    frames.put(
        "cancel-auction", frame(new Command.CancelAuction("operator", Samples.MORNING, WHY)));
    frames.put("bust-trade", frame(new Command.BustTrade("operator", 77, WHY)));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("gate-missed", new Event.GateMissed(Samples.SLOT, 93_000, MissedGate.LATE_AUCTION));
    events.put("auction-cancelled", new Event.AuctionCancelled(Samples.SLOT, WHY));
    events.put(
        "auction-cancel-rejected",
        new Event.AuctionCancelRejected(
            "operator",
            Samples.MORNING,
            new Rejection(RejectionCode.DEADLINE_PAST, "settle it outside")));
    events.put(
        "trade-busted",
        new Event.TradeBusted(
            77, Samples.SLOT, "home-01", "home-02", 400, -5_000, BustCause.ERRONEOUS, WHY));
    events.put(
        "bust-rejected",
        new Event.BustRejected(
            "home-01", 77, new Rejection(RejectionCode.NOT_OPERATOR, "ask the operator")));
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach(
        (name, event) ->
            envelopes.put(
                name, new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event)));
    return envelopes;
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }
}
