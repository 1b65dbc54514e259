package org.commonwatt.flink.netting;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.commonwatt.flink.registers.WideMath;
import org.commonwatt.flink.vee.LocalDay;
import org.commonwatt.flink.vee.PastDay;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * Expects of a slot what similar days had in it: the average of the last {@value #DAYS} days of the
 * same kind, rounded down. What is expected of photovoltaics soon after what was metered last is
 * scaled by how the sun shone in the hour before: see {@link Sun}.
 */
public final class Forecaster {
  /** How many days of a kind are averaged. */
  static final int DAYS = 5;

  /** The sun of the last hour says nothing of slots that start later than this after it. */
  static final long SCALED_MILLIS = 90 * 60_000L;

  private final ZoneOffset zone;

  /** A forecaster of days of local time. */
  public Forecaster(ZoneOffset zone) {
    this.zone = zone;
  }

  /**
   * How much was injected in the last metered hour, beside what was expected of it.
   *
   * @param injectedWh Wh, not negative
   * @param expectedWh of similar days, Wh, not negative
   */
  public record Sun(long injectedWh, long expectedWh) {
    /** Nothing was expected, as at night: nothing is scaled. */
    public static final Sun UNKNOWN = new Sun(0, 0);

    /**
     * What is expected of a slot after it: in proportion, rounded down, and at most twice as much.
     *
     * @param exportWh expected without scaling, Wh
     */
    long scaled(long exportWh) {
      if (expectedWh == 0) {
        return exportWh;
      }
      long injected = Math.min(injectedWh, 2 * expectedWh);
      return WideMath.multiplyDivide(exportWh, injected, expectedWh);
    }
  }

  /** What similar days had in a slot, null while there is none. */
  public @Nullable Expected expected(SimilarDays known, DeliverySlot slot) {
    LocalDay day = LocalDay.of(slot.startMillis(), zone);
    int slots = 24 * 60 / slot.minutes();
    List<PastDay> models =
        known.models(day).stream().filter(past -> past.importWh().length == slots).toList();
    if (models.isEmpty()) {
      return null;
    }
    LocalTime time = Instant.ofEpochMilli(slot.startMillis()).atOffset(zone).toLocalTime();
    int index = time.toSecondOfDay() / (slot.minutes() * 60);
    long importWh = 0;
    long exportWh = 0;
    for (PastDay model : models) {
      importWh += model.importWh()[index];
      exportWh += model.exportWh()[index];
    }
    return new Expected(importWh / models.size(), exportWh / models.size());
  }

  /** The same with the sun of the hour before it. */
  public @Nullable Expected expected(SimilarDays known, DeliverySlot slot, Sun sun) {
    @Nullable Expected plain = expected(known, slot);
    return plain == null ? null : new Expected(plain.importWh(), sun.scaled(plain.exportWh()));
  }
}
