package org.commonwatt.flink.registers;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.SimilarDays;
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
 * exactly on a border gives its registers, otherwise they are estimated between the two accepted
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
   * Takes readings in.
   *
   * @return the next state; rejected are those that came too late or repeat the last one
   */
  public Settlement arrive(MeterState state, List<RegisterReading> readings) {
    RegisterReading used = state.lastUsed();
    List<RegisterReading> waiting = new ArrayList<>(state.waiting());
    List<RejectedReading> refused = new ArrayList<>();
    for (RegisterReading reading : readings) {
      if (used == null || reading.timeMillis() > used.timeMillis()) {
        waiting.add(reading);
      } else if (reading.timeMillis() == used.timeMillis()) {
        refused.add(SegmentJudge.repeat(reading, used));
      } else {
        refused.add(ReadingRejections.late(reading, used));
      }
    }
    MeterState next = new MeterState(state.border(), used, waiting, state.registers());
    return new Settlement(next, List.of(), refused, List.of(), 0);
  }

  /** The refusal of a reading that says what another one has said. */
  public static RejectedReading duplicate(RegisterReading reading) {
    return ReadingRejections.duplicate(reading);
  }

  /**
   * Whether a reading may complete a slot, now or when others have come: it lies at or after the
   * border that is awaited.
   *
   * @param usedMillis of the last reading that was used, null when there is none
   */
  public boolean mayComplete(@Nullable Long usedMillis, RegisterReading reading) {
    return usedMillis == null || reading.timeMillis() >= rules.borderAfter(usedMillis);
  }

  /** {@link #settle(MeterState, long, MeterRules, SimilarDays)} without rules of its type. */
  public Settlement settle(MeterState state, long horizonMillis) {
    return settle(state, horizonMillis, MeterRules.DEFAULT, SimilarDays.NONE);
  }

  /**
   * Computes every border that can be computed.
   *
   * @param horizonMillis no reading at or before this instant is awaited any more
   * @param meter what holds for the meter
   * @param similar days that long gaps take their course from
   */
  public Settlement settle(
      MeterState state, long horizonMillis, MeterRules meter, SimilarDays similar) {
    List<RegisterReading> waiting = new ArrayList<>(state.waiting());
    waiting.sort(RegisterReading.CANONICAL);
    Walk walk = new Walk(state, meter, new GapFiller(rules, meter, similar));
    int from = 0;
    for (int end = walk.segmentEnd(waiting, from, horizonMillis);
        end > from;
        end = walk.segmentEnd(waiting, from, horizonMillis)) {
      walk.take(waiting.subList(from, end));
      from = end;
    }
    List<RegisterReading> left = new ArrayList<>(waiting.subList(from, waiting.size()));
    return new Settlement(
        walk.stateWith(left), walk.energies, walk.rejected, walk.findings, walk.restarts);
  }

  /** The way from border to border within one call. */
  private final class Walk {
    private final MeterRules meter;
    private final GapFiller gaps;
    private @Nullable BorderRegisters border;
    private @Nullable RegisterReading last;
    private @Nullable RegisterReading shown;
    private MeterState.Registers registers;
    private final List<IntervalEnergy> energies = new ArrayList<>();
    private final List<RejectedReading> rejected = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int restarts;

    Walk(MeterState state, MeterRules meter, GapFiller gaps) {
      this.meter = meter;
      this.gaps = gaps;
      this.border = state.border();
      this.shown = state.lastUsed();
      this.registers = state.registers();
      this.last = shown == null ? null : shown.plus(registers.offsets());
    }

    MeterState stateWith(List<RegisterReading> waiting) {
      return new MeterState(border, shown, waiting, registers);
    }

    /**
     * One past the last reading of the segment that starts at {@code from}: the first instant at or
     * after the next border, with all readings of that instant; {@code from} when the horizon has
     * not reached such an instant.
     */
    int segmentEnd(List<RegisterReading> waiting, int from, long horizonMillis) {
      long awaited = shown == null ? Long.MIN_VALUE : rules.borderAfter(shown.timeMillis());
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
      SegmentJudge judge = new SegmentJudge(rules, meter, stateWith(List.of()));
      judge.judge(segment);
      rejected.addAll(judge.rejected());
      findings.addAll(judge.findings());
      registers = judge.registers();
      judge.accepted().forEach(this::use);
    }

    private void use(SegmentJudge.Accepted accepted) {
      RegisterReading reading = accepted.continuous();
      RegisterReading before = last;
      if (before == null) {
        border = isOnBorder(reading) ? BorderRegisters.exactly(reading) : null;
      } else if (SegmentJudge.startsAnew(rules, before, reading)) {
        border = isOnBorder(reading) ? BorderRegisters.exactly(reading) : null;
        restarts++;
      } else {
        computeBorders(before, accepted);
      }
      last = reading;
      shown = accepted.shown();
    }

    private void computeBorders(RegisterReading before, SegmentJudge.Accepted accepted) {
      RegisterReading reading = accepted.continuous();
      for (BorderRegisters reached : gaps.borders(before, reading, accepted.lossy())) {
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
          Quality.worse(start.quality(), end.quality()));
    }
  }
}
