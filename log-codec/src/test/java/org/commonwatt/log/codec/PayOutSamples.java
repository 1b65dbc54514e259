package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Values of what only version 18 can say. */
final class PayOutSamples {
  private static final long NANO = 1_234_567_890L;

  private PayOutSamples() {}

  static Map<String, CommandFrame> commands() {
    return Map.of(
        "pay-out-gains",
        new CommandFrame(
            "gateway",
            7,
            List.of(
                new CommandFrame.Entry(
                    CommandOrigin.NONE, new Command.PayOutGains("home-01", NANO)))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "gains-paid-out",
        envelope(new Event.GainsPaidOut("home-01", NANO)),
        "pay-out-rejected",
        envelope(
            new Event.PayOutRejected(
                "home-01",
                new Rejection(RejectionCode.WITHDRAWAL_TOO_LARGE, "only 7 may be paid out"))));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
