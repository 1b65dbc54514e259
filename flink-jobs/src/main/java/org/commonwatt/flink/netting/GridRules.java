package org.commonwatt.flink.netting;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which accounts are in which area, and what is known of the areas' connections. */
public final class GridRules implements Serializable {
  /** Nothing is known of areas: no flows are stated. */
  public static final GridRules NONE = new GridRules(Map.of(), List.of(), false);

  private static final long serialVersionUID = 1L;

  private final boolean known;
  private final HashMap<String, String> areaByParticipant;
  private final HashMap<String, Integer> membersByArea = new HashMap<>();
  private final HashMap<String, AreaGrid> areas = new HashMap<>();
  private final HashMap<String, String> areaByBoundary = new HashMap<>();

  /**
   * Rules.
   *
   * @param areaByParticipant where each member's meters are
   * @param grid the areas of which something is known, each once
   * @throws IllegalArgumentException when an area or a boundary meter is named twice
   */
  public GridRules(Map<String, String> areaByParticipant, Collection<AreaGrid> grid) {
    this(areaByParticipant, grid, true);
  }

  private GridRules(
      Map<String, String> areaByParticipant, Collection<AreaGrid> grid, boolean known) {
    this.known = known;
    this.areaByParticipant = new HashMap<>(areaByParticipant);
    areaByParticipant.values().forEach(area -> membersByArea.merge(area, 1, Integer::sum));
    for (AreaGrid area : grid) {
      if (areas.put(area.area(), area) != null) {
        throw new IllegalArgumentException("grid: " + area.area() + " is listed twice");
      }
      String meter = area.boundaryMeter();
      if (meter == null) {
        continue;
      }
      if (areaByBoundary.put(meter, area.area()) != null) {
        throw new IllegalArgumentException("grid: boundary meter " + meter + " is listed twice");
      }
    }
  }

  /** Whether areas are known: members that come later are in one, too. */
  public boolean isKnown() {
    return known;
  }

  /** Where a participant's meters are, null of one that is in no area. */
  public @Nullable String areaOf(String participant) {
    return areaByParticipant.get(participant);
  }

  /** The area whose boundary a meter is on, null of another meter. */
  public @Nullable String areaOfBoundary(String meter) {
    return areaByBoundary.get(meter);
  }

  /** The boundary meters. */
  public Set<String> boundaryMeters() {
    return new HashSet<>(areaByBoundary.keySet());
  }

  /** How many accounts of the community file are in an area. */
  public int membersOf(String area) {
    return membersByArea.getOrDefault(area, 0);
  }

  /** What is known of an area's connection. */
  public AreaGrid of(String area) {
    AreaGrid known = areas.get(area);
    return known == null ? AreaGrid.unlimited(area) : known;
  }
}
