package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.commonwatt.flink.chain.ChainStep;
import org.commonwatt.flink.chain.Corrector;
import org.commonwatt.flink.chain.MeterChain;
import org.commonwatt.flink.chain.MeterMemory;
import org.commonwatt.flink.registers.MeterState;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.registers.SlotRules;
import org.commonwatt.flink.vee.DayBuffer;
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.RulesFile;
import org.commonwatt.flink.vee.SimilarDays;
import org.commonwatt.model.IntervalEnergy;
import org.commonwatt.model.RejectedReading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keyed by meter: holds its readings until time has passed them and computes the energy of its
 * slots, by the rules that hold at the instant of the reading.
 *
 * <p>A reading that may complete a slot sets a timer at its own instant plus the allowed lateness
 * and is settled by that timer alone, so how far time jumps at once (a replay) makes no difference.
 * A reading that comes after its border was computed corrects, or is refused.
 */
final class IntervalEnergyFunction
    extends KeyedBroadcastProcessFunction<String, RegisterReading, String, IntervalEnergy>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IntervalEnergyFunction.class);

  private final int slotMinutes;
  private final long maxGapMillis;
  private final long allowedLatenessMillis;
  private final long correctionMillis;
  private final String firstRules;

  private transient MeterChain chain;
  private transient Corrector corrector;
  private transient RulesInForce rules;
  private transient ValueState<MeterState> meter;
  private transient ValueState<Long> used;
  private transient ValueState<DayBuffer> day;
  private transient ValueState<SimilarDays> similar;
  private transient WaitingReadings ahead;
  private transient MeterPast past;
  private transient RejectedReadings refusals;
  private transient Findings findings;

  /**
   * A function.
   *
   * @param firstRules text of the rules of meters that a job without a checkpoint starts with; it
   *     was parsed before; empty: the defaults
   */
  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  IntervalEnergyFunction(MeteringRules rules, String firstRules) {
    this.slotMinutes = rules.slotMinutes();
    this.maxGapMillis = rules.maxGap().toMillis();
    this.allowedLatenessMillis = rules.allowedLateness().toMillis();
    this.correctionMillis = rules.corrections().toMillis();
    this.firstRules = firstRules;
  }

  /** A job whose checkpoint has versions goes on with those, until the file is read again. */
  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    BroadcastState<Long, String> versions =
        context.getOperatorStateStore().getBroadcastState(MeterRulesSource.VERSIONS);
    if (!firstRules.isEmpty() && texts(versions).isEmpty()) {
      versions.put(RulesFile.parse("meter rules", firstRules).validFromMillis(), firstRules);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // Flink keeps the versions by itself
  }

  @Override
  public void open(OpenContext context) {
    chain = new MeterChain(new SlotRules(slotMinutes, maxGapMillis));
    corrector = new Corrector(chain);
    rules = new RulesInForce();
    meter = state("meter", MeterState.class);
    used = state("last-used-millis", Long.class);
    day = state("day", DayBuffer.class);
    similar = state("similar-days", SimilarDays.class);
    ahead = new WaitingReadings(getRuntimeContext(), slotMinutes);
    past = new MeterPast(getRuntimeContext(), correctionMillis);
    refusals = new RejectedReadings(getRuntimeContext().getMetricGroup());
    findings = new Findings(getRuntimeContext().getMetricGroup());
  }

  private <T> ValueState<T> state(String name, Class<T> type) {
    return getRuntimeContext().getState(new ValueStateDescriptor<>(name, TypeInformation.of(type)));
  }

  @Override
  public void processElement(
      RegisterReading reading, ReadOnlyContext context, Collector<IntervalEnergy> out)
      throws Exception {
    Long last = lastUsedMillis();
    if (last != null && reading.timeMillis() <= last) {
      if (past.isKept()) {
        correct(reading, context, out);
      } else {
        refuse(chain.arrive(memory(), List.of(reading)).rejected(), context);
      }
      return;
    }
    if (last == null && meter.value() == null) {
      if (past.isKept()) {
        past.begin();
      }
      meter.update(MeterState.NEW);
    }
    if (past.isKept()) {
      past.add(reading);
    }
    ahead.add(reading, last);
    if (chain.mayComplete(last, reading)) {
      setTimers(reading.timeMillis(), last, context.timerService());
    }
  }

  /**
   * When the last reading was used, null when none was. It is kept beside the meter's state, since
   * each reading asks for it and for nothing else. State from before this was kept does not have
   * it.
   */
  private @Nullable Long lastUsedMillis() throws Exception {
    Long last = used.value();
    if (last != null) {
      return last;
    }
    MeterState known = meter.value();
    return known == null || known.lastUsed() == null ? null : known.lastUsed().timeMillis();
  }

  /** Silence is looked for once a day: the reading before has set that timer on its day. */
  private void setTimers(long millis, @Nullable Long last, TimerService timers) {
    timers.registerEventTimeTimer(millis + allowedLatenessMillis);
    long silence = endOfSilence(endOfDay(millis));
    if (last == null
        || endOfDay(last) != endOfDay(millis)
        || silence <= timers.currentWatermark()) {
      timers.registerEventTimeTimer(silence);
    }
  }

  /** A reading of the past: what it changes is told with the next version. */
  private void correct(RegisterReading late, ReadOnlyContext context, Collector<IntervalEnergy> out)
      throws Exception {
    if (past.knows(late)) {
      refuse(List.of(MeterChain.duplicate(late)), context);
      return;
    }
    MeterMemory stored = memory();
    RegisterReading last = Objects.requireNonNull(stored.meter().lastUsed());
    Corrector.Past before = past.before(late, last, stored.meter().waiting(), ahead);
    if (before == null) {
      refuse(chain.arrive(stored, List.of(late)).rejected(), context);
      return;
    }
    long settled = last.timeMillis();
    for (RegisterReading reading : before.readings()) {
      settled = Math.max(settled, reading.timeMillis());
    }
    MeterMemory memory = withWaiting(stored, settled, context);
    List<String> versions = texts(context.getBroadcastState(MeterRulesSource.VERSIONS));
    Corrector.Correction correction =
        corrector.correct(memory, before, late, at -> rules.at(at, late.meter(), versions));
    past.add(late);
    past.corrected(correction, before);
    update(stored, correction.step().memory());
    tell(correction.step(), context, out);
  }

  @Override
  public void processBroadcastElement(String text, Context context, Collector<IntervalEnergy> out)
      throws Exception {
    BroadcastState<Long, String> versions = context.getBroadcastState(MeterRulesSource.VERSIONS);
    if (text.isEmpty()) {
      return;
    }
    long validFrom = rules.parse(text).validFromMillis();
    if (!text.equals(versions.get(validFrom))) {
      versions.put(validFrom, text);
      LOG.info("rules of meters have changed; they hold from {} ms on", validFrom);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<IntervalEnergy> out)
      throws Exception {
    long horizon = timestamp - allowedLatenessMillis;
    MeterMemory stored = memory();
    MeterMemory memory = withWaiting(stored, horizon, context);
    if (isSilent(memory.meter(), timestamp) && ahead.isEmpty()) {
      forget();
      return;
    }
    if (memory.meter().lastUsed() != null && memory.meter().waiting().isEmpty()) {
      return;
    }
    List<String> versions = texts(context.getBroadcastState(MeterRulesSource.VERSIONS));
    ChainStep settled =
        chain.settle(memory, horizon, rules.at(horizon, context.getCurrentKey(), versions));
    update(stored, settled.memory());
    tell(past.isKept() ? fresh(settled) : settled, context, out);
    if (settled.restarts() > 0) {
      LOG.warn(
          "meter {} was silent for more than {} ms and starts anew; the slots between stay without"
              + " energy",
          context.getCurrentKey(),
          maxGapMillis);
    }
  }

  /** With the readings that time has passed. */
  private MeterMemory withWaiting(MeterMemory memory, long horizon, ReadOnlyContext context)
      throws Exception {
    ChainStep arrived = chain.arrive(memory, ahead.takeUntil(horizon));
    refuse(arrived.rejected(), context);
    return arrived.memory();
  }

  private ChainStep fresh(ChainStep settled) throws Exception {
    return new ChainStep(
        settled.memory(),
        past.keep(settled.memory(), settled.energies()),
        settled.rejected(),
        settled.findings(),
        settled.restarts());
  }

  /** A meter that was silent for so long would start anew: nothing of it is needed any more. */
  private long endOfSilence(long lastMillis) {
    return lastMillis + maxGapMillis + allowedLatenessMillis + correctionMillis + 1;
  }

  /** Readings that wait for a border that never came were heard, too. */
  private boolean isSilent(MeterState meter, long timestamp) {
    RegisterReading used = meter.lastUsed();
    if (used == null) {
      return false;
    }
    long last = used.timeMillis();
    for (RegisterReading waiting : meter.waiting()) {
      last = Math.max(last, waiting.timeMillis());
    }
    return timestamp >= endOfSilence(last);
  }

  /** One timer a day is enough. */
  private static long endOfDay(long millis) {
    return (Corrector.dayOf(millis) + 1) * 86_400_000L;
  }

  private void forget() {
    meter.clear();
    used.clear();
    ahead.clear();
    day.clear();
    similar.clear();
    past.clear();
  }

  private void tell(ChainStep step, ReadOnlyContext context, Collector<IntervalEnergy> out)
      throws Exception {
    refuse(step.rejected(), context);
    RegisterReading used = step.memory().meter().lastUsed();
    for (Finding finding : step.findings()) {
      MeterFinding found = new MeterFinding(used == null ? "" : used.meter(), finding);
      findings.count(found);
      context.output(Findings.OUTPUT, found);
    }
    step.energies().forEach(out::collect);
  }

  private MeterState meterState() throws Exception {
    MeterState state = meter.value();
    return state == null ? MeterState.NEW : state;
  }

  private MeterMemory memory() throws Exception {
    DayBuffer begun = day.value();
    SimilarDays known = similar.value();
    return new MeterMemory(
        meterState(),
        begun == null ? DayBuffer.EMPTY : begun,
        known == null ? SimilarDays.NONE : known);
  }

  /**
   * Writes the day and the similar days only when they changed; a look at the state costs more than
   * most of the arithmetic.
   */
  private void update(MeterMemory stored, MeterMemory memory) throws Exception {
    meter.update(memory.meter());
    RegisterReading last = memory.meter().lastUsed();
    if (last == null) {
      used.clear();
    } else {
      used.update(last.timeMillis());
    }
    if (memory.day() != stored.day()) {
      day.update(memory.day());
    }
    if (memory.similar() != stored.similar()) {
      similar.update(memory.similar());
    }
  }

  private static List<String> texts(ReadOnlyBroadcastState<Long, String> versions)
      throws Exception {
    List<String> texts = new ArrayList<>();
    for (Map.Entry<Long, String> version : versions.immutableEntries()) {
      texts.add(version.getValue());
    }
    return texts;
  }

  private void refuse(List<RejectedReading> rejected, ReadOnlyContext context) {
    for (RejectedReading refused : rejected) {
      refusals.count(refused);
      context.output(RejectedReadings.OUTPUT, refused);
    }
  }
}
