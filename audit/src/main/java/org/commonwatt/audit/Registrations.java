package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.Roll.Held;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CapabilityRegistered;
import org.commonwatt.model.Event.CapabilityRejected;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Ids;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
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

  /**
   * Why an order passes what is registered, null when it does not.
   *
   * @param before the open order that is amended, null for a new one
   */
  @Nullable RejectionCode refusal(
      AuditedOrder wanted, @Nullable AuditedOrder before, SlotState slot) {
    String participant = wanted.content().participant();
    ReportCapability valid = valid(participant, slot.slot);
    long added = wanted.energy() - (before == null ? 0 : before.energy());
    if (valid == null || added <= 0) {
      return null;
    }
    boolean buys = wanted.isBuy();
    long open = 0;
    for (AuditedOrder other : slot.open.values()) {
      boolean same = other.content().participant().equals(participant) && other.isBuy() == buys;
      open += same ? slot.openWh(other) : 0;
    }
    long bought = boughtWh(participant, slot);
    long worst = open + added + (buys ? bought : -bought);
    long watts = buys ? valid.loadW() : valid.feedInW();
    if (worst <= watts * slot.slot.minutes() / 60) {
      return null;
    }
    return buys ? RejectionCode.LOAD_EXCEEDED : RejectionCode.FEED_IN_EXCEEDED;
  }

  /** What a participant bought minus what it sold, in the auction and continuously. */
  private static long boughtWh(String participant, SlotState slot) {
    long bought = 0;
    for (TradeMade trade : slot.trades) {
      bought += trade.buyer().equals(participant) ? trade.energyWh() : 0;
      bought -= trade.seller().equals(participant) ? trade.energyWh() : 0;
    }
    for (ContinuousTrade trade : slot.continuousTrades) {
      bought += trade.buyer().equals(participant) ? trade.energyWh() : 0;
      bought -= trade.seller().equals(participant) ? trade.energyWh() : 0;
    }
    return bought;
  }

  private @Nullable ReportCapability valid(String participant, DeliverySlot slot) {
    Held[] points = state.roll.heldBy(participant, slot.startMillis());
    ReportCapability own = ofConnection(participant, slot.startMillis());
    Rulebook rules = state.rulebook;
    boolean unlimited = rules != null && state.isMember(rules, participant);
    if (points.length == 0 || (own == null && unlimited)) {
      return own;
    }
    long feedIn = own == null ? 0 : own.feedInW();
    long load = own == null ? 0 : own.loadW();
    for (Held held : points) {
      feedIn = Math.addExact(feedIn, held.point().feedInW());
      load = Math.addExact(load, held.point().loadW());
    }
    return new ReportCapability(participant, slot.startMillis(), feedIn, load);
  }

  /** A member of the rulebook has no meter of its own any more. */
  void end(String participant, long fromMillis) {
    List<ReportCapability> all = reports.get(participant);
    if (all != null) {
      all.removeIf(old -> old.validFromMillis() >= fromMillis);
      all.add(new ReportCapability(participant, fromMillis, 0, 0));
    }
  }

  /** What was reported of a member's own connection, null when nothing was. */
  @Nullable ReportCapability ofConnection(String participant, long slotStartMillis) {
    ReportCapability valid = null;
    for (ReportCapability report : reports.getOrDefault(participant, List.of())) {
      valid = report.validFromMillis() <= slotStartMillis ? report : valid;
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
    if (!state.isKnown(report.participant())) {
      return RejectionCode.UNKNOWN_PARTICIPANT;
    }
    boolean inRange =
        Math.min(report.feedInW(), report.loadW()) >= 0
            && Math.max(report.feedInW(), report.loadW()) <= MOST_WATTS;
    return inRange ? null : RejectionCode.VALUE_OUT_OF_RANGE;
  }
}
