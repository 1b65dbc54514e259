package org.commonwatt.log.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SettlementBatch;

/** Values of what only version 7 can say. */
final class BoundSamples {
  private BoundSamples() {}

  static Map<String, EventEnvelope> events() {
    Map<String, Event> events = new LinkedHashMap<>();
    events.put(
        "order-cancelled-trade-limit",
        new Event.OrderCancelled(42, 1_000, CancelReason.TRADE_LIMIT));
    events.put(
        "bill-part",
        new Event.BillPart(
            Samples.SLOT,
            5_000,
            List.of(
                line("home-01", BillLine.Kind.TRADE_BUY, "home-02", -6_000),
                line("home-02", BillLine.Kind.TRADE_SELL, "home-01", 6_000))));
    events.put("slot-settled-after-parts", settled());
    events.put(
        "order-rejected-slot-full",
        new Event.OrderRejected(
            "home-01", "c-1", new Rejection(RejectionCode.SLOT_FULL, "choose another slot")));
    events.put(
        "amend-rejected-own-orders-full",
        new Event.AmendRejected(
            "home-01", 42, new Rejection(RejectionCode.OWN_ORDERS_FULL, "choose another slot")));
    Map<String, EventEnvelope> envelopes = new LinkedHashMap<>();
    events.forEach(
        (name, event) ->
            envelopes.put(
                name, new EventEnvelope(1_234, 5, 1, 3, 99, Samples.hash("previous"), event)));
    return envelopes;
  }

  private static Event settled() {
    return new Event.SlotSettled(
        new SettlementBatch(
            "village.1.initial",
            Samples.MARKET,
            Samples.SLOT,
            3,
            Samples.hash("document"),
            Samples.hash("auction"),
            Samples.hash("positions"),
            Samples.hash("bills"),
            10_001,
            Hash.ZERO,
            List.of(new Posting("home-01", -6_000), new Posting("home-02", 6_000))),
        10_000,
        List.of(line("home-02", BillLine.Kind.TRADE_SELL, "home-01", 6_000)),
        List.of());
  }

  private static BillLine line(String who, BillLine.Kind kind, String other, long nano) {
    return new BillLine(who, Samples.SLOT, kind, other, 77, 400, 15, nano, Samples.hash(who));
  }
}
