package org.commonwatt.core;

import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.Command.ReportCapability;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.CapabilityRegistered;
import org.commonwatt.model.Event.CapabilityRejected;
import org.commonwatt.model.MeterPoint;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what members trade within what their connections carry: net sells, in the worst case over
 * open orders, within the feed-in; net buys within the load. Who has registered nothing is not
 * limited.
 */
final class LimitDesk {
  /** The most power that a connection may have, W. */
  static final long MAX_W = MeterPoint.MAX_W;

  private final SlotSchedule schedule;
  private final TreeMap<String, TreeMap<Long, Capability>> registered = new TreeMap<>();

  LimitDesk(SlotSchedule schedule) {
    this.schedule = schedule;
  }

  void report(ReportCapability command, EventSink sink) {
    Rejection rejection = check(command, schedule.rules());
    if (rejection != null) {
      sink.emit(new CapabilityRejected(command.participant(), rejection));
      return;
    }
    put(
        command.participant(),
        new Capability(command.validFromMillis(), command.feedInW(), command.loadW()));
    sink.emit(
        new CapabilityRegistered(
            command.participant(), command.validFromMillis(), command.feedInW(), command.loadW()));
  }

  /**
   * What is registered for a slot, null when nothing is: of a member's connection, with what its
   * registered meter points add.
   */
  @Nullable Capability of(String participant, long slotStartMillis) {
    Capability points = schedule.roster().capability(participant, slotStartMillis);
    Capability own = ofConnection(participant, slotStartMillis);
    if (points == null || own == null) {
      return points == null || isNamed(participant) ? own : points;
    }
    return own.plus(points);
  }

  /** A member without meters of its own has no connection of its own. */
  void end(String participant, long fromMillis) {
    if (registered.containsKey(participant)) {
      put(participant, new Capability(fromMillis, 0, 0));
    }
  }

  /** Who the rulebook names and has no connection registered is not limited. */
  private boolean isNamed(String participant) {
    Rules rules = schedule.rules();
    return rules != null && rules.isMember(participant);
  }

  /** What is registered of a member's own connection, null when nothing is. */
  @Nullable Capability ofConnection(String participant, long slotStartMillis) {
    TreeMap<Long, Capability> all = registered.get(participant);
    Map.Entry<Long, Capability> found = all == null ? null : all.floorEntry(slotStartMillis);
    return found == null ? null : found.getValue();
  }

  /** Refuses more energy with which its owner might pass a limit. */
  @Nullable Rejection check(PreTrade.Wish wish, SlotState slot) {
    Capability capability = of(wish.participant(), slot.slot().startMillis());
    if (capability == null) {
      return null;
    }
    Exposure exposure = slot.exposure(wish.participant());
    return wish.side() == Side.SELL
        ? unlessWithin(
            new Limit(RejectionCode.FEED_IN_EXCEEDED, "sell", "feed-in", capability.feedInW()),
            slot.slot(),
            capability.feedInWh(slot.slot()) - exposure.worstNetSellWh(),
            wish.moreWh())
        : unlessWithin(
            new Limit(RejectionCode.LOAD_EXCEEDED, "buy", "load", capability.loadW()),
            slot.slot(),
            capability.loadWh(slot.slot()) - exposure.worstNetBuyWh(),
            wish.moreWh());
  }

  void save(StateWriter out) {
    out.number(registered.values().stream().mapToLong(Map::size).sum());
    registered.forEach(
        (participant, all) ->
            all.values()
                .forEach(
                    c ->
                        out.event(
                            new CapabilityRegistered(
                                participant, c.validFromMillis(), c.feedInW(), c.loadW()))));
  }

  void restore(StateReader in) {
    for (int left = in.count(); left > 0; left--) {
      CapabilityRegistered saved = in.event(CapabilityRegistered.class);
      put(
          saved.participant(),
          new Capability(saved.validFromMillis(), saved.feedInW(), saved.loadW()));
    }
  }

  private record Limit(RejectionCode code, String verb, String what, long watts) {}

  private void put(String participant, Capability capability) {
    TreeMap<Long, Capability> all =
        registered.computeIfAbsent(participant, first -> new TreeMap<>());
    all.tailMap(capability.validFromMillis(), true).clear();
    all.put(capability.validFromMillis(), capability);
  }

  private static @Nullable Rejection unlessWithin(
      Limit limit, DeliverySlot slot, long leftWh, long energyWh) {
    if (energyWh <= leftWh) {
      return null;
    }
    return new Rejection(
        limit.code,
        "the registered "
            + limit.what
            + " of "
            + limit.watts
            + " W leaves "
            + Math.max(leftWh, 0)
            + " Wh to "
            + limit.verb
            + " in slot "
            + slot
            + ": "
            + limit.verb
            + " at most that, cancel other orders to "
            + limit.verb
            + ", or register more");
  }

  private @Nullable Rejection check(ReportCapability command, @Nullable Rules rules) {
    Rejection malformed = Refusals.unlessId("participant", command.participant());
    if (malformed != null) {
      return malformed;
    }
    if (rules == null) {
      return Refusals.notReady();
    }
    if (!schedule.isKnown(command.participant())) {
      return Refusals.unknownParticipant(command.participant(), rules);
    }
    boolean inRange = isPower(command.feedInW()) && isPower(command.loadW());
    return inRange
        ? null
        : new Rejection(
            RejectionCode.VALUE_OUT_OF_RANGE,
            "feedInW is "
                + command.feedInW()
                + " and loadW "
                + command.loadW()
                + ": register 0 to "
                + MAX_W
                + " W each");
  }

  static boolean isPower(long watts) {
    return watts >= 0 && watts <= MAX_W;
  }
}
