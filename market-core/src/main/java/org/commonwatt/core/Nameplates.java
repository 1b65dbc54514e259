package org.commonwatt.core;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UsableLimit;

/**
 * What bounds storage units that have no passport, where a rulebook says what is taken as proof.
 */
final class Nameplates {
  /** Why nothing of a unit counts that has neither a passport nor a nameplate that is taken. */
  private static final String NOT_ACCEPTED = "PROVENANCE_NOT_ACCEPTED";

  private static final Pattern NAMEPLATE =
      Pattern.compile(UsableLimit.NAMEPLATE_SCHEME + "([1-9][0-9]{0,10})");

  private final ProvenanceRules rules;

  Nameplates(ProvenanceRules rules) {
    this.rules = rules;
  }

  /** Whether a unit may be registered with this: a passport's id, or a nameplate that is taken. */
  boolean takes(String provenance) {
    boolean isPassport =
        provenance.startsWith(UsableLimit.SCHEME)
            && provenance.length() > UsableLimit.SCHEME.length();
    return isPassport || isNameplate(provenance);
  }

  /**
   * The bound of a unit without a passport: of its nameplate as a test of the whole that never ends
   * would give it, else nothing.
   */
  UsableLimit bound(StorageSpec spec, long atMillis) {
    if (!isNameplate(spec.provenance())) {
      UsableLimit.Left all = new UsableLimit.Left(spec.unit(), NOT_ACCEPTED);
      return limit(0, atMillis, List.of(), List.of(all));
    }
    long deepWh =
        Math.multiplyExact(
                ratedWh(spec.provenance()), (long) rules.proof().depthOfDischargePermille())
            / 1_000;
    long usableWh = Math.max(0, deepWh - rules.proof().marginWh());
    return limit(usableWh, atMillis, List.of("NAMEPLATE"), List.of());
  }

  private boolean isNameplate(String provenance) {
    long ratedWh = ratedWh(provenance);
    return ratedWh >= 1 && ratedWh <= rules.nameplateMostWh();
  }

  /** The rated energy that a nameplate says, Wh; 0 when it is none. */
  private static long ratedWh(String provenance) {
    Matcher matcher = NAMEPLATE.matcher(provenance);
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
  }

  /** What follows from nothing on the ledger: its fingerprint is that of the empty text. */
  private UsableLimit limit(
      long usableWh, long atMillis, List<String> bases, List<UsableLimit.Left> left) {
    String fingerprint = Hash.of(new byte[0]).hex();
    return new UsableLimit(
        "", fingerprint, atMillis, rules.proof(), usableWh, 0, false, bases, left, List.of());
  }
}
