package org.commonwatt.cli.demo;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** The table of bills that ends a demo. Rounds for the eye only. */
final class BillTable {
  private static final int NANO_DIGITS = 9;
  private static final String ROW = "%-15s %12s %12s %12s %14s %14s%n";

  private BillTable() {}

  static String render(List<BillSummary> bills, String currency) {
    StringBuilder table = new StringBuilder();
    table.append(
        row(
            "participant",
            "import kWh",
            "export kWh",
            "traded kWh",
            "grid fees " + currency,
            "bill " + currency));
    long importWh = 0;
    long exportWh = 0;
    long tradedWh = 0;
    BigInteger fees = BigInteger.ZERO;
    BigInteger sum = BigInteger.ZERO;
    for (BillSummary bill : bills) {
      table.append(
          row(
              bill.participant(),
              kwh(bill.importWh()),
              kwh(bill.exportWh()),
              kwh(bill.tradedWh()),
              money(bill.gridFeesNano()),
              money(bill.amountNano())));
      importWh += bill.importWh();
      exportWh += bill.exportWh();
      tradedWh += bill.tradedWh();
      fees = fees.add(bill.gridFeesNano());
      sum = sum.add(bill.amountNano());
    }
    // Each traded kWh is on two bills.
    return table
        .append(
            row("total", kwh(importWh), kwh(exportWh), kwh(tradedWh / 2), money(fees), money(sum)))
        .toString();
  }

  private static String row(String... cells) {
    return ROW.formatted((Object[]) cells);
  }

  private static String kwh(long wh) {
    return String.format(Locale.ROOT, "%d.%03d", wh / 1000, wh % 1000);
  }

  /** Money to four decimals. */
  static String money(BigInteger nano) {
    return new BigDecimal(nano, NANO_DIGITS).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** A price per kWh, all of its decimals that are not 0. */
  static String micro(long priceMicro) {
    return new BigDecimal(BigInteger.valueOf(priceMicro), 6).stripTrailingZeros().toPlainString();
  }
}
