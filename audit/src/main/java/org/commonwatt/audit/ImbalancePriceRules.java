package org.commonwatt.audit;

import java.util.List;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.Ids;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
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
    return refusalOfPrice(asked, imbalance.prices(), slot);
  }

  private @Nullable RejectionCode refusalOfPrice(
      ImportImbalancePrice asked, ImbalanceRules.Prices prices, @Nullable SlotState slot) {
    long lower = Math.min(asked.shortMicroPerKwh(), asked.longMicroPerKwh());
    long higher = Math.max(asked.shortMicroPerKwh(), asked.longMicroPerKwh());
    boolean two = lower != higher && !prices.dual();
    if (lower < prices.minMicroPerKwh() || higher > prices.maxMicroPerKwh() || two) {
      return RejectionCode.VALUE_OUT_OF_RANGE;
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
}
