package org.commonwatt.log.codec;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.CreditShare;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;

/** Values of what only version 4 can say. */
final class SafeguardSamples {

  private SafeguardSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put(
        "activate-rulebook-with-guarantees",
        frame(new Command.ActivateRulebook(Samples.rulebook().withSafeguards(safeguards()))));
    frames.put(
        "report-capability",
        frame(new Command.ReportCapability("home-01", Samples.MORNING, 10_000, 17_250)));
    frames.put(
        "report-collateral",
        frame(new Command.ReportCollateral("home-01", 500_000_000_000L, 20_000)));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "capability-registered",
        new Event.CapabilityRegistered("home-01", Samples.MORNING, 10_000, 17_250));
    events.put("capability-rejected", new Event.CapabilityRejected("home-01", because()));
    events.put(
        "collateral-recorded", new Event.CollateralRecorded("home-01", 500_000_000_000L, 20_000));
    events.put("collateral-rejected", new Event.CollateralRejected("home-01", because()));
    events.put(
        "account-defaulted",
        new Event.AccountDefaulted(
            "home-01",
            Samples.SLOT,
            BigInteger.ONE.shiftLeft(64),
            BigInteger.TEN,
            BigInteger.ZERO,
            BigInteger.TWO,
            List.of(share("home-02", 300), share("home-03", 150)),
            BigInteger.ONE));
    events.put(
        "receivable-paid",
        new Event.ReceivablePaid(
            "home-01", BigInteger.valueOf(31), List.of(share("home-02", 21), share("house", 10))));
    events.put(
        "order-rejected-for-collateral",
        new Event.OrderRejected(
            "home-01", "c-1", new Rejection(RejectionCode.COLLATERAL_TOO_LOW, "pay in more")));
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach(
        (name, event) ->
            envelopes.put(
                name, new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event)));
    return envelopes;
  }

  private static Safeguards safeguards() {
    return new Safeguards(new Guarantees("house", 300_000, 100_000, 24));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "engine-a", 17, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static Rejection because() {
    return new Rejection(RejectionCode.NOT_IN_RULES, "do it differently");
  }

  private static CreditShare share(String account, long nano) {
    return new CreditShare(account, BigInteger.valueOf(nano));
  }
}
