package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.commonwatt.model.SignedBilateral;

/** Values of what only version 17 can say. */
final class BilateralSamples {
  private static final String KEY = "407affa5".repeat(8);
  private static final String OTHER = "8a95cd49".repeat(8);
  private static final SignedBilateral CONTRACT =
      new SignedBilateral(
          new BilateralTerms(
              Samples.MARKET,
              "b-1",
              "home-01",
              "home-02",
              "area-1",
              Samples.MORNING,
              Samples.MORNING + 3_600_000,
              15,
              500,
              new Hash("c38e4774".repeat(8))),
          "0a".repeat(64),
          "f1".repeat(64));

  private BilateralSamples() {}

  static Map<String, CommandFrame> commands() {
    return Map.of(
        "register-signing-key",
        frame(new Command.RegisterSigningKey("home-01", KEY)),
        "record-bilateral",
        frame(new Command.RecordBilateral(CONTRACT)));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "signing-key-registered",
        envelope(new Event.SigningKeyRegistered("home-01", KEY)),
        "signing-key-rejected",
        envelope(
            new Event.SigningKeyRejected(
                "home-01", new Rejection(RejectionCode.MALFORMED, "no key"))),
        "bilateral-accepted",
        envelope(new Event.BilateralAccepted(CONTRACT, KEY, OTHER)),
        "bilateral-rejected",
        envelope(
            new Event.BilateralRejected(
                "b-1",
                "home-01",
                "home-02",
                new Rejection(RejectionCode.UNKNOWN_SIGNING_KEY, "home-01 has no signing key"))),
        "bilateral-trade",
        envelope(
            new Event.ContinuousTrade(
                7,
                new DeliverySlot(Samples.MORNING, 15),
                0,
                0,
                Side.BUY,
                "home-01",
                "home-02",
                "area-1",
                "area-1",
                500,
                0,
                7_000,
                List.of(),
                null)));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
