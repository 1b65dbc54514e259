package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.TreeSet;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.ledger.OriginLedger.SlotGuarantees;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.OriginEntries.Unguaranteed;

/**
 * Guarantees of origin on the ledger.
 *
 * @param slots slots that have some
 * @param issuedWh for net injection
 * @param retiredWh used by who bought it
 * @param residualWh neither: what the supplier took over
 * @param unguaranteedWh withdrawn without a guarantee
 */
@JsonPropertyOrder({"slots", "issuedWh", "retiredWh", "residualWh", "unguaranteedWh"})
public record OriginTotals(
    int slots, long issuedWh, long retiredWh, long residualWh, long unguaranteedWh) {
  private static final long MILLIS_PER_DAY = 86_400_000;

  /** What a ledger has of the days of some slots. */
  static OriginTotals of(Ledger ledger, String market, List<DeliverySlot> slots) {
    OriginLedger origin = new OriginLedger(ledger);
    TreeSet<Long> days = new TreeSet<>();
    slots.forEach(slot -> days.add(Math.floorDiv(slot.startMillis(), MILLIS_PER_DAY)));
    OriginTotals sum = new OriginTotals(0, 0, 0, 0, 0);
    for (long day : days) {
      for (SlotGuarantees one : origin.day(market, day * MILLIS_PER_DAY)) {
        sum = sum.plus(one);
      }
    }
    return sum;
  }

  private OriginTotals plus(SlotGuarantees one) {
    return new OriginTotals(
        slots + 1,
        Math.addExact(issuedWh, one.entries().issuedWh()),
        Math.addExact(retiredWh, one.entries().retiredWh()),
        Math.addExact(residualWh, one.residual().stream().mapToLong(Residual::wh).sum()),
        Math.addExact(
            unguaranteedWh,
            one.entries().unguaranteed().stream().mapToLong(Unguaranteed::wh).sum()));
  }

  /** One line for people. */
  String describe() {
    return ("Guarantees of origin: %d Wh issued, %d Wh retired by use, %d Wh left to the supplier;"
            + " %d Wh used without one")
        .formatted(issuedWh, retiredWh, residualWh, unguaranteedWh);
  }
}
