package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Alternative;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;

/** Values of what only version 16 can say. */
final class PreferenceSamples {
  private static final OrderTerms PREFERENCE =
      OrderTerms.DEFAULT.preferring(
          List.of(
              new Alternative(280_000, List.of(EnergySource.SOLAR, EnergySource.WIND), "east"),
              new Alternative(250_000, List.of(), null)));

  private PreferenceSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put(
        "activate-rulebook-clean-first",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook().withSafeguards(Safeguards.NONE.withCleanFirst(true)))));
    frames.put(
        "report-source",
        frame(new Command.ReportSource("home-02", Samples.MORNING, EnergySource.SOLAR)));
    frames.put("report-source-none", frame(new Command.ReportSource("home-02", 0, null)));
    frames.put("place-order-preference", frame(order("home-01", Side.BUY, 280_000, PREFERENCE)));
    frames.put(
        "place-order-with-source",
        frame(
            order(
                "home-02",
                Side.SELL,
                270_000,
                OrderTerms.DEFAULT.declaring(EnergySource.BIOMASS))));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("alternative-chosen", new Event.AlternativeChosen(41, 2, 250_000));
    events.put(
        "source-registered",
        new Event.SourceRegistered("home-02", Samples.MORNING, EnergySource.SOLAR));
    events.put("source-registered-none", new Event.SourceRegistered("home-02", 0, null));
    events.put(
        "source-rejected",
        new Event.SourceRejected(
            "stranger", new Rejection(RejectionCode.UNKNOWN_PARTICIPANT, "not a member")));
    DeliverySlot slot = new DeliverySlot(Samples.MORNING, 15);
    events.put(
        "order-accepted-preference",
        new Event.OrderAccepted(
            41, "home-01", "c", "east", slot, Side.BUY, 280_000, 600, 1, PREFERENCE));
    events.put(
        "continuous-trade-with-source",
        new Event.ContinuousTrade(
            7,
            slot,
            42,
            41,
            Side.SELL,
            "home-01",
            "home-02",
            "east",
            "east",
            500,
            280_000,
            0,
            List.of(),
            EnergySource.SOLAR));
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach(
        (name, event) ->
            envelopes.put(
                name, new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event)));
    return envelopes;
  }

  private static Command order(String home, Side side, long price, OrderTerms terms) {
    return new Command.PlaceOrder(home, "c", "east", Samples.MORNING, side, price, 600, terms);
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }
}
