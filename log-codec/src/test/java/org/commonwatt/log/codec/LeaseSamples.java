package org.commonwatt.log.codec;

import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.LeasePlan;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;

/** Values of what only version 34 can say. */
final class LeaseSamples {
  private static final long NOON = 1_659_434_400_000L;
  private static final LeasePlan PLAN = new LeasePlan(NOON, List.of(-500L, 0L, 300L));

  private LeaseSamples() {}

  static Map<String, CommandFrame> commands() {
    Command plan = new Command.PlanLease("plant", "station-1", "share-1", PLAN);
    return Map.of(
        "plan-lease",
        new CommandFrame("gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, plan))));
  }

  static Map<String, EventEnvelope> events() {
    return Map.of(
        "lease-planned",
        envelope(new Event.LeasePlanned("plant", "station-1", "share-1", PLAN)),
        "lease-plan-cut",
        envelope(
            new Event.LeasePlanCut(
                "station-1",
                "share-1",
                "plant",
                NOON,
                new Rejection(RejectionCode.LEASE_TOO_FULL, "it would hold more than 900 Wh"))),
        "lease-rejected",
        envelope(
            new Event.LeaseRejected(
                "plant",
                "station-1",
                "share-1",
                new Rejection(RejectionCode.LEASE_POWER, "at most 500 Wh in a slot"))));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
