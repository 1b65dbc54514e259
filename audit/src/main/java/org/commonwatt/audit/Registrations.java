package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CapabilityRegistered;
import org.commonwatt.model.Event.CapabilityRejected;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/** What connections may carry, and which orders pass that. */
final class Registrations {
  private static final long MOST_WATTS = 1_000_000_000_000L;

  private final MarketState state;
  private final Map<String, List<ReportCapability>> reports = new HashMap<>(); // by instant

  Registrations(MarketState state) {
    this.state = state;
  }

  Event report(ReportCapability report) {
    RejectionCode code = refusal(report, state.rulebook);
    if (code != null) {
      return new CapabilityRejected(report.participant(), Expected.refusal(code));
    }
    List<ReportCapability> all =
        reports.computeIfAbsent(report.participant(), first -> new ArrayList<>());
    all.removeIf(old -> old.validFromMillis() >= report.validFromMillis());
    all.add(report);
    return new CapabilityRegistered(
        report.participant(), report.validFromMillis(), report.feedInW(), report.loadW());
  }

  /** The registered load in a slot, Wh; 0 when nothing is registered. */
  long loadWh(String participant, DeliverySlot slot) {
    ReportCapability valid = valid(participant, slot);
    return valid == null ? 0 : valid.loadW() * slot.minutes() / 60;
  }

  /** Why an order passes what is registered, null when it does not. */
  @Nullable RejectionCode refusal(PlaceOrder order, SlotState slot) {
    ReportCapability valid = valid(order.participant(), slot.slot);
    if (valid == null) {
      return null;
    }
    boolean buys = order.side() == Side.BUY;
    long open = 0;
    for (AuditedOrder other : slot.open.values()) {
      boolean same =
          other.content().participant().equals(order.participant()) && other.isBuy() == buys;
      open += same ? other.energy() : 0;
    }
    long bought = 0;
    for (TradeMade trade : slot.trades) {
      bought += trade.buyer().equals(order.participant()) ? trade.energyWh() : 0;
      bought -= trade.seller().equals(order.participant()) ? trade.energyWh() : 0;
    }
    long worst = open + order.energyWh() + (buys ? bought : -bought);
    long watts = buys ? valid.loadW() : valid.feedInW();
    if (worst <= watts * slot.slot.minutes() / 60) {
      return null;
    }
    return buys ? RejectionCode.LOAD_EXCEEDED : RejectionCode.FEED_IN_EXCEEDED;
  }

  private @Nullable ReportCapability valid(String participant, DeliverySlot slot) {
    ReportCapability valid = null;
    for (ReportCapability report : reports.getOrDefault(participant, List.of())) {
      valid = report.validFromMillis() <= slot.startMillis() ? report : valid;
    }
    return valid;
  }

  private @Nullable RejectionCode refusal(ReportCapability report, @Nullable Rulebook rules) {
    if (!Ids.isValid(report.participant())) {
      return RejectionCode.MALFORMED;
    }
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    if (!state.isMember(rules, report.participant())) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    boolean inRange =
        Math.min(report.feedInW(), report.loadW()) >= 0
            && Math.max(report.feedInW(), report.loadW()) <= MOST_WATTS;
    return inRange ? null : RejectionCode.VALUE_OUT_OF_RANGE;
  }
}
