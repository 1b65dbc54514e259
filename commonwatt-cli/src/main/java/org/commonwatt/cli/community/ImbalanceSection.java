package org.commonwatt.cli.community;

import java.util.List;
import org.commonwatt.cli.community.CommunityDocument.ImbalancePart;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PriceSource;
import org.jspecify.annotations.Nullable;

/** Who of a community is responsible for its balance. */
final class ImbalanceSection {
  private ImbalanceSection() {}

  /**
   * The rules of the only part, null when there is none.
   *
   * @throws IllegalArgumentException with what to change
   */
  static @Nullable ImbalanceRules of(List<ImbalancePart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write imbalance once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    ImbalancePart part = parts.get(0);
    boolean pool = isFirst("mode", part.mode(), "pool", "dead-band");
    requireLeftOut(
        pool, part.bandPpm() != 0 || part.kPpm() != 0, "bandPpm and kPpm, with mode: pool");
    requireLeftOut(!pool, part.feeMicroPerKwh() != 0, "feeMicroPerKwh, with mode: dead-band");
    return new ImbalanceRules(
        part.responsible().stream().sorted().toList(),
        part.balancingParty(),
        part.auctionMinWh(),
        pool ? new Pool(part.feeMicroPerKwh()) : null,
        pool ? null : new DeadBand(part.bandPpm(), part.kPpm()),
        prices(part));
  }

  private static Prices prices(ImbalancePart part) {
    boolean imported = !part.importer().isEmpty();
    requireLeftOut(
        !imported,
        part.minPriceMicroPerKwh() != 0 || part.maxPriceMicroPerKwh() != 0,
        "minPriceMicroPerKwh and maxPriceMicroPerKwh, without an importer");
    return new Prices(
        imported ? part.importer() : null,
        !isFirst("prices", part.prices(), "single", "dual"),
        part.minPriceMicroPerKwh(),
        part.maxPriceMicroPerKwh(),
        new Fallback(
            isFirst("fallback", part.fallback(), "auction", "stated"),
            part.fallbackShortMicroPerKwh(),
            part.fallbackLongMicroPerKwh()),
        source(part));
  }

  private static @Nullable PriceSource source(ImbalancePart part) {
    if (part.source().isEmpty() != part.sourceKey().isEmpty()) {
      throw new IllegalArgumentException("imbalance: write source and sourceKey, or neither");
    }
    return part.source().isEmpty() ? null : new PriceSource(part.source(), part.sourceKey());
  }

  private static void requireLeftOut(boolean applies, boolean isThere, String what) {
    if (applies && isThere) {
      throw new IllegalArgumentException("imbalance: leave out " + what);
    }
  }

  /** Whether a word is the first of the two that there are. */
  private static boolean isFirst(String field, String word, String first, String second) {
    if (!word.equals(first) && !word.equals(second)) {
      throw new IllegalArgumentException(
          "imbalance: " + field + " must be " + first + " or " + second + ", not " + word);
    }
    return word.equals(first);
  }
}
