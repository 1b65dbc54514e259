package org.commonwatt.cli.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * One way to trade storage, of what was settled.
 *
 * @param mode which
 * @param services how many
 * @param leasedWh what leases may hold, in shares of their slots
 * @param chargedWh charged for customers
 * @param dischargedWh discharged for customers
 * @param missedWh promised and not delivered
 * @param lowestMicroPerKwh lowest price, µ/kWh; null without one
 * @param highestMicroPerKwh highest price, µ/kWh; null without one
 * @param paidNano what customers paid
 * @param penaltyNano what the owner paid for what was missed
 */
@JsonPropertyOrder({
  "mode",
  "services",
  "leasedWh",
  "chargedWh",
  "dischargedWh",
  "missedWh",
  "lowestMicroPerKwh",
  "highestMicroPerKwh",
  "paidNano",
  "penaltyNano"
})
public record StorageModeTotals(
    StorageTotals.Mode mode,
    int services,
    long leasedWh,
    long chargedWh,
    long dischargedWh,
    long missedWh,
    @Nullable Long lowestMicroPerKwh,
    @Nullable Long highestMicroPerKwh,
    BigInteger paidNano,
    BigInteger penaltyNano) {

  /** One line for people. */
  String describe(String currency) {
    if (services == 0) {
      return "  %s: nothing".formatted(mode.word());
    }
    return ("  %s: %d %s%s, charged %d Wh, discharged %d Wh, missed %d Wh, at %s %s/kWh; paid %s %s,"
            + " penalties %s %s")
        .formatted(
            mode.word(),
            services,
            services == 1 ? "service" : "services",
            leasedWh == 0 ? "" : " of " + leasedWh + " Wh",
            chargedWh,
            dischargedWh,
            missedWh,
            price(),
            currency,
            BillTable.money(paidNano),
            currency,
            BillTable.money(penaltyNano),
            currency);
  }

  private String price() {
    if (lowestMicroPerKwh == null || highestMicroPerKwh == null) {
      return "0";
    }
    String lowest = BillTable.micro(lowestMicroPerKwh);
    return lowestMicroPerKwh.equals(highestMicroPerKwh)
        ? lowest
        : lowest + " to " + BillTable.micro(highestMicroPerKwh);
  }
}
