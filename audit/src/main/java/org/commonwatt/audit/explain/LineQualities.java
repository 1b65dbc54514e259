package org.commonwatt.audit.explain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/**
 * The quality of the positions that lines of bills rest on. A run takes the newest position of each
 * member; a line that takes a former one back rests on what that one rested on.
 */
public final class LineQualities {
  private static final String REVERSED = "_REVERSED";

  /** By event; without those that were read in full and replace none, which are most. */
  private final Map<Owner, TreeMap<Long, Quality>> told = new HashMap<>();

  private final Map<Long, List<Run>> runs = new HashMap<>();

  /** Knows no event yet. */
  public LineQualities() {}

  private record Owner(String participant, long slotStart) {}

  private record Side(String participant, String counterparty, BillLine.Kind kind) {}

  /**
   * A run after the initial one has few lines, and of the initial one it is enough to know when.
   */
  private record Run(long event, Set<Side> lines) {}

  /**
   * Takes an event, in the order of the log.
   *
   * @param sequence its number
   * @param event bills in one piece
   */
  public void event(long sequence, Event event) {
    if (event instanceof Event.PositionRecorded one) {
      position(sequence, one.position());
    } else if (event instanceof Event.PositionAssumed one) {
      position(sequence, one.position());
    } else if (event instanceof Event.SlotSettled settled) {
      run(settled.batch().slot().startMillis(), new Run(sequence, Set.of()));
    } else if (event instanceof Event.SlotRevised revised) {
      Set<Side> lines =
          revised.billLines().stream()
              .map(line -> new Side(line.participant(), line.counterparty(), line.kind()))
              .collect(Collectors.toSet());
      run(revised.batch().slot().startMillis(), new Run(sequence, lines));
    }
  }

  private void position(long sequence, MeteredPosition position) {
    Owner owner = new Owner(position.participant(), position.slot().startMillis());
    boolean replaces = position.version() > 1 || told.containsKey(owner);
    if (replaces || position.quality().isEstimate()) {
      told.computeIfAbsent(owner, first -> new TreeMap<>()).put(sequence, position.quality());
    }
  }

  private void run(long slotStart, Run run) {
    runs.computeIfAbsent(slotStart, first -> new ArrayList<>()).add(run);
  }

  /**
   * The quality behind a line.
   *
   * @param run the settlement run that it is of, from 0, which was given
   * @return null of a line that rests on no position
   */
  public @Nullable Quality of(BillLine line, int run) {
    if (!line.kind().isMetered()) {
      return null;
    }
    long start = line.slot().startMillis();
    String owner = line.kind().tellsOfCounterparty() ? line.counterparty() : line.participant();
    TreeMap<Long, Quality> positions = told.get(new Owner(owner, start));
    if (positions == null) {
      return Quality.ACTUAL;
    }
    List<Run> ofSlot = runs.getOrDefault(start, List.of());
    Map.Entry<Long, Quality> newest =
        positions.lowerEntry(ofSlot.get(settledBy(line, run, ofSlot)).event());
    return newest == null ? Quality.ACTUAL : newest.getValue();
  }

  /** The run whose positions a line rests on. */
  private static int settledBy(BillLine line, int run, List<Run> ofSlot) {
    String name = line.kind().name();
    if (!name.endsWith(REVERSED)) {
      return run;
    }
    BillLine.Kind former = BillLine.Kind.valueOf(name.replace(REVERSED, ""));
    Side side = new Side(line.participant(), line.counterparty(), former);
    int before = run - 1;
    while (before > 0 && !ofSlot.get(before).lines().contains(side)) {
      before--;
    }
    return before;
  }
}
