package org.commonwatt.core.storage;

/**
 * What a storage keeps of a charge, and gives of what it takes out. States of charge are counted in
 * millionths of a Wh: what is stored is rounded down to one, what is removed up.
 *
 * @param chargePpm stored of what is charged at the connection, 100,000 to 1,000,000 ppm
 * @param dischargePpm discharged at the connection of what is removed, 100,000 to 1,000,000 ppm
 */
public record Efficiency(int chargePpm, int dischargePpm) {
  /** Millionths in one. */
  public static final int MILLION = 1_000_000;

  /** The least efficiency, ppm. */
  public static final int LEAST = 100_000;

  private static final long SQUARE = (long) MILLION * MILLION;

  /** Checks the range. */
  public Efficiency {
    if (Math.min(chargePpm, dischargePpm) < LEAST || Math.max(chargePpm, dischargePpm) > MILLION) {
      throw new IllegalArgumentException("an efficiency is 100,000 to 1,000,000 ppm");
    }
  }

  /**
   * What a charge stores.
   *
   * @param chargedWh at the connection, not negative
   * @return µWh
   * @throws ArithmeticException when it does not fit in 63 bits
   */
  public long storedMicroWh(long chargedWh) {
    return Math.multiplyExact(chargedWh, (long) chargePpm); // whole: nothing to round
  }

  /**
   * What a discharge removes.
   *
   * @param dischargedWh at the connection, not negative
   * @return µWh, rounded up
   * @throws ArithmeticException when it does not fit in 63 bits
   */
  public long removedMicroWh(long dischargedWh) {
    long whole = Math.multiplyExact(dischargedWh / dischargePpm, SQUARE);
    long rest = dischargedWh % dischargePpm * SQUARE;
    return Math.addExact(whole, Math.floorDiv(rest + dischargePpm - 1, (long) dischargePpm));
  }

  /**
   * How the state of charge changes in a slot of one net direction.
   *
   * @param netChargeWh at the connection, negative when it discharges
   * @return µWh
   * @throws ArithmeticException when it does not fit in 63 bits
   */
  public long changeMicroWh(long netChargeWh) {
    return netChargeWh >= 0
        ? storedMicroWh(netChargeWh)
        : Math.negateExact(removedMicroWh(Math.negateExact(netChargeWh)));
  }

  /** Whether what a discharge removes may have to be rounded. */
  boolean rounds() {
    return SQUARE % dischargePpm != 0;
  }
}
