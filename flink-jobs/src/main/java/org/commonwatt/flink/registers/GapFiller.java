package org.commonwatt.flink.registers;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.flink.vee.VeeRules;
import org.commonwatt.model.Quality;

/**
 * Registers at the borders between two readings. Up to {@code linearMinutes} they lie on the
 * straight line; beyond, the rise is shared out as the energy of similar days runs. Each is rounded
 * down by itself, so the slots add up to the rise, and of a slot the remainder goes to the next.
 */
final class GapFiller {
  private final SlotRules slots;
  private final MeterRules meter;
  private final SimilarDays similar;

  GapFiller(SlotRules slots, MeterRules meter, SimilarDays similar) {
    this.slots = slots;
    this.meter = meter;
    this.similar = similar;
  }

  /**
   * The registers at all borders after one reading up to another, in order.
   *
   * @param after a later reading, no register below {@code before}
   * @param lossy whether energy was lost before {@code after}: its border is an estimate, too
   */
  List<BorderRegisters> borders(RegisterReading before, RegisterReading after, boolean lossy) {
    long end = after.timeMillis();
    long at = slots.borderAfter(before.timeMillis());
    if (at > end) {
      return List.of(); // as for most readings
    }
    List<BorderRegisters> borders = new ArrayList<>();
    for (; at < end; at += slots.slotMillis()) {
      borders.add(BorderRegisters.between(before, after, at));
    }
    if (!borders.isEmpty() && isLong(before, after)) {
      borders = onCourse(before, after, borders);
    }
    if (at == end) {
      Quality least = lossy ? Quality.ESTIMATED : Quality.ACTUAL;
      borders.add(BorderRegisters.exactly(after).atBest(least));
    }
    return borders;
  }

  private boolean isLong(RegisterReading before, RegisterReading after) {
    VeeRules.Gaps gaps = meter.rules().gaps();
    return !similar.days().isEmpty()
        && gaps.similarDays() > 0
        && after.timeMillis() - before.timeMillis() > gaps.linearMinutes() * 60_000L;
  }

  /**
   * Where similar days have no energy at all in this time, or would put more into a slot than any
   * meter measures, the straight line.
   */
  private List<BorderRegisters> onCourse(
      RegisterReading before, RegisterReading after, List<BorderRegisters> line) {
    Course imports = new Course(true, before, after, line);
    Course exports = new Course(false, before, after, line);
    List<BorderRegisters> borders = new ArrayList<>();
    for (int i = 0; i < line.size(); i++) {
      BorderRegisters straight = line.get(i);
      borders.add(
          new BorderRegisters(
              straight.timeMillis(),
              imports.isUsable ? imports.at(i) : straight.importWh(),
              exports.isUsable ? exports.at(i) : straight.exportWh(),
              Quality.SUBSTITUTED));
    }
    return borders;
  }

  /** The course of one direction; one walk along the gap. */
  private final class Course {
    private final long fromWh;
    private final long riseWh;
    private final long[] before;
    private final long whole;
    private final boolean isUsable;

    Course(boolean imports, RegisterReading from, RegisterReading until, List<BorderRegisters> at) {
      fromWh = imports ? from.importWh() : from.exportWh();
      riseWh = (imports ? until.importWh() : until.exportWh()) - fromWh;
      before = new long[at.size()];
      long sum = 0;
      long last = from.timeMillis();
      for (int i = 0; i < before.length; i++) {
        long next = at.get(i).timeMillis();
        sum = Math.addExact(sum, weight(imports, last, next));
        before[i] = sum;
        last = next;
      }
      whole = Math.addExact(sum, weight(imports, last, until.timeMillis()));
      isUsable = whole > 0 && fits(from.timeMillis(), until.timeMillis(), at);
    }

    long at(int border) {
      return fromWh + WideMath.multiplyDivide(riseWh, before[border], whole);
    }

    /** Whether no slot, and no part of one, has more than a meter can measure in that time. */
    private boolean fits(long fromMillis, long untilMillis, List<BorderRegisters> at) {
      long last = fromWh;
      long lastMillis = fromMillis;
      for (int i = 0; i < before.length; i++) {
        if (isTooMuch(at(i) - last, at.get(i).timeMillis() - lastMillis)) {
          return false;
        }
        last = at(i);
        lastMillis = at.get(i).timeMillis();
      }
      return !isTooMuch(fromWh + riseWh - last, untilMillis - lastMillis);
    }

    private boolean isTooMuch(long energyWh, long millis) {
      return WideMath.productExceeds(
          energyWh, slots.slotMillis(), SlotRules.MAX_METER_WH_PER_SLOT, millis);
    }

    private long weight(boolean imports, long fromMillis, long untilMillis) {
      return similar.weight(imports, fromMillis, untilMillis, slots.slotMinutes(), meter.zone());
    }
  }
}
