package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import org.commonwatt.core.CallDelivery;
import org.commonwatt.core.CallView;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event.CallAnswered;
import org.commonwatt.model.Event.CallEnded;
import org.commonwatt.model.Event.UnitCalled;
import org.jspecify.annotations.Nullable;

/** Dispatch calls in the words of the API. */
final class CallJson {
  private CallJson() {}

  /** A call with some of its units. */
  static ObjectNode call(CallView view, List<UnitCalled> which) {
    DispatchCall call = view.called().call();
    CallEnded end = view.end();
    ObjectNode node =
        Views.object()
            .put("call", call.call())
            .put("operator", view.called().operator())
            .put("area", call.area())
            .put("from", StorageJson.instant(call.fromMillis()))
            .put("to", StorageJson.instant(call.toMillis()))
            .put("injectionSlotWh", call.injectionSlotWh())
            .put("priceMicroPerKwh", call.priceMicroPerKwh())
            .put("answerMinutes", call.answerMinutes())
            .put("reason", call.reason())
            .put("calledAt", StorageJson.instant(view.called().timeMillis()))
            .put("state", end == null ? "open" : end.end().name().toLowerCase(Locale.ROOT))
            .put("endReason", end == null ? "" : end.reason());
    ArrayNode units = node.putArray("units");
    for (int i = 0; i < view.units().size(); i++) {
      UnitCalled unit = view.units().get(i);
      CallAnswered answer = i < view.answers().size() ? view.answers().get(i) : null;
      if (which.contains(unit)) {
        units.add(
            unit(unit)
                .put("until", StorageJson.instant(unit.untilMillis()))
                .put("answer", answer == null ? null : word(answer.answer()))
                .put("reason", answer == null ? "" : answer.reason())
                .put(
                    "from",
                    StorageJson.instant(
                        unit.fromMillis() == 0 ? call.fromMillis() : unit.fromMillis()))
                .put("lostAt", lostAt(view, unit)));
      }
    }
    return node;
  }

  private static @Nullable String lostAt(CallView view, UnitCalled unit) {
    Long lost = view.lostMillis().get(unit.unit());
    return lost == null ? null : StorageJson.instant(lost);
  }

  /** What a unit has in a slot; what nobody has reported yet is null. */
  static ObjectNode delivery(CallDelivery one, int slotMinutes) {
    boolean known = one.version() > 0 || one.lost();
    Long delivered = known ? (Long) one.deliveredWh() : null;
    Long missed = known ? (Long) one.missedWh() : null;
    return Views.object()
        .put("slotStart", StorageJson.instant(one.slotStartMillis()))
        .put("acceptedWh", one.acceptedWh())
        .put("acceptedW", watt(one.acceptedWh(), slotMinutes))
        .put("lost", one.lost())
        .put("version", one.version() == 0 ? null : (Integer) one.version())
        .put("deliveredWh", delivered)
        .put("deliveredW", delivered == null ? null : (Long) watt(delivered, slotMinutes))
        .put("missedWh", missed)
        .put("missedW", missed == null ? null : (Long) watt(missed, slotMinutes));
  }

  private static long watt(long energyWh, int slotMinutes) {
    return energyWh * 60 / slotMinutes;
  }

  /** A unit, what it is called for, and what it is paid. */
  static ObjectNode unit(UnitCalled one) {
    return Views.object()
        .put("unit", one.unit())
        .put("owner", one.owner())
        .put("injectionSlotWh", one.injectionSlotWh())
        .put("priceMicroPerKwh", one.priceMicroPerKwh());
  }

  /** What a unit is paid for all its slots, nano-currency. */
  static BigInteger costNano(UnitCalled one, long slots) {
    return BigInteger.valueOf(one.injectionSlotWh())
        .abs()
        .multiply(BigInteger.valueOf(slots))
        .multiply(BigInteger.valueOf(one.priceMicroPerKwh()));
  }

  static String word(DispatchCall.Answer answer) {
    return answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
