package org.commonwatt.flink;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.model.Ids;
import org.jspecify.annotations.Nullable;

/** Which meter belongs to whom. */
final class MeterRegistry implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, String> participantByMeter;
  private final HashMap<String, Integer> metersByParticipant = new HashMap<>();

  /**
   * A registry with a copy of the map.
   *
   * @param participantByMeter from the meter's id to its participant's
   * @throws IllegalArgumentException when a text is not an id or a participant has too many meters
   */
  MeterRegistry(Map<String, String> participantByMeter) {
    this.participantByMeter = new TreeMap<>(participantByMeter);
    this.participantByMeter.forEach(
        (meter, participant) -> {
          Ids.require("meter", meter);
          Ids.require("participant", participant);
          if (metersByParticipant.merge(participant, 1, Integer::sum)
              > SlotRules.MAX_METERS_PER_PARTICIPANT) {
            throw new IllegalArgumentException(
                "participant "
                    + participant
                    + " has more than "
                    + SlotRules.MAX_METERS_PER_PARTICIPANT
                    + " meters");
          }
        });
  }

  /** Whom the meter belongs to, or null when it is not registered. */
  @Nullable String participantOf(String meter) {
    return participantByMeter.get(meter);
  }

  /** How many meters the participant has. */
  int metersOf(String participant) {
    return metersByParticipant.getOrDefault(participant, 0);
  }
}
