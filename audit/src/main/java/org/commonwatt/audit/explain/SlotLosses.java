package org.commonwatt.audit.explain;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.AreaBalance;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.SlotSettled;

/** What the areas of a slot lost. */
final class SlotLosses {
  private final long start;
  private final Map<String, String> sources = new HashMap<>(); // by area and version
  private final List<Explanation.Losses> found = new ArrayList<>();

  SlotLosses(long start) {
    this.start = start;
  }

  /** A boundary has reported; {@code source} names the record. */
  void recorded(Event.BoundaryRecorded event, String source) {
    if (event.flow().slot().startMillis() == start) {
      sources.put(event.flow().area() + " " + event.flow().version(), source);
    }
  }

  void balanced(Explanation.At at, Event.AreaBalanced event) {
    AreaBalance balance = event.balance();
    if (balance.slot().startMillis() == start) {
      found.add(
          new Explanation.Losses(
              at,
              event.run(),
              balance.area(),
              balance.boundaryVersion(),
              sources.getOrDefault(balance.area() + " " + balance.boundaryVersion(), ""),
              balance.enteredWh(),
              balance.leftWh(),
              balance.technicalWh(),
              balance.residualWh(),
              balance.limitWh()));
    }
  }

  /** Those of a participant that bears some of them by the settlements of the slot. */
  List<Explanation.Losses> of(String participant, Collection<SlotSettled> settlements) {
    boolean bears =
        settlements.stream()
            .flatMap(settled -> settled.billLines().stream())
            .anyMatch(
                line ->
                    line.participant().equals(participant)
                        && line.kind().compareTo(Kind.CORRECTION_OTHER_SIDE) > 0
                        && line.kind().compareTo(Kind.BID_SURPLUS) < 0);
    return bears ? found : List.of();
  }
}
