package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.UsableLimit;

/** Whether a proof of usable energy is in its ranges. */
final class ProofAmounts {
  private ProofAmounts() {}

  static boolean fit(UsableLimit limit) {
    UsableLimit.Rules rules = limit.rules();
    return limit.fingerprint().matches("[0-9a-f]{64}")
        && limit.atMillis() >= 0
        && limit.untilMillis() >= 0
        && limit.usableWh() >= 0
        && limit.usableWh() <= 1_000_000_000_000_000L
        && areBases(limit.bases())
        && areBases(rules.accepted())
        && areOrigins(limit.origins(), rules.origins())
        && !(rules.origins() && limit.passport().isEmpty())
        && limit.left().size() <= 100
        && limit.left().stream().allMatch(one -> isText(one.asset()) && isText(one.reason()))
        && rules.depthOfDischargePermille() >= 1
        && rules.depthOfDischargePermille() <= 1000
        && rules.marginWh() >= 0
        && rules.testDays() >= 1
        && rules.testCycles() >= 1;
  }

  /** Each at most once, and in the order of how much they are worth. */
  private static boolean areBases(List<String> some) {
    String all = String.join(",", some);
    return List.of(
            "",
            "ACCREDITED",
            "IN_HOUSE",
            "NAMEPLATE",
            "ACCREDITED,IN_HOUSE",
            "ACCREDITED,NAMEPLATE",
            "IN_HOUSE,NAMEPLATE",
            "ACCREDITED,IN_HOUSE,NAMEPLATE")
        .contains(all);
  }

  private static boolean areOrigins(List<String> some, boolean told) {
    String all = String.join(",", some);
    return all.isEmpty()
        || (told
            && List.of("UNKNOWN_HISTORY", "UNREADABLE_CODE", "UNKNOWN_HISTORY,UNREADABLE_CODE")
                .contains(all));
  }

  private static boolean isText(String text) {
    return text.length() >= 1 && text.length() <= 200;
  }
}
