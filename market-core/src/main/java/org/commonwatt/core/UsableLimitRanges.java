package org.commonwatt.core;

import java.util.List;
import java.util.regex.Pattern;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** What is out of its range in a proof of usable energy; null where nothing is. */
final class UsableLimitRanges {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final List<String> ORIGINS =
      List.of(UsableLimit.UNKNOWN_HISTORY, UsableLimit.UNREADABLE_CODE);

  private UsableLimitRanges() {}

  static @Nullable String wrong(UsableLimit limit) {
    if (!SHA256.matcher(limit.fingerprint()).matches()) {
      return "a fingerprint is SHA-256 in 64 lower-case hexadecimal digits";
    }
    if (limit.atMillis() < 0 || limit.untilMillis() < 0) {
      return "times are milliseconds since the epoch, not negative";
    }
    if (limit.usableWh() < 0 || limit.usableWh() > UsableLimit.MOST_WH) {
      return "usable energy is 0 to 1,000,000,000,000,000 Wh";
    }
    if (limit.rules().origins() && limit.passport().isEmpty()) {
      return "a proof names its passport";
    }
    if (!isSelection(limit.bases(), ProvenanceRules.BASES)
        || !isSelection(limit.rules().accepted(), ProvenanceRules.BASES)) {
      return "figures rest on ACCREDITED, IN_HOUSE and NAMEPLATE, each once and in this order";
    }
    if (!isSelection(limit.origins(), limit.rules().origins() ? ORIGINS : List.of())) {
      return "what is not known of batteries is UNKNOWN_HISTORY and UNREADABLE_CODE, each once and"
          + " in this order, where the rules have it told";
    }
    boolean fits = limit.left().size() <= UsableLimit.MAX_LEFT;
    for (UsableLimit.Left left : limit.left()) {
      fits &= isText(left.asset()) && isText(left.reason());
    }
    if (!fits) {
      return "at most 100 batteries do not count, each with an id and a reason of 1 to 200"
          + " characters";
    }
    return wrong(limit.rules());
  }

  private static @Nullable String wrong(UsableLimit.Rules rules) {
    boolean fits =
        rules.depthOfDischargePermille() >= 1
            && rules.depthOfDischargePermille() <= 1000
            && rules.marginWh() >= 0
            && rules.testDays() >= 1
            && rules.testCycles() >= 1;
    return fits
        ? null
        : "a depth of discharge is 1 to 1000 ‰, a margin not negative, tests hold at least a"
            + " day and a cycle";
  }

  private static boolean isSelection(List<String> some, List<String> all) {
    return some.equals(all.stream().filter(some::contains).toList());
  }

  private static boolean isText(String text) {
    return !text.isEmpty() && text.length() <= UsableLimit.MAX_TEXT;
  }
}
