package org.commonwatt.log.codec;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Hash;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SelfTradeMode;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.commonwatt.model.TimeInForce;

/** The values of the golden files of version 3, by the name of the file. */
final class ContinuousSamples {
  private static final OrderTerms TERMS =
      new OrderTerms(
          TimeInForce.GOOD_TILL_DATE,
          Samples.MORNING - 60_000,
          false,
          false,
          0,
          500,
          true,
          SelfTradeMode.DECREMENT_AND_CANCEL);
  private static final OrderTerms MARKET =
      OrderTerms.of(TimeInForce.FILL_OR_KILL).atMarket().wholly();

  private ContinuousSamples() {}

  /** A rulebook that trades continuously, with fees of all kinds. */
  static Rulebook rulebook() {
    Rulebook single = Samples.rulebook();
    return new Rulebook(
        single.version(),
        single.documentHash(),
        single.market(),
        new Areas(
            List.of("west", "east", "north"),
            List.of(
                new AreaLink("east", "west", -500, 400, 10_000),
                new AreaLink("north", "west", 0, 300, 0)),
            "grid"),
        single.currency(),
        single.timing(),
        single.minPriceMicroPerKwh(),
        single.maxPriceMicroPerKwh(),
        single.maxOrderWh(),
        single.supplier(),
        single.tariff(),
        List.of(
            new Rulebook.Member("home-01", "east", List.of("m-01", "m-02")),
            new Rulebook.Member("home-02", "west", List.of("m-03"))),
        single.saltSeed(),
        new Continuous(
            5,
            100,
            250_000,
            60,
            100_000,
            new GridFees(
                FeeMode.FROM_BID,
                List.of(
                    new GridFees.Level("low", new GridFee(2_000, 0)),
                    new GridFees.Level("high", new GridFee(0, 25_000))),
                List.of(new GridFees.AreaLevel("west", "low")),
                List.of(
                    new GridFees.LinkFee("east", "west", new GridFee(1, 2), "high"),
                    new GridFees.LinkFee("north", "west", GridFee.NONE, null)))));
  }

  /** One frame per novelty among the commands. */
  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put("activate-rulebook", frame(new Command.ActivateRulebook(rulebook())));
    frames.put("place-order", frame(order(-250_000, TERMS)));
    frames.put("place-order-market", frame(order(0, MARKET)));
    frames.put("amend-order", frame(new Command.AmendOrder("home-01", 42, 1_000, -1)));
    frames.put("cancel-all", frame(new Command.CancelAll("home-01", null)));
    frames.put("cancel-all-of-slot", frame(new Command.CancelAll("home-01", Samples.MORNING)));
    return frames;
  }

  /** One envelope per novelty among the events. */
  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    orders().forEach((name, event) -> envelopes.put(name, envelope(event)));
    trading().forEach((name, event) -> envelopes.put(name, envelope(event)));
    return envelopes;
  }

  private static Map<String, Event> orders() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "order-accepted",
        new Event.OrderAccepted(
            42, "home-01", "c-1", "east", Samples.SLOT, Side.BUY, 250_000, 1_500, 7, TERMS));
    events.put("order-cancelled", new Event.OrderCancelled(42, 500, CancelReason.BY_OWNER));
    events.put("order-cancelled-unfilled", new Event.OrderCancelled(42, 1, CancelReason.UNFILLED));
    events.put("order-amended", new Event.OrderAmended(42, -250, 1_000, true));
    events.put(
        "amend-rejected",
        new Event.AmendRejected("home-01", 42, because(RejectionCode.ORDER_NOT_OPEN)));
    events.put(
        "order-rejected",
        new Event.OrderRejected("home-01", "c-1", because(RejectionCode.PRICE_OFF_TICK)));
    events.put("order-reduced", new Event.OrderReduced(42, 7));
    events.put("mass-cancelled", new Event.MassCancelled("home-01", null, 3));
    events.put("mass-cancelled-of-slot", new Event.MassCancelled("home-01", Samples.MORNING, 0));
    return events;
  }

  private static Map<String, Event> trading() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "slot-phase-changed", new Event.SlotPhaseChanged(Samples.SLOT, SlotPhase.CONTINUOUS));
    events.put(
        "auction-cleared",
        new Event.AuctionCleared(
            Samples.SLOT,
            List.of(new Event.AreaCleared("area-1", 1L, 1L, 1L, 5, 5)),
            List.of(),
            BigInteger.TEN,
            false));
    events.put(
        "continuous-trade",
        new Event.ContinuousTrade(
            8,
            Samples.SLOT,
            42,
            41,
            Side.SELL,
            "home-02",
            "home-01",
            "north",
            "east",
            1_000,
            -250,
            10_003,
            List.of(
                new Event.LinkFlow("east", "west", 1_000),
                new Event.LinkFlow("north", "west", -1_000)),
            null));
    events.put(
        "product-halted", new Event.ProductHalted(Samples.SLOT, "east", -5, Samples.MORNING + 1));
    events.put("product-resumed", new Event.ProductResumed(Samples.SLOT, "east"));
    events.put("slot-settled", settled());
    return events;
  }

  private static Event settled() {
    SettlementBatch batch =
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
            List.of(new Posting("grid", 20), new Posting("home-01", -20)));
    return new Event.SlotSettled(
        batch,
        List.of(
            bill("home-01", BillLine.Kind.GRID_FEE, "grid", -20),
            bill("grid", BillLine.Kind.GRID_FEE_INCOME, "home-01", 20)));
  }

  private static BillLine bill(String who, BillLine.Kind kind, String other, long nano) {
    return new BillLine(who, Samples.SLOT, kind, other, 8, 10, 2, nano, Samples.hash(who));
  }

  private static Command order(long price, OrderTerms terms) {
    return new Command.PlaceOrder(
        "home-01", "c-1", "east", Samples.MORNING, Side.SELL, price, 1_500, terms);
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event);
  }

  private static Rejection because(RejectionCode code) {
    return new Rejection(code, "do it differently");
  }
}
