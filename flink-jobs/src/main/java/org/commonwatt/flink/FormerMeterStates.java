package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.SimilarDays;
import org.jspecify.annotations.Nullable;

/**
 * The six states that versions before kept of a meter, which {@link MeterStates} has as two. A
 * meter's are taken over when it is heard next or its timer comes. Nothing is written to them.
 */
final class FormerMeterStates {
  private final ValueState<MeterState> meter;
  private final ValueState<Long> used;
  private final ValueState<DayBuffer> day;
  private final ValueState<SimilarDays> similar;
  private final ListState<RegisterReading> near;
  private final ValueState<Long> earliest;

  FormerMeterStates(RuntimeContext context) {
    meter = state(context, "meter", TypeInformation.of(MeterState.class));
    used = state(context, "last-used-millis", Types.LONG);
    day = state(context, "day", TypeInformation.of(DayBuffer.class));
    similar = state(context, "similar-days", TypeInformation.of(SimilarDays.class));
    near =
        context.getListState(
            new ListStateDescriptor<>("near-readings", TypeInformation.of(RegisterReading.class)));
    earliest = state(context, "earliest-waiting-slot", Types.LONG);
  }

  private static <T> ValueState<T> state(
      RuntimeContext context, String name, TypeInformation<T> type) {
    return context.getState(new ValueStateDescriptor<>(name, type));
  }

  /**
   * What a version before has kept of the current key's meter, which it does not have any more
   * afterwards; null when it kept nothing.
   */
  @Nullable Taken take() throws Exception {
    MeterState known = meter.value();
    if (known == null) {
      return null;
    }
    DayBuffer begun = day.value();
    SimilarDays days = similar.value();
    MeterMemory memory =
        new MeterMemory(
            known, begun == null ? DayBuffer.EMPTY : begun, days == null ? SimilarDays.NONE : days);
    List<RegisterReading> readings = new ArrayList<>();
    near.get().forEach(readings::add);
    NearReadings waiting = new NearReadings(usedMillis(known), earliest.value(), readings);
    clear();
    return new Taken(memory, waiting);
  }

  /** What was kept. */
  record Taken(MeterMemory memory, NearReadings near) {}

  /** State from before this was kept beside the meter's does not have it. */
  private @Nullable Long usedMillis(MeterState known) throws Exception {
    Long last = used.value();
    if (last != null) {
      return last;
    }
    return known.lastUsed() == null ? null : known.lastUsed().timeMillis();
  }

  private void clear() {
    meter.clear();
    used.clear();
    day.clear();
    similar.clear();
    near.clear();
    earliest.clear();
  }
}
