package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Safeguards;

/** Values of what only version 10 can say. */
final class RegistrationSamples {
  private static final MeterPoint POINT =
      new MeterPoint("point-9", "village", "meter-9", 8_000, 11_000);
  private static final long FROM = Samples.SLOT.startMillis();

  private RegistrationSamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> frames = new LinkedHashMap<>();
    frames.put(
        "activate-rulebook-with-registration",
        frame(
            new Command.ActivateRulebook(
                Samples.rulebook()
                    .withSafeguards(
                        Safeguards.NONE.withRegistration(
                            new Registration(
                                "registrar", true, "meter-desk", false, "bank", 1_000))))));
    frames.put("register-account", frame(new Command.RegisterAccount("newcomer")));
    frames.put(
        "set-account-state",
        frame(new Command.SetAccountState("registrar", "newcomer", AccountState.FROZEN)));
    frames.put(
        "request-meter-point", frame(new Command.RequestMeterPoint("newcomer", POINT, FROM)));
    frames.put(
        "decide-meter-point",
        frame(new Command.DecideMeterPoint("meter-desk", "newcomer", "point-9", true)));
    frames.put(
        "hand-over-meter-point",
        frame(new Command.HandOverMeterPoint("meter-desk", "point-9", "next-owner", FROM)));
    frames.put("request-deposit", frame(new Command.RequestDeposit("newcomer", 50_000_000_000L)));
    frames.put(
        "decide-deposit",
        frame(new Command.DecideDeposit("bank", "newcomer", 50_000_000_000L, true)));
    return frames;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put("account-changed", new Event.AccountChanged("newcomer", AccountState.REQUESTED));
    events.put("meter-point-requested", new Event.MeterPointRequested("newcomer", POINT, FROM));
    events.put("meter-point-refused", new Event.MeterPointRefused("newcomer", "point-9"));
    events.put("meter-point-assigned", new Event.MeterPointAssigned("newcomer", POINT, FROM));
    events.put("deposit-requested", new Event.DepositRequested("newcomer", 50_000_000_000L));
    events.put("deposit-decided", new Event.DepositDecided("newcomer", 50_000_000_000L, true));
    events.put(
        "registration-rejected",
        new Event.RegistrationRejected(
            "newcomer",
            "point-9",
            new Rejection(RejectionCode.METER_POINT_EXISTS, "ask whose it is")));
    events.put(
        "order-cancelled-handed-over", new Event.OrderCancelled(7, 500, CancelReason.HANDED_OVER));
    events.put(
        "order-cancelled-account-frozen",
        new Event.OrderCancelled(7, 500, CancelReason.ACCOUNT_FROZEN));
    events.put(
        "order-rejected-account-not-active",
        new Event.OrderRejected(
            "newcomer", "c-1", new Rejection(RejectionCode.ACCOUNT_NOT_ACTIVE, "it is frozen")));
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
