package org.commonwatt.model;

/**
 * How storage services are settled: {@code docs/settlement.md#storage-services}.
 *
 * @param penaltyPpm what the owner of a unit pays for each kWh that it did not deliver, in parts
 *     per million of the service's price; 0 to {@value #MOST_PENALTY_PPM}
 */
public record StorageRules(int penaltyPpm) {
  /** Twice the price. */
  public static final int MOST_PENALTY_PPM = 2_000_000;

  /** The price: who does not deliver pays the customer what it would have got. */
  public static final int DEFAULT_PENALTY_PPM = 1_000_000;

  /** Checks the range; the message says what to change. */
  public StorageRules {
    if (penaltyPpm < 0 || penaltyPpm > MOST_PENALTY_PPM) {
      throw new IllegalArgumentException(
          "settlement: penaltyPpm of storage must be 0 to " + MOST_PENALTY_PPM);
    }
  }
}
