package org.commonwatt.flink.registers;

import org.commonwatt.flink.vee.Finding;
import org.commonwatt.flink.vee.MeterReplacement;
import org.commonwatt.flink.vee.MeterRules;
import org.commonwatt.flink.vee.RegisterStep;
import org.commonwatt.flink.vee.VeeCheck;
import org.commonwatt.flink.vee.VeeRules;
import org.jspecify.annotations.Nullable;

/**
 * Follows one meter's registers through wraps, resets and replacements.
 *
 * <p>A wrap counts at once. A reset counts when a second reading in a row shows that the registers
 * rise again from the bottom: a device that answers zeros while it starts up resets nothing. The
 * energy between the last reading and a reset is lost, and the finding says so.
 */
final class RegisterSteps {
  private static final Verdict GOES_ON = new Verdict(false, null, false);
  private static final Verdict REFUSED = new Verdict(true, null, false);

  private final MeterRules meter;
  private RegisterOffsets offsets;
  private @Nullable RegisterReading suspect;
  private RegisterOffsets offsetsBefore;
  private @Nullable RegisterReading lastContinuous;
  private @Nullable RegisterReading suspectNext;

  /**
   * What became of the registers.
   *
   * @param refused whether they went down without a reason
   * @param finding the step, if there was one
   * @param lost whether energy was lost with it
   */
  record Verdict(boolean refused, @Nullable Finding finding, boolean lost) {}

  RegisterSteps(MeterRules meter, MeterState.Registers registers) {
    this.meter = meter;
    this.offsets = registers.offsets();
    this.offsetsBefore = offsets;
    this.suspect = registers.suspect();
  }

  RegisterOffsets offsets() {
    return offsets;
  }

  @Nullable RegisterReading suspect() {
    return suspect;
  }

  /** The reading before the judged one, with registers that the judged one goes on from. */
  RegisterReading lastContinuous() {
    if (lastContinuous == null) {
      throw new IllegalStateException("no reading was judged");
    }
    return lastContinuous;
  }

  /** Judges a reading against the last accepted one; both as the meter showed them. */
  Verdict judge(RegisterReading before, RegisterReading reading) {
    offsetsBefore = offsets;
    suspectNext = null;
    RegisterReading base = before.plus(offsets);
    lastContinuous = base;
    MeterReplacement replacement = replacedBetween(before.timeMillis(), reading.timeMillis());
    if (replacement != null) {
      return replaced(base, reading, replacement);
    }
    if (!reading.isBelow(before)) {
      return GOES_ON;
    }
    return stepped(before, reading);
  }

  /** The judged reading counts. */
  void accepted() {
    suspect = null;
  }

  /** The judged reading is refused after all. */
  void takeBack() {
    offsets = offsetsBefore;
    if (suspectNext != null) {
      suspect = suspectNext;
    }
  }

  private Verdict replaced(
      RegisterReading base, RegisterReading reading, MeterReplacement replacement) {
    offsets =
        offsets.plus(
            replacement.finalImportWh() - replacement.initialImportWh(),
            replacement.finalExportWh() - replacement.initialExportWh());
    return reading.plus(offsets).isBelow(base)
        ? REFUSED
        : step(reading, "the meter was replaced; its registers go on", false);
  }

  private Verdict stepped(RegisterReading before, RegisterReading reading) {
    VeeRules.Register rules = meter.rules().register();
    long millis = reading.timeMillis() - before.timeMillis();
    RegisterStep imports = RegisterStep.NONE;
    RegisterStep exports = RegisterStep.NONE;
    if (reading.importWh() < before.importWh()) {
      imports =
          RegisterStep.of(before.importWh(), reading.importWh(), rules, rules.ratedLoadW(), millis);
    }
    if (reading.exportWh() < before.exportWh()) {
      exports =
          RegisterStep.of(
              before.exportWh(), reading.exportWh(), rules, rules.ratedFeedInW(), millis);
    }
    boolean importFits = reading.importWh() >= before.importWh() || imports == RegisterStep.WRAP;
    boolean exportFits = reading.exportWh() >= before.exportWh() || exports == RegisterStep.WRAP;
    if (importFits && exportFits) {
      offsets =
          offsets.plus(
              imports == RegisterStep.WRAP ? rules.modulusWh() : 0,
              exports == RegisterStep.WRAP ? rules.modulusWh() : 0);
      return step(reading, "a register wrapped around at " + rules.modulusWh() + " Wh", false);
    }
    boolean fromZero =
        startsFromZero(before.importWh(), reading.importWh(), imports)
            && startsFromZero(before.exportWh(), reading.exportWh(), exports);
    return fromZero ? reset(before, reading) : REFUSED;
  }

  /** A register that shows no less than before may have been at zero, too, if it was near it. */
  private static boolean startsFromZero(long beforeWh, long afterWh, RegisterStep step) {
    return step == RegisterStep.RESET || (step == RegisterStep.NONE && afterWh >= beforeWh);
  }

  private Verdict reset(RegisterReading before, RegisterReading reading) {
    RegisterReading first = suspect;
    if (first == null || reading.isBelow(first) || !hasRisen(first, reading)) {
      suspectNext = first == null || reading.isBelow(first) ? reading : first;
      return REFUSED;
    }
    offsets =
        offsets.plus(
            reading.importWh() < before.importWh() ? before.importWh() : 0,
            reading.exportWh() < before.exportWh() ? before.exportWh() : 0);
    return step(
        reading,
        "the registers were reset; what they counted after the reading before is lost",
        true);
  }

  private static boolean hasRisen(RegisterReading first, RegisterReading reading) {
    return reading.importWh() > first.importWh() || reading.exportWh() > first.exportWh();
  }

  private @Nullable MeterReplacement replacedBetween(long afterMillis, long untilMillis) {
    for (MeterReplacement replacement : meter.replacements()) {
      if (replacement.timeMillis() > afterMillis && replacement.timeMillis() <= untilMillis) {
        return replacement;
      }
    }
    return null;
  }

  private static Verdict step(RegisterReading reading, String detail, boolean lost) {
    long at = reading.timeMillis();
    return new Verdict(false, new Finding(VeeCheck.REGISTER_STEP, at, at, detail), lost);
  }
}
