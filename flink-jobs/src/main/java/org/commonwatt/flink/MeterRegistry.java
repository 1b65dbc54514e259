package org.commonwatt.flink;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.flink.netting.GridRules;
import org.commonwatt.flink.netting.Home;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/** Which meter belongs to whom. */
final class MeterRegistry implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> participantByMeter;
  private final HashMap<String, HashSet<String>> metersByParticipant = new HashMap<>();
  private final GridRules grid;

  /**
   * A registry with a copy of the map.
   *
   * @param participantByMeter from the meter's id to its participant's
   * @param grid the meters at the boundaries of areas
   * @throws IllegalArgumentException when a text is not an id, a participant has too many meters,
   *     or a boundary meter is a participant's
   */
  MeterRegistry(Map<String, String> participantByMeter, GridRules grid) {
    this.participantByMeter = new TreeMap<>(participantByMeter);
    this.grid = grid;
    for (String boundary : grid.boundaryMeters()) {
      if (participantByMeter.containsKey(boundary)) {
        throw new IllegalArgumentException(
            "grid: boundary meter "
                + boundary
                + " is a meter of "
                + participantByMeter.get(boundary));
      }
    }
    this.participantByMeter.forEach(
        (meter, participant) -> {
          Ids.require("meter", meter);
          Ids.require("participant", participant);
          HashSet<String> meters =
              metersByParticipant.computeIfAbsent(participant, first -> new HashSet<>());
          meters.add(meter);
          if (meters.size() > SlotRules.MAX_METERS_PER_PARTICIPANT) {
            throw new IllegalArgumentException(
                "participant "
                    + participant
                    + " has more than "
                    + SlotRules.MAX_METERS_PER_PARTICIPANT
                    + " meters");
          }
        });
  }

  /**
   * Whom the meter belongs to, null when it is not registered. In the place of a boundary meter's
   * participant stands {@code area>}, which is no id, so nobody can be called so and see its rows.
   */
  @Nullable String participantOf(String meter) {
    @Nullable String participant = participantByMeter.get(meter);
    if (participant != null) {
      return participant;
    }
    @Nullable String area = grid.areaOfBoundary(meter);
    return area == null ? null : area + ">";
  }

  /** What is known of areas. */
  GridRules grid() {
    return grid;
  }

  /** The participants that are in an area. */
  List<Home> homes() {
    List<Home> homes = new ArrayList<>();
    metersByParticipant.forEach(
        (participant, meters) -> {
          String area = grid.areaOf(participant);
          if (area != null) {
            homes.add(new Home(participant, area, List.copyOf(meters)));
          }
        });
    return homes;
  }

  /** Where what is reported of a meter belongs when no meter changes hands. */
  AreaPlace placeOf(String meter, String participant) {
    @Nullable String boundary = grid.areaOfBoundary(meter);
    @Nullable String area = boundary == null ? grid.areaOf(participant) : boundary;
    return area == null ? AreaPlace.NOWHERE : new AreaPlace(area, grid.membersOf(area));
  }

  /** How many meters the participant has. */
  int metersOf(String participant) {
    return metersOfParticipant(participant).size();
  }

  /** The meters that the participant has. */
  Set<String> metersOfParticipant(String participant) {
    HashSet<String> meters = metersByParticipant.get(participant);
    return meters == null ? Set.of() : meters;
  }
}
