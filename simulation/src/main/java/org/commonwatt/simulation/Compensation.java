package org.commonwatt.simulation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** What is owed for energy that trades lost, worked out anew from the rules. */
final class Compensation {
  private static final long MILLION = 1_000_000;

  private final SlotRules rules;
  private final List<Event.TradeCurtailed> owed = new ArrayList<>();

  /** A line of a bill: energy in Wh, price in µ/kWh. */
  private record Payment(String member, long tradeId, long energyWh, long price) {}

  /**
   * Nothing is owed.
   *
   * @param rules follows the events by itself
   */
  Compensation(SlotRules rules) {
    this.rules = rules;
  }

  /**
   * A trade lost energy.
   *
   * @param price of the trade, µ/kWh
   * @param fee that its buyer pays beside it, µ/kWh
   * @return what is wrong with it, null when nothing is
   */
  @Nullable String owe(Event.TradeCurtailed loss, long price, long fee) {
    owed.add(loss);
    Rulebook rulebook = rules.of(loss.slot());
    Rulebook.TariffStep tariff = rulebook.tariffAt(loss.slot());
    Curtailment curtailment = requireNonNull(requireNonNull(rulebook.fallbacks()).curtailment());
    long ppm = curtailment.compensationPpm();
    long toBuyer = part(loss.buyer(), tariff.retailMicroPerKwh() - price - fee, ppm);
    long toSeller = part(loss.seller(), price - tariff.feedInMicroPerKwh(), ppm);
    return loss.buyerMicroPerKwh() == toBuyer && loss.sellerMicroPerKwh() == toSeller
        ? null
        : "what a trade lost is paid otherwise than the rules say";
  }

  /** A trade fell away, and with it what was owed for it. */
  void forget(long tradeId) {
    owed.removeIf(loss -> loss.tradeId() == tradeId);
  }

  /** An auction was cancelled: nothing is owed in its slot. */
  void forget(DeliverySlot slot) {
    owed.removeIf(loss -> loss.slot().equals(slot));
  }

  /** What is wrong with what a settlement pays, null when nothing is; then nothing is owed. */
  @Nullable String settle(Event.SlotSettled settled) {
    DeliverySlot slot = settled.batch().slot();
    List<Payment> due = new ArrayList<>();
    for (Event.TradeCurtailed loss : owed) {
      if (loss.slot().equals(slot)) {
        long byWh = loss.byWh();
        due.add(new Payment(loss.buyer(), loss.tradeId(), byWh, loss.buyerMicroPerKwh()));
        due.add(new Payment(loss.seller(), loss.tradeId(), byWh, loss.sellerMicroPerKwh()));
      }
    }
    due.removeIf(payment -> payment.price() == 0);
    forget(slot);
    List<Payment> paid =
        settled.billLines().stream()
            .filter(line -> line.kind() == BillLine.Kind.CURTAILMENT_COMPENSATION)
            .map(Compensation::payment)
            .toList();
    return paid.equals(due)
        ? null
        : "a settlement pays " + paid + " for lost energy, owed are " + due;
  }

  private static Payment payment(BillLine line) {
    return new Payment(
        line.participant(), line.tradeId(), line.energyWh(), line.priceMicroPerKwh());
  }

  /** A part of what the supplier's tariff is worse than the trade was; a link gets nothing. */
  private static long part(String party, long worse, long ppm) {
    return AreaLink.isParty(party) ? 0 : Math.max(worse, 0) * ppm / MILLION;
  }
}
