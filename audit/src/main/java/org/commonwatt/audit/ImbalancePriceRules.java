package org.commonwatt.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.Ids;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.PriceSource;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Which imbalance prices are taken. */
final class ImbalancePriceRules {
  private final MarketState state;

  ImbalancePriceRules(MarketState state) {
    this.state = state;
  }

  void take(ImportImbalancePrice asked, List<Event> out) {
    SlotState slot = state.slots.get(asked.slotStartMillis());
    RejectionCode code = refusal(asked, slot);
    if (code != null || slot == null) {
      out.add(
          new ImbalancePriceRejected(
              asked.importer(),
              asked.area(),
              asked.slotStartMillis(),
              asked.version(),
              Expected.refusal(code == null ? RejectionCode.SLOT_NOT_OPEN : code)));
      return;
    }
    ImbalancePrice price =
        new ImbalancePrice(
            asked.area(),
            slot.slot,
            asked.version(),
            asked.shortMicroPerKwh(),
            asked.longMicroPerKwh());
    slot.imbalancePrices.put(asked.area(), price);
    out.add(new ImbalancePriceImported(price));
  }

  private @Nullable RejectionCode refusal(ImportImbalancePrice asked, @Nullable SlotState slot) {
    if (!Ids.isValid(asked.importer()) || !Ids.isValid(asked.area()) || asked.version() < 1) {
      return RejectionCode.MALFORMED;
    }
    Rulebook rules = slot == null ? state.rulebook : slot.rules;
    if (rules == null) {
      return RejectionCode.MARKET_NOT_READY;
    }
    ImbalanceRules imbalance = rules.imbalance();
    if (imbalance == null || imbalance.prices().importer() == null) {
      return RejectionCode.NOT_IN_RULES;
    }
    if (!asked.importer().equals(imbalance.prices().importer())) {
      return RejectionCode.NOT_IMPORTER;
    }
    if (!rules.areas().ids().contains(asked.area())) {
      return RejectionCode.UNKNOWN_AREA;
    }
    if (Math.floorMod(asked.slotStartMillis(), rules.timing().slotMinutes() * 60_000L) != 0) {
      return RejectionCode.SLOT_MISALIGNED;
    }
    boolean forgotten = slot == null && state.isForgotten(rules, asked.slotStartMillis());
    if (slot == null && !forgotten) {
      return RejectionCode.SLOT_NOT_OPEN;
    }
    return refusalOfPrice(asked, rules, slot);
  }

  private @Nullable RejectionCode refusalOfPrice(
      ImportImbalancePrice asked, Rulebook rules, @Nullable SlotState slot) {
    ImbalanceRules.Prices prices = Objects.requireNonNull(rules.imbalance()).prices();
    long lower = Math.min(asked.shortMicroPerKwh(), asked.longMicroPerKwh());
    long higher = Math.max(asked.shortMicroPerKwh(), asked.longMicroPerKwh());
    boolean two = lower != higher && !prices.dual();
    if (lower < prices.minMicroPerKwh() || higher > prices.maxMicroPerKwh() || two) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
    }
    RejectionCode unsigned = refusalOfSignature(asked, rules, prices.source());
    if (unsigned != null) {
      return unsigned;
    }
    if (slot == null) {
      return RejectionCode.SLOT_SETTLED;
    }
    ImbalancePrice last = slot.imbalancePrices.get(asked.area());
    if (last != null && last.version() >= asked.version()) {
      return RejectionCode.PRICE_NOT_NEWER;
    }
    boolean settled = slot.phase.compareTo(SlotPhase.SETTLED) >= 0;
    return settled && !state.laterRuns.containsKey(asked.slotStartMillis())
        ? RejectionCode.SLOT_SETTLED
        : null;
  }

  private static @Nullable RejectionCode refusalOfSignature(
      ImportImbalancePrice asked, Rulebook rules, @Nullable PriceSource source) {
    if (source == null) {
      return asked.signature().isEmpty() ? null : RejectionCode.PRICE_SIGNATURE_WRONG;
    }
    if (asked.signature().isEmpty()) {
      return RejectionCode.PRICE_NOT_SIGNED;
    }
    return isSigned(asked, rules, source) ? null : RejectionCode.PRICE_SIGNATURE_WRONG;
  }

  /** The bytes of {@code docs/formats/imbalance-price.md}, made here anew. */
  private static boolean isSigned(ImportImbalancePrice asked, Rulebook rules, PriceSource source) {
    StringBuilder text = new StringBuilder("commonwatt-imbalance-price-1\n");
    text.append(source.id()).append('\n').append(rules.market()).append('\n');
    text.append(asked.area()).append('\n').append(asked.slotStartMillis()).append('\n');
    text.append(rules.timing().slotMinutes()).append('\n').append(asked.version()).append('\n');
    text.append(asked.shortMicroPerKwh()).append('\n');
    text.append(asked.longMicroPerKwh()).append('\n');
    try {
      byte[] key = Base64.getDecoder().decode(source.publicKey());
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
      verifier.update(text.toString().getBytes(StandardCharsets.US_ASCII));
      return verifier.verify(HexFormat.of().parseHex(asked.signature()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // what is no signature or no key at all vouches for nothing
    }
  }
}
