package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** What a rulebook takes as proof of stored energy, and what a nameplate is worth under it. */
final class NameplateRecount {
  private static final String PASSPORT = "passport:";
  private static final String NAMEPLATE = "nameplate:";

  private NameplateRecount() {}

  /**
   * Whether a bound names no passport: it rests on a nameplate, of which no ledger has anything.
   */
  static boolean isNameplate(UsableLimit limit) {
    return limit.passport().isEmpty() && limit.rules().origins();
  }

  /** Whether a unit may be registered with a provenance. */
  static boolean takes(Rulebook rulebook, String provenance) {
    ProvenanceRules rules = rulebook.provenance();
    return rules == null
        || (provenance.startsWith(PASSPORT) && !provenance.equals(PASSPORT))
        || counts(rules, provenance);
  }

  /** Whether a proof is under the rules that are in force; any is where the rulebook has none. */
  static boolean isProofOf(@Nullable Rulebook rulebook, UsableLimit limit) {
    ProvenanceRules rules = rulebook == null ? null : rulebook.provenance();
    return rules == null || rules.proof().equals(limit.rules());
  }

  /** What bounds a unit without a passport at a time; null when nothing does but its rating. */
  static @Nullable UsableLimit limit(@Nullable Rulebook rulebook, StorageSpec spec, long clock) {
    ProvenanceRules rules = rulebook == null ? null : rulebook.provenance();
    if (rules == null || spec.provenance().startsWith(PASSPORT)) {
      return null;
    }
    boolean counts = counts(rules, spec.provenance());
    UsableLimit.Rules proof = rules.proof();
    long deep = rated(spec.provenance()) * proof.depthOfDischargePermille() / 1000;
    return new UsableLimit(
        "",
        Hash.of(new byte[0]).hex(),
        clock,
        proof,
        counts ? Math.max(deep - proof.marginWh(), 0) : 0,
        0,
        false,
        counts ? List.of("NAMEPLATE") : List.of(),
        counts ? List.of() : List.of(new UsableLimit.Left(spec.unit(), "PROVENANCE_NOT_ACCEPTED")),
        List.of());
  }

  private static boolean counts(ProvenanceRules rules, String provenance) {
    long rated = rated(provenance);
    return rated > 0 && rated <= rules.nameplateMostWh();
  }

  /** Rated energy in Wh, at most 11 digits, none of them a leading 0; 0 where there is none. */
  private static long rated(String provenance) {
    String digits = provenance.startsWith(NAMEPLATE) ? provenance.substring(10) : "";
    boolean number =
        digits.length() <= 11
            && !digits.isEmpty()
            && digits.charAt(0) != '0'
            && digits.chars().allMatch(one -> one >= '0' && one <= '9');
    return number ? Long.parseLong(digits) : 0;
  }
}
