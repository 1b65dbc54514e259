package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementBatch;

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
    frames.put(
        "activate-rulebook-with-curtailment",
        frame(
            new Command.ActivateRulebook(
                ContinuousSamples.rulebook()
                    .withSafeguards(
                        new Safeguards(
                            null,
                            new Fallbacks(
                                "operator",
                                MissedGate.LATE_AUCTION,
                                90,
                                0,
                                10,
                                30,
                                new Curtailment(Curtailment.Order.AUCTION_FIRST, 1_000_000)))))));
    frames.put(
        "limit-link",
        frame(new Command.LimitLink("operator", Samples.MORNING, "east", "west", -100, 250, WHY)));
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
    events.put("link-limited", new Event.LinkLimited(Samples.SLOT, "east", "west", -100, 250, WHY));
    events.put(
        "link-limit-rejected",
        new Event.LinkLimitRejected(
            "operator",
            Samples.MORNING,
            "east",
            "west",
            new Rejection(RejectionCode.UNKNOWN_LINK, "name another link")));
    events.put(
        "trade-curtailed",
        new Event.TradeCurtailed(77, Samples.SLOT, "home-01", "east>west", 400, 20, 15_000, 0));
    events.put("slot-settled", settled());
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

  private static Event settled() {
    return new Event.SlotSettled(
        new SettlementBatch(
            "village.1.initial",
            Samples.MARKET,
            Samples.SLOT,
            3,
            Samples.hash("document"),
            Samples.hash("auction"),
            Samples.hash("positions"),
            Samples.hash("bills"),
            2,
            Hash.ZERO,
            List.of(new Posting("grid", -6_000), new Posting("home-01", 6_000))),
        List.of(
            line("home-01", BillLine.Kind.CURTAILMENT_COMPENSATION, "grid", 6_000),
            line("grid", BillLine.Kind.CURTAILMENT_COST, "home-01", -6_000)));
  }

  private static BillLine line(String who, BillLine.Kind kind, String other, long nano) {
    return new BillLine(who, Samples.SLOT, kind, other, 77, 400, 15, nano, Samples.hash(who));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }
}
