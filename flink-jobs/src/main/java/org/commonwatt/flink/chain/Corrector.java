package org.commonwatt.flink.chain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.commonwatt.flink.registers.RegisterReading;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.model.IntervalEnergy;
import org.jspecify.annotations.Nullable;

/**
 * Corrects intervals by a reading that came after its border was computed. The chain runs once more
 * over the readings since a memory from before it; what comes out otherwise than it was told is
 * told again with the next version. So the last versions are those of a computation that had all
 * readings in time.
 */
public final class Corrector {
  private static final long DAY_MILLIS = 86_400_000L;

  private final MeterChain chain;

  /** A corrector over a chain. */
  public Corrector(MeterChain chain) {
    this.chain = chain;
  }

  /** The UTC day of an instant, by which memories are kept. */
  public static long dayOf(long timeMillis) {
    return Math.floorDiv(timeMillis, DAY_MILLIS);
  }

  /** A memory without the readings that wait: they come after it. */
  public static MeterMemory kept(MeterMemory memory) {
    return Replay.withoutWaiting(memory);
  }

  /**
   * The past of a meter, as far as it is kept.
   *
   * @param base what was remembered before {@code readings}
   * @param readings all readings after the base that do not wait, in any order, also those that
   *     were refused after the last one that counts: one of them may be the first after a reset
   * @param told the last version of each slot that was told, by its start
   */
  public record Past(
      MeterMemory base, List<RegisterReading> readings, Map<Long, IntervalEnergy> told) {}

  /**
   * What a correction changes.
   *
   * @param step the memory, and what is new: slots with their version, refusals, findings
   * @param memories to be kept, by UTC day: the first of the day after which a slot was complete
   */
  public record Correction(ChainStep step, Map<Long, MeterMemory> memories) {}

  /**
   * Corrects.
   *
   * @param memory what is remembered now, with all readings that wait up to the last of the past
   * @param late a reading that is later than the base
   * @param rules what holds at an instant
   */
  public Correction correct(
      MeterMemory memory, Past past, RegisterReading late, LongFunction<MeterRules> rules) {
    Replay before = new Replay(chain, past.base(), rules).run(past.readings());
    List<RegisterReading> all = new ArrayList<>(past.readings());
    all.addAll(memory.meter().waiting());
    all.add(late);
    Replay after = new Replay(chain, past.base(), rules).run(all);
    return new Correction(
        new ChainStep(
            after.memory(),
            versions(after.energies, past.told()),
            without(after.rejected, before.rejected),
            without(after.findings, before.findings),
            0),
        after.midnights);
  }

  /**
   * What is new of computed intervals: those that were not told yet, and with the next version
   * those that come out otherwise than they were told.
   *
   * @param told the last version of each slot that was told, by its start
   */
  public static List<IntervalEnergy> versions(
      List<IntervalEnergy> energies, Map<Long, IntervalEnergy> told) {
    List<IntervalEnergy> changed = new ArrayList<>();
    for (IntervalEnergy energy : energies) {
      IntervalEnergy old = told.get(energy.slot().startMillis());
      if (old == null) {
        changed.add(energy);
      } else if (!saysTheSame(old, energy)) {
        changed.add(version(energy, old.version() + 1));
      }
    }
    return changed;
  }

  private static boolean saysTheSame(IntervalEnergy one, @Nullable IntervalEnergy other) {
    return other != null
        && one.importWh() == other.importWh()
        && one.exportWh() == other.exportWh()
        && one.quality() == other.quality();
  }

  private static IntervalEnergy version(IntervalEnergy energy, int version) {
    return new IntervalEnergy(
        energy.meter(),
        energy.participant(),
        energy.slot(),
        version,
        energy.importWh(),
        energy.exportWh(),
        energy.quality());
  }

  /** Those that are more often in one list than in the other. */
  private static <T> List<T> without(List<T> list, List<T> known) {
    Map<T, Integer> left = new HashMap<>();
    known.forEach(element -> left.merge(element, 1, Integer::sum));
    List<T> fresh = new ArrayList<>();
    for (T element : list) {
      if (left.merge(element, -1, Integer::sum) < 0) {
        fresh.add(element);
      }
    }
    return fresh;
  }
}
