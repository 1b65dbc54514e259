package org.commonwatt.cli.scenario;

import java.util.List;
import org.commonwatt.model.Command.AnswerCall;
import org.commonwatt.model.Command.CallStorage;
import org.commonwatt.model.DispatchCall;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.UnitCalled;
import org.jspecify.annotations.Nullable;

/** The grid operator that calls what is still free, and stations that accept. */
final class Calling {
  /** Begins the ids of commitments to charge. */
  static final String CHARGE = "call-";

  private static final String DISCHARGE = "back-";
  private static final int HOUR_SLOTS = 4;
  private static final int ANSWER_MINUTES = 15;

  private final ScenarioMarket market;

  Calling(ScenarioMarket market) {
    this.market = market;
  }

  /**
   * Calls all power of the stations at the regulated price, hour by hour: who can keep a part of it
   * gets that.
   */
  void charge(List<Station> stations, Today today) {
    long slotWh = stations.stream().mapToLong(station -> station.size().slotWh()).sum();
    for (int slot = DaySteps.CALLED_FROM; slot < DaySteps.RELEASED; slot += HOUR_SLOTS) {
      call(
          new DispatchCall(
              CHARGE + today.number() + "-" + slot,
              QinghaiRules.AREA,
              today.at(slot),
              today.at(slot + HOUR_SLOTS),
              -slotWh,
              QinghaiRules.CALL_PRICE,
              ANSWER_MINUTES,
              "sun that the grid cannot take"));
    }
  }

  /** Calls what was stored by a call back in the evening, for nothing: the storing is paid. */
  void discharge(List<Station> stations, Today today) {
    int slots = DaySteps.NIGHT - DaySteps.EVENING;
    long slotWh = 0;
    for (Station station : stations) {
      slotWh += station.releasableWh(station.size().unit()) / slots;
    }
    if (slotWh > 0) {
      call(
          new DispatchCall(
              DISCHARGE + today.number(),
              QinghaiRules.AREA,
              today.at(DaySteps.EVENING),
              today.at(DaySteps.NIGHT),
              slotWh,
              0,
              ANSWER_MINUTES,
              "evening load"));
    }
  }

  private void call(DispatchCall call) {
    UnitCalled asked = asked(market.apply(new CallStorage(QinghaiRules.OPERATOR, call)));
    while (asked != null) {
      asked =
          asked(market.apply(new AnswerCall(asked.owner(), call.call(), asked.unit(), true, "")));
    }
  }

  private static @Nullable UnitCalled asked(List<Event> events) {
    for (Event event : events) {
      if (event instanceof UnitCalled called) {
        return called;
      }
    }
    return null;
  }
}
