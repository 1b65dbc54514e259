package org.commonwatt.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
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
import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.RulesFile;
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
  private transient @Nullable List<String> versionsInForce;
  private transient MeterStates states;
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
    states = new MeterStates(getRuntimeContext());
    ahead = new WaitingReadings(getRuntimeContext(), slotMinutes, allowedLatenessMillis);
    past = new MeterPast(getRuntimeContext(), correctionMillis);
    refusals = new RejectedReadings(getRuntimeContext().getMetricGroup());
    findings = new Findings(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(
      RegisterReading reading, ReadOnlyContext context, Collector<IntervalEnergy> out)
      throws Exception {
    NearReadings near = states.near();
    Long last = near.usedMillis();
    if (last != null && reading.timeMillis() <= last) {
      if (past.isKept()) {
        correct(reading, near, context, out);
      } else {
        refuse(chain.arrive(states.memory(), List.of(reading)).rejected(), context);
      }
      return;
    }
    if (past.isKept()) {
      if (near.isNew()) {
        past.begin();
      }
      past.add(reading);
    }
    ahead.add(near, reading);
    states.write(near);
    if (chain.mayComplete(last, reading)) {
      setTimers(reading.timeMillis(), last, context.timerService());
    }
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
  private void correct(
      RegisterReading late,
      NearReadings near,
      ReadOnlyContext context,
      Collector<IntervalEnergy> out)
      throws Exception {
    if (past.knows(late)) {
      refuse(List.of(MeterChain.duplicate(late)), context);
      return;
    }
    MeterMemory stored = states.memory();
    RegisterReading last = Objects.requireNonNull(stored.meter().lastUsed());
    Corrector.Past before =
        past.before(late, last, stored.meter().waiting(), instant -> ahead.around(near, instant));
    if (before == null) {
      refuse(chain.arrive(stored, List.of(late)).rejected(), context);
      return;
    }
    long settled = last.timeMillis();
    for (RegisterReading reading : before.readings()) {
      settled = Math.max(settled, reading.timeMillis());
    }
    MeterMemory memory = withWaiting(stored, near, settled, context);
    List<String> versions = versions(context);
    Corrector.Correction correction =
        corrector.correct(memory, before, late, at -> rules.at(at, late.meter(), versions));
    past.add(late);
    past.corrected(correction, before);
    write(near, correction.step().memory());
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
      versionsInForce = null;
      LOG.info("rules of meters have changed; they hold from {} ms on", validFrom);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<IntervalEnergy> out)
      throws Exception {
    long horizon = timestamp - allowedLatenessMillis;
    NearReadings near = states.near();
    if (near.isNew()) {
      return; // forgotten
    }
    MeterMemory memory = withWaiting(states.memory(), near, horizon, context);
    if (isSilent(memory.meter(), timestamp) && ahead.isEmpty(near)) {
      forget();
      return;
    }
    if (memory.meter().lastUsed() != null && memory.meter().waiting().isEmpty()) {
      states.write(near);
      return;
    }
    ChainStep settled =
        chain.settle(
            memory, horizon, rules.at(horizon, context.getCurrentKey(), versions(context)));
    write(near, settled.memory());
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
  private MeterMemory withWaiting(
      MeterMemory memory, NearReadings near, long horizon, ReadOnlyContext context)
      throws Exception {
    ChainStep arrived = chain.arrive(memory, ahead.takeUntil(near, horizon));
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
    if (used == null || timestamp < endOfSilence(used.timeMillis())) {
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
    states.clear();
    ahead.clear();
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

  private void write(NearReadings near, MeterMemory memory) throws Exception {
    RegisterReading last = memory.meter().lastUsed();
    near.use(last == null ? null : last.timeMillis());
    states.write(near);
    states.write(memory);
  }

  private List<String> versions(ReadOnlyContext context) throws Exception {
    List<String> known = versionsInForce;
    if (known == null) {
      known = texts(context.getBroadcastState(MeterRulesSource.VERSIONS));
      versionsInForce = known;
    }
    return known;
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
