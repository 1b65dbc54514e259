package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.commonwatt.core.CallDelivery;
import org.commonwatt.core.CallView;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event.UnitCalled;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Delivered against called: a call, and slot by slot what its units accepted and delivered. */
final class CallDeliveriesJson {
  /** The most slots that one answer tells. */
  static final int SLOTS = 96;

  private CallDeliveriesJson() {}

  /**
   * From what the engine knows at this moment.
   *
   * @param owner of the units that are told, null for all
   * @param fromMillis start of the first slot that is told; the call's when that is later
   */
  static ObjectNode of(MarketView view, String call, @Nullable String owner, long fromMillis) {
    CallView found =
        view.market().calls().stream()
            .filter(one -> one.called().call().call().equals(call))
            .filter(one -> owner == null || !units(one, owner).isEmpty())
            .findFirst()
            .orElseThrow(() -> unknown(call));
    DispatchCall asked = found.called().call();
    int minutes = Slots.rulebook(view).timing().slotMinutes();
    long length = minutes * 60_000L;
    long first = Math.max(asked.fromMillis(), -Math.floorDiv(-fromMillis, length) * length);
    long next = first + SLOTS * length;
    List<UnitCalled> units = units(found, owner);
    List<CallDelivery> deliveries = view.market().callDeliveries(found, first, SLOTS);
    ObjectNode node = CallJson.call(found, units).put("asOfSequence", view.sequence());
    node.put("slotMinutes", minutes);
    node.put("next", next < asked.toMillis() ? StorageJson.instant(next) : null);
    for (int i = 0; i < units.size(); i++) {
      ArrayNode slots = ((ObjectNode) node.get("units").get(i)).putArray("slots");
      String unit = units.get(i).unit();
      deliveries.stream()
          .filter(one -> one.unit().equals(unit))
          .forEach(one -> slots.add(CallJson.delivery(one, minutes)));
    }
    return node;
  }

  private static ProblemException unknown(String call) {
    return new ProblemException(
        Problem.of(
            new Rejection(
                RejectionCode.UNKNOWN_CALL, "there is no such call " + call + ": look them up")));
  }

  private static List<UnitCalled> units(CallView view, @Nullable String owner) {
    return view.units().stream().filter(one -> owner == null || one.owner().equals(owner)).toList();
  }
}
