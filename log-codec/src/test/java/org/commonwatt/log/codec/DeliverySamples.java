package org.commonwatt.log.codec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;

/** Values of what only version 31 can say. */
final class DeliverySamples {
  private static final DeliverySlot SLOT = new DeliverySlot(1_659_434_400_000L, 15);
  private static final UnitDelivery DELIVERY =
      new UnitDelivery(
          "station-1", SLOT, 2, -900, List.of(new Used("s-1", -500), new Used("r-1", 100)));

  private DeliverySamples() {}

  static Map<String, CommandFrame> commands() {
    Map<String, CommandFrame> samples = new HashMap<>();
    samples.put("report-delivery", frame(new Command.ReportDelivery("meters", DELIVERY)));
    samples.put("activate-rulebook-storage", frame(new Command.ActivateRulebook(rulebook())));
    return samples;
  }

  static Map<String, EventEnvelope> events() {
    Map<String, EventEnvelope> samples = new HashMap<>();
    samples.put("delivery-recorded", envelope(new Event.DeliveryRecorded(DELIVERY)));
    samples.put(
        "delivery-rejected",
        envelope(
            new Event.DeliveryRejected(
                "meters",
                DELIVERY,
                new Rejection(RejectionCode.POSITION_NOT_NEWER, "version 2 is there"))));
    samples.put("service-settled", envelope(new Event.ServiceSettled(delivery(), 1)));
    samples.put(
        "bill-part-storage",
        envelope(
            new Event.BillPart(
                SLOT, 7, List.of(line(Kind.STORAGE_CHARGE), line(Kind.STORAGE_PENALTY_INCOME)))));
    return samples;
  }

  private static ServiceDelivery delivery() {
    return new ServiceDelivery(
        4,
        "station-1",
        "call-1",
        StorageCommitment.Kind.FIRM_SCHEDULE,
        "storage-co",
        "grid",
        324_700,
        SLOT,
        2,
        -625,
        -500,
        0,
        125,
        true);
  }

  private static BillLine line(Kind kind) {
    return new BillLine(
        "plant", SLOT, kind, "storage-co", 4, 500, 120_000, -60_000_000, Samples.hash("salt"));
  }

  private static Rulebook rulebook() {
    return Samples.rulebook()
        .withSafeguards(
            Safeguards.NONE.withSettlement(
                new SettlementRules(List.of(24), 72).withStorage(new StorageRules(500_000))));
  }

  private static CommandFrame frame(Command command) {
    return new CommandFrame(
        "gateway", 7, List.of(new CommandFrame.Entry(CommandOrigin.NONE, command)));
  }

  private static EventEnvelope envelope(Event event) {
    return new EventEnvelope(41, 0, 0, 1, 99, Samples.hash("previous"), event);
  }
}
