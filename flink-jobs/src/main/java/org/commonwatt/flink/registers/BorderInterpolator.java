package org.commonwatt.flink.registers;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.Quality;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;

/**
 * Computes one meter's registers at the slot borders and from them the energy of each slot.
 *
 * <p>A reading waits until nothing before it can come any more (the horizon has reached it) and
 * until a border is reached; then all readings up to that border are judged together. A reading
 * exactly on a border gives its registers, otherwise they are interpolated between the two accepted
 * readings around it. So any shuffle or repetition of readings that arrive before the horizon
 * passes them gives the same energies, and so does any schedule of horizons.
 */
public final class BorderInterpolator {
  private final SlotRules rules;

  /** An interpolator for slots of one length. */
  public BorderInterpolator(SlotRules rules) {
    this.rules = rules;
  }

  /**
   * Takes a reading in.
   *
   * @return the next state, with one rejected reading when it came too late or repeats the last one
   */
  public Settlement arrive(MeterState state, RegisterReading reading) {
    RegisterReading used = state.lastUsed();
    if (used != null && reading.timeMillis() <= used.timeMillis()) {
      RejectedReading refusal =
          reading.timeMillis() == used.timeMillis()
              ? SegmentJudge.repeat(reading, used)
              : ReadingRejections.late(reading, used);
      return new Settlement(state, List.of(), List.of(refusal), 0);
    }
    List<RegisterReading> waiting = new ArrayList<>(state.waiting());
    waiting.add(reading);
    return new Settlement(new MeterState(state.border(), used, waiting), List.of(), List.of(), 0);
  }

  /**
   * Computes every border that can be computed.
   *
   * @param horizonMillis no reading at or before this instant is awaited any more
   */
  public Settlement settle(MeterState state, long horizonMillis) {
    List<RegisterReading> waiting = new ArrayList<>(state.waiting());
    waiting.sort(RegisterReading.CANONICAL);
    Walk walk = new Walk(state);
    int from = 0;
    for (int end = walk.segmentEnd(waiting, from, horizonMillis);
        end > from;
        end = walk.segmentEnd(waiting, from, horizonMillis)) {
      walk.take(waiting.subList(from, end));
      from = end;
    }
    MeterState next =
        new MeterState(
            walk.border, walk.last, new ArrayList<>(waiting.subList(from, waiting.size())));
    return new Settlement(next, walk.energies, walk.rejected, walk.restarts);
  }

  /** The way from border to border within one call. */
  private final class Walk {
    private @Nullable BorderRegisters border;
    private @Nullable RegisterReading last;
    private final List<IntervalEnergy> energies = new ArrayList<>();
    private final List<RejectedReading> rejected = new ArrayList<>();
    private int restarts;

    Walk(MeterState state) {
      this.border = state.border();
      this.last = state.lastUsed();
    }

    /**
     * One past the last reading of the segment that starts at {@code from}: the first instant at or
     * after the next border, with all readings of that instant; {@code from} when the horizon has
     * not reached such an instant.
     */
    int segmentEnd(List<RegisterReading> waiting, int from, long horizonMillis) {
      long awaited = last == null ? Long.MIN_VALUE : rules.borderAfter(last.timeMillis());
      int end = from;
      while (end < waiting.size() && waiting.get(end).timeMillis() < awaited) {
        end++;
      }
      if (end == waiting.size() || waiting.get(end).timeMillis() > horizonMillis) {
        return from;
      }
      long instant = waiting.get(end).timeMillis();
      while (end < waiting.size() && waiting.get(end).timeMillis() == instant) {
        end++;
      }
      return end;
    }

    void take(List<RegisterReading> segment) {
      SegmentJudge judge = new SegmentJudge(rules, last);
      judge.judge(segment);
      rejected.addAll(judge.rejected());
      judge.accepted().forEach(this::use);
    }

    private void use(RegisterReading reading) {
      RegisterReading before = last;
      if (before == null) {
        border = isOnBorder(reading) ? BorderRegisters.exactly(reading) : null;
      } else if (SegmentJudge.startsAnew(rules, before, reading)) {
        border = isOnBorder(reading) ? BorderRegisters.exactly(reading) : null;
        restarts++;
      } else {
        computeBorders(before, reading);
      }
      last = reading;
    }

    private void computeBorders(RegisterReading before, RegisterReading reading) {
      long at = rules.borderAfter(before.timeMillis());
      for (; at <= reading.timeMillis(); at += rules.slotMillis()) {
        BorderRegisters reached =
            at == reading.timeMillis()
                ? BorderRegisters.exactly(reading)
                : BorderRegisters.between(before, reading, at);
        if (border != null) {
          energies.add(energy(reading, border, reached));
        }
        border = reached;
      }
    }

    private boolean isOnBorder(RegisterReading reading) {
      return DeliverySlot.isBorder(reading.timeMillis(), rules.slotMinutes());
    }

    private IntervalEnergy energy(
        RegisterReading reading, BorderRegisters start, BorderRegisters end) {
      return new IntervalEnergy(
          reading.meter(),
          reading.participant(),
          new DeliverySlot(start.timeMillis(), rules.slotMinutes()),
          1,
          end.importWh() - start.importWh(),
          end.exportWh() - start.exportWh(),
          worse(start.quality(), end.quality()));
    }
  }

  /** The worse of two qualities. */
  public static Quality worse(Quality one, Quality other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
