package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.ServiceProposal;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageRefused;

/** Values of what only version 28 can say. */
final class NegotiationSamples {
  private static final long NOON = 1_659_434_400_000L;
  private static final long HOUR = 3_600_000;
  private static final String KEY = "0123456789abcdef".repeat(4);
  private static final String SIGNATURE = "fedcba9876543210".repeat(8);
  private static final ServiceTerms TERMS =
      new ServiceTerms(
          Samples.MARKET,
          "talk-1",
          "station-1",
          "storage-co",
          120_000,
          new StorageCommitment(
              "service-1",
              "home-01",
              Kind.CHARGE_SERVICE,
              NOON,
              NOON + HOUR,
              10_000,
              2_500,
              0,
              0,
              List.of()));
  private static final ServiceProposal PROPOSAL =
      new ServiceProposal(TERMS, NOON - HOUR, SIGNATURE);
  private static final ServiceProposal STANDING =
      new ServiceProposal(
          new ServiceTerms(
              Samples.MARKET,
              "offer-1",
              "station-1",
              "storage-co",
              150_000,
              TERMS.commitment().of("")),
          NOON - HOUR,
          SIGNATURE);

  private NegotiationSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put("propose-service", frame(new Command.ProposeService("storage-co", STANDING)));
    samples.put(
        "counter-service", frame(new Command.CounterService("home-01", 1, TERMS.hash(), PROPOSAL)));
    samples.put(
        "accept-service",
        frame(new Command.AcceptService("storage-co", "talk-1", 2, TERMS.hash(), SIGNATURE)));
    samples.put(
        "end-negotiation",
        frame(new Command.EndNegotiation("storage-co", "talk-1", 2, TERMS.hash())));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put(
        "service-proposed",
        envelope(new Event.ServiceProposed("storage-co", 1, STANDING, KEY, NOON - 2 * HOUR)));
    samples.put(
        "service-agreed",
        envelope(
            new Event.ServiceAgreed("storage-co", 2, PROPOSAL, SIGNATURE, KEY, NOON - 2 * HOUR)));
    samples.put(
        "negotiation-ended",
        envelope(new Event.NegotiationEnded("storage-co", "home-01", "talk-1", 2)));
    samples.put(
        "negotiation-rejected",
        envelope(
            new Event.NegotiationRejected(
                "home-01",
                "talk-1",
                StorageRefused.of(
                    new Rejection(
                        RejectionCode.PROPOSAL_CHANGED, "the present proposal is round 2")))));
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
