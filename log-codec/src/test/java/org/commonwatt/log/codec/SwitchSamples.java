package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Side;

/** Values of what only version 8 can say. */
final class SwitchSamples {
  private SwitchSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put("cancel-after", frame(new Command.CancelAfter("home-01", 60)));
    frames.put("cancel-all-of-area", frame(new Command.CancelAll("home-01", null, "east", null)));
    frames.put(
        "cancel-all-of-side",
        frame(new Command.CancelAll("home-01", Samples.MORNING, null, Side.SELL)));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("cancel-after-set", new Event.CancelAfterSet("home-01", Samples.MORNING));
    events.put("cancel-after-set-taken-away", new Event.CancelAfterSet("home-01", 0));
    events.put("cancel-after-passed", new Event.CancelAfterPassed("home-01", Samples.MORNING, 3));
    events.put(
        "order-cancelled-not-renewed", new Event.OrderCancelled(42, 1, CancelReason.NOT_RENEWED));
    events.put("mass-cancelled-of-area", new Event.MassCancelled("home-01", null, "east", null, 2));
    events.put(
        "mass-cancelled-of-side",
        new Event.MassCancelled("home-01", Samples.MORNING, null, Side.SELL, 0));
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
