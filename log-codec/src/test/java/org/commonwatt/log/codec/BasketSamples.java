package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BasketLeg;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Leg;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.Side;
import org.commonwatt.model.TimeInForce;

/** Values of what only version 13 can say. */
final class BasketSamples {
  private static final long NEXT = Samples.MORNING + 900_000;

  private BasketSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put(
        "place-basket",
        frame(
            new Command.PlaceBasket(
                "home-01",
                "evening",
                SelfTradeMode.CANCEL_OLDEST,
                null,
                null,
                List.of(
                    new BasketLeg("east", Samples.MORNING, Side.BUY, 250_000, 600, null),
                    new BasketLeg("east", NEXT, Side.SELL, -10_000, 200, null)))));
    frames.put(
        "place-basket-block",
        frame(
            new Command.PlaceBasket(
                "home-01",
                "dishwasher",
                SelfTradeMode.CANCEL_NEWEST,
                300_000L,
                null,
                List.of(
                    new BasketLeg("east", Samples.MORNING, Side.BUY, 0, 250, null),
                    new BasketLeg("east", NEXT, Side.BUY, 0, 350, null)))));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("basket-filled", new Event.BasketFilled("home-01", "evening", 41, 2));
    events.put("basket-repeated", new Event.BasketRepeated("home-01", "evening", 41, 2));
    events.put(
        "basket-rejected",
        new Event.BasketRejected(
            "home-01",
            "evening",
            List.of(
                new LegRefusal(1, new Rejection(RejectionCode.PRODUCT_HALTED, "wait")),
                new LegRefusal(2, new Rejection(RejectionCode.NOT_FILLED_AT_ONCE, "order less")))));
    OrderTerms terms = OrderTerms.of(TimeInForce.FILL_OR_KILL);
    events.put(
        "order-accepted-leg", accepted("evening.1", 250_000, terms.as(new Leg(1, 2, null, null))));
    events.put(
        "order-accepted-leg-of-block",
        accepted("dishwasher.2", 0, terms.atMarket().as(new Leg(2, 2, 300_000L, null))));
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach(
        (name, event) ->
            envelopes.put(
                name, new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event)));
    return envelopes;
  }

  private static Event accepted(String id, long price, OrderTerms terms) {
    return new Event.OrderAccepted(
        41,
        "home-01",
        id,
        "east",
        new DeliverySlot(Samples.MORNING, 15),
        Side.BUY,
        price,
        600,
        Samples.MORNING - 3_600_000,
        terms);
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }
}
