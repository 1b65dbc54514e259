package org.commonwatt.model;

/**
 * What guarantees of origin need to know of a storage.
 *
 * @param capacityWh most that it gives from full to empty, Wh, positive
 * @param roundTripPpm what it gives of what it took, in millionths, from 1 to 1,000,000
 */
public record OriginStorage(long capacityWh, int roundTripPpm) {
  /** Everything that was taken comes back. */
  public static final int LOSSLESS_PPM = 1_000_000;

  /** The largest capacity, Wh: sums of what a storage holds stay within 63 bits. */
  public static final long MOST_WH = 1_000_000_000_000L;

  /** Checks the ranges. */
  public OriginStorage {
    if (capacityWh < 1 || capacityWh > MOST_WH) {
      throw new IllegalArgumentException("capacityWh must be from 1 to " + MOST_WH);
    }
    if (roundTripPpm < 1 || roundTripPpm > LOSSLESS_PPM) {
      throw new IllegalArgumentException("roundTripPpm must be from 1 to " + LOSSLESS_PPM);
    }
  }

  /** What it must have taken for what it gives, Wh, rounded up. */
  public long takenForWh(long givenWh) {
    return -Math.floorDiv(-Math.multiplyExact(givenWh, LOSSLESS_PPM), roundTripPpm);
  }

  /** What it gives of what it took, Wh, rounded down. */
  public long givenForWh(long takenWh) {
    return Math.multiplyExact(takenWh, roundTripPpm) / LOSSLESS_PPM;
  }
}
