package org.commonwatt.flink.surveillance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.commonwatt.flink.surveillance.WithholdingState.Withheld;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Withholding by one participant: again and again its meters show a surplus that it did not offer
 * to the market, or only at a price far above the auction's.
 */
public final class WithholdingSurveillance {
  private static final long DAY_MILLIS = 86_400_000;
  private static final long KEPT_MILLIS = TimeUnit.DAYS.toMillis(32);

  private final SurveillanceRules.Withholding rules;
  private final Memory<Long, Offers> offers;
  private final Memory<String, WithholdingState> history;

  /**
   * Watches a participant.
   *
   * @param rules the numbers
   * @param offers its sell orders, by start of slot
   * @param history under one key
   */
  public WithholdingSurveillance(
      SurveillanceRules rules,
      Memory<Long, Offers> offers,
      Memory<String, WithholdingState> history) {
    this.rules = rules.withholding();
    this.offers = offers;
    this.history = history;
  }

  /** Takes the next fact of the participant and says what is to be told. */
  public List<Alert> next(MarketFact fact) {
    @Nullable OrderFact order = fact.order();
    if (order != null && order.side() == Side.SELL) {
      long slot = fact.slot().startMillis();
      @Nullable Offers known = offers.get(slot);
      offers.put(slot, (known == null ? Offers.NONE : known).after(order));
    }
    @Nullable SurplusFact surplus = fact.surplus();
    return surplus == null ? List.of() : measured(fact, surplus);
  }

  private List<Alert> measured(MarketFact fact, SurplusFact surplus) {
    long slot = fact.slot().startMillis();
    @Nullable Offers known = offers.get(slot);
    Offers made = known == null ? Offers.NONE : known;
    offers.keys().stream()
        .filter(start -> start == slot || start < slot - KEPT_MILLIS)
        .forEach(offers::remove);
    @Nullable Withheld withheld = withheld(fact, surplus, made);
    if (withheld == null) {
      return List.of();
    }
    @Nullable WithholdingState before = history.get("");
    WithholdingState state = added(before == null ? WithholdingState.NEW : before, withheld, fact);
    boolean often = state.slots().size() >= rules.slots();
    if (!often) {
      history.put("", state);
      return List.of();
    }
    long day = Math.floorDiv(slot, DAY_MILLIS);
    int version = state.day() == day ? state.version() + 1 : 1;
    history.put("", new WithholdingState(state.slots(), day, version));
    return List.of(alert(fact, surplus, state.slots(), version));
  }

  private @Nullable Withheld withheld(MarketFact fact, SurplusFact surplus, Offers made) {
    @Nullable Long price = surplus.auctionPriceMicroPerKwh();
    if (price == null
        || price < rules.minPriceMicroPerKwh()
        || surplus.surplusWh() < rules.minSurplusWh()) {
      return null;
    }
    long offered = made.upTo(withTolerance(price));
    long kept = surplus.surplusWh() - offered;
    if (!Shares.atLeast(kept, surplus.surplusWh(), rules.sharePpm())
        || !Shares.atLeast(
            kept, Math.addExact(surplus.auctionSoldWh(), kept), rules.areaSharePpm())) {
      return null;
    }
    return new Withheld(
        fact.slot().startMillis(),
        fact.place(),
        offered,
        made.offers().stream().map(Offers.Offer::orderId).sorted().toList());
  }

  private long withTolerance(long price) {
    return price + Math.abs(price) * rules.priceTolerancePpm() / Shares.WHOLE;
  }

  private WithholdingState added(WithholdingState before, Withheld next, MarketFact fact) {
    DeliverySlot slot = fact.slot();
    long after = slot.startMillis() - rules.ofSlots() * slot.lengthMillis();
    List<Withheld> slots = new ArrayList<>();
    before.slots().stream().filter(w -> w.slotStartMillis() > after).forEach(slots::add);
    slots.add(next);
    slots.sort(Comparator.comparingLong(Withheld::slotStartMillis));
    return new WithholdingState(slots, before.day(), before.version());
  }

  private Alert alert(MarketFact fact, SurplusFact surplus, List<Withheld> slots, int version) {
    Place last = fact.place();
    return new Alert(
        Alert.idOf(
            AlertPattern.WITHHOLDING,
            surplus.participant(),
            Math.floorDiv(fact.slot().startMillis(), DAY_MILLIS)),
        version,
        AlertPattern.WITHHOLDING,
        fact.slot(),
        surplus.area(),
        List.of(surplus.participant()),
        new Alert.Evidence(
            last.timeMillis(),
            slots.stream().mapToLong(w -> w.place().sequence()).min().orElse(last.sequence()),
            last.sequence(),
            last.commandOffset(),
            slots.stream().flatMap(w -> w.orderIds().stream()).distinct().sorted().toList(),
            List.of(),
            slots.stream().mapToLong(Withheld::offeredWh).reduce(0, Math::addExact)),
        List.of(
            new Measure("slots", slots.size(), rules.slots()),
            new Measure("ofSlots", rules.ofSlots(), rules.ofSlots())));
  }
}
