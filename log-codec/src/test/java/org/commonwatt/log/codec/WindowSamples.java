package org.commonwatt.log.codec;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AuctionTerms;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Leg;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/** Values of what only version 24 can say. */
final class WindowSamples {
  private static final AuctionTerms CHILD = new AuctionTerms(500_000, "early", null);
  private static final AuctionTerms EITHER = new AuctionTerms(0, null, "run");

  private WindowSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put("place-block-linked", frame(block(CHILD)));
    frames.put("place-block-exclusive", frame(block(EITHER)));
    frames.put(
        "activate-rulebook-window",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook().withSafeguards(Safeguards.NONE.withAuctionWindow(4)))));
    return frames;
  }

  private static Command block(AuctionTerms terms) {
    return new Command.PlaceBasket(
        "home-01",
        "dishwasher",
        SelfTradeMode.CANCEL_NEWEST,
        300_000L,
        terms,
        List.of(
            new BasketLeg("east", Samples.MORNING, Side.BUY, 0, 250, null),
            new BasketLeg("east", Samples.MORNING + 900_000, Side.BUY, 0, 350, null)));
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("block-accepted", new Event.BlockAccepted("home-01", "dishwasher", 41, 2));
    OrderTerms terms = OrderTerms.of(TimeInForce.GOOD_TILL_AUCTION);
    events.put(
        "order-accepted-leg-of-auction",
        new Event.OrderAccepted(
            42,
            "home-01",
            "dishwasher.2",
            "east",
            Samples.SLOT,
            Side.BUY,
            300_000,
            350,
            Samples.MORNING - 3_600_000,
            terms.as(new Leg(2, 2, 300_000L, CHILD))));
    events.put(
        "window-cleared",
        new Event.WindowCleared(
            Samples.SLOT,
            4,
            BigInteger.valueOf(-5),
            BigInteger.TWO.pow(70),
            false,
            List.of(new Event.Reduced(7, 120), new Event.Reduced(41, 0)),
            List.of(9L, 12L)));
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
