package org.commonwatt.audit.explain;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.audit.EvidenceHash;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Quality;

/**
 * What a slot's readings say by the simplest rule: the energy of a meter is the difference of its
 * registers at the slot's two borders, its quality the worst of the readings from border to border.
 */
final class BorderReadings {
  private static final Comparator<String> BY_BYTES =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private final long start;
  private final int minutes;
  private final TreeMap<String, Meter> meters = new TreeMap<>(BY_BYTES);

  BorderReadings(long start, int minutes, List<Explanation.Reading> readings) {
    this.start = start;
    this.minutes = minutes;
    long end = start + minutes * 60_000L;
    for (Explanation.Reading reading : readings) {
      long time = Instant.parse(reading.time()).toEpochMilli();
      if (time >= start && time <= end) {
        meters.computeIfAbsent(reading.meter(), first -> new Meter()).add(reading, time, end);
      }
    }
  }

  /**
   * Whether these readings give an evidence. False as well when a meter has none at a border: of
   * what was interpolated or substituted they cannot tell.
   */
  boolean show(Hash evidence) {
    EvidenceHash hash = new EvidenceHash(start, minutes, meters.size());
    for (Map.Entry<String, Meter> entry : meters.entrySet()) {
      Meter meter = entry.getValue();
      if (meter.first == null || meter.last == null) {
        return false;
      }
      hash.meter(
          entry.getKey(),
          meter.last.importWh() - meter.first.importWh(),
          meter.last.exportWh() - meter.first.exportWh(),
          meter.worst);
    }
    return hash.value().equals(evidence);
  }

  private final class Meter {
    private Explanation.@org.jspecify.annotations.Nullable Reading first;
    private Explanation.@org.jspecify.annotations.Nullable Reading last;
    private Quality worst = Quality.ACTUAL;

    /** Of several readings of one instant the one with the smallest sequence stands. */
    void add(Explanation.Reading reading, long time, long end) {
      if (time == start && (first == null || reading.sequence() < first.sequence())) {
        first = reading;
      }
      if (time == end && (last == null || reading.sequence() < last.sequence())) {
        last = reading;
      }
      worst = Quality.worse(worst, Quality.valueOf(reading.quality()));
    }
  }
}
