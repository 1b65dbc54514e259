package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Values of what only version 29 can say, and of calls that go on only version 33. */
final class CallSamples {
  private static final long NOON = 1_659_434_400_000L;
  private static final long HOUR = 3_600_000;
  private static final DispatchCall CALL =
      new DispatchCall(
          "call-1", "village", NOON, NOON + HOUR, -20_000, 324_700, 10, "too much sun");

  private CallSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put(
        "set-call-price", frame(new Command.SetCallPrice("storage-co", "station-1", 120_000)));
    samples.put("call-storage", frame(new Command.CallStorage("grid", CALL)));
    samples.put(
        "answer-call",
        frame(new Command.AnswerCall("storage-co", "call-1", "station-1", false, "maintenance")));
    samples.put("cancel-call", frame(new Command.CancelCall("grid", "call-1", "clouds")));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put(
        "call-price-set", envelope(new Event.CallPriceSet("storage-co", "station-1", 120_000)));
    samples.put("storage-called", envelope(new Event.StorageCalled("grid", CALL, NOON - HOUR)));
    samples.put(
        "unit-called",
        envelope(
            new Event.UnitCalled(
                "call-1", "station-1", "storage-co", -12_500, 120_000, NOON - HOUR + 600_000, 0)));
    samples.put(
        "call-answered",
        envelope(
            new Event.CallAnswered(
                "call-1", "station-1", "storage-co", DispatchCall.Answer.REFUSED, "maintenance")));
    samples.put(
        "call-ended",
        envelope(new Event.CallEnded("call-1", DispatchCall.End.CANCELLED, -12_500, "clouds")));
    samples.put(
        "call-rejected",
        envelope(
            new Event.CallRejected(
                "grid",
                "call-1",
                new Rejection(RejectionCode.CALL_EXISTS, "there is a call call-1"))));
    return samples;
  }

  /** What only version 33 can say. */
  static Map<String, EventEnvelope> eventsOfLosses() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put(
        "unit-called-later",
        envelope(
            new Event.UnitCalled(
                "call-1", "station-2", "storage-co", -12_500, 120_000, NOON, NOON + HOUR / 4)));
    samples.put(
        "call-taken-back",
        envelope(new Event.CallTakenBack("call-1", "station-1", "storage-co", true)));
    return samples;
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
