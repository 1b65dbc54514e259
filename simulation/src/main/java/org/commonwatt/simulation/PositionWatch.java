package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Follows metered positions: the newest version before a slot's settlement is the one that is
 * billed, worked out anew from the bill's trades; none is refused that is newer and in time; and a
 * slot whose positions were refused because it was too far ahead is settled in the end.
 */
final class PositionWatch {
  private final Sights sights;
  private final Map<Key, MeteredPosition> newest = new HashMap<>();
  private final Set<Key> tooFar = new HashSet<>();
  private final Set<DeliverySlot> settled = new HashSet<>();

  private record Key(String participant, DeliverySlot slot) {}

  PositionWatch(Sights sights) {
    this.sights = sights;
  }

  /**
   * What is wrong after an event, null when nothing is; bills must be whole.
   *
   * @param command what it comes of
   */
  @Nullable String take(Event event, Command command) {
    String problem = null;
    if (event instanceof Event.PositionRecorded recorded) {
      problem = record(recorded.position(), command);
    } else if (event instanceof Event.PositionRejected refused) {
      problem = refuse(refused, command);
    } else if (event instanceof Event.SlotSettled told) {
      problem = settle(told);
    }
    return problem == null ? null : problem + ": " + event;
  }

  private @Nullable String record(MeteredPosition position, Command command) {
    Key key = new Key(position.participant(), position.slot());
    if (!isOf(position, command)) {
      return "its command reports another position";
    } else if (settled.contains(position.slot())) {
      return "a position was taken after its slot was settled";
    }
    MeteredPosition before = newest.put(key, position);
    sights.seeIf(before != null, Sight.POSITION_CORRECTED);
    sights.seeIf(tooFar.remove(key), Sight.REFUSED_POSITION_TAKEN);
    return before != null && before.version() >= position.version()
        ? "an older version took the place of " + before
        : null;
  }

  private @Nullable String refuse(Event.PositionRejected refused, Command command) {
    MeteredPosition position = refused.position();
    Key key = new Key(position.participant(), position.slot());
    MeteredPosition known = newest.get(key);
    boolean newer = known == null || known.version() < position.version();
    RejectionCode code = refused.rejection().code();
    if (!isOf(position, command)) {
      return "its command reports another position";
    } else if (code == RejectionCode.SLOT_NOT_OPEN) {
      tooFar.add(key);
      sights.see(Sight.POSITION_TOO_FAR);
      return null;
    } else if (code == RejectionCode.SLOT_SETTLED) {
      sights.see(Sight.CORRECTION_TOO_LATE);
      return newer && settled.contains(position.slot()) ? null : "it was in time";
    } else if (code == RejectionCode.POSITION_NOT_NEWER) {
      return newer ? "it is newer" : null;
    }
    return null;
  }

  private static boolean isOf(MeteredPosition position, Command command) {
    return command instanceof Command.ReportPosition report && report.position().equals(position);
  }

  private @Nullable String settle(Event.SlotSettled told) {
    DeliverySlot slot = told.batch().slot();
    settled.add(slot);
    Map<String, Long> uncovered = new HashMap<>();
    for (String home : Community.HOMES) {
      uncovered.put(home, requireNonNull(newest.get(new Key(home, slot))).netWh());
    }
    for (BillLine line : told.billLines()) {
      long energy = line.energyWh();
      long covered =
          switch (line.kind()) {
            case TRADE_SELL, RESIDUAL_INJECTION -> -energy;
            case TRADE_BUY, RESIDUAL_WITHDRAWAL -> energy;
            default -> 0;
          };
      uncovered.computeIfPresent(line.participant(), (home, left) -> left + covered);
    }
    for (Map.Entry<String, Long> left : uncovered.entrySet()) {
      if (left.getValue() != 0) {
        return left.getKey() + " is not billed by its newest position";
      }
    }
    return null;
  }
}
