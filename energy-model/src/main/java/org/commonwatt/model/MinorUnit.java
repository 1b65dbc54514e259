package org.commonwatt.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Optional;

/**
 * The smallest unit of a currency that is paid, such as a cent. Accounts are kept to the
 * nano-currency; what is paid is rounded once, half to even, and the rounding is shown.
 *
 * @param currency ISO 4217 code
 * @param digits behind the point, 0 to 9
 */
public record MinorUnit(String currency, int digits) {
  private static final int NANO_DIGITS = 9;

  /** Checks the range. */
  public MinorUnit {
    if (digits < 0 || digits > NANO_DIGITS) {
      throw new IllegalArgumentException("a minor unit has 0 to 9 digits");
    }
  }

  /** That of a currency; empty when the code is none of ISO 4217, or has no minor unit. */
  public static Optional<MinorUnit> of(String currency) {
    try {
      int digits = Currency.getInstance(currency).getDefaultFractionDigits();
      return digits < 0 ? Optional.empty() : Optional.of(new MinorUnit(currency, digits));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** That of a currency, or else nano-currency, which is paid as it is. */
  public static MinorUnit ofAny(String currency) {
    return of(currency).orElseGet(() -> new MinorUnit(currency, NANO_DIGITS));
  }

  /** An amount of nano-currency in the currency, with nine digits behind the point. */
  public static BigDecimal exact(long nano) {
    return BigDecimal.valueOf(nano, NANO_DIGITS);
  }

  /** What is paid of an amount of nano-currency: rounded half to even. */
  public BigDecimal total(long nano) {
    return exact(nano).setScale(digits, RoundingMode.HALF_EVEN);
  }

  /** What rounding adds: exact amount and rounding together are the total. */
  public BigDecimal rounding(long nano) {
    return total(nano).subtract(exact(nano));
  }
}
