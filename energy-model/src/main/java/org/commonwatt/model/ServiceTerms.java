package org.commonwatt.model;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * A service of a storage unit that two parties negotiate, and both sign: {@code
 * docs/formats/storage-service.md}. In a standing offer nobody is named as the customer: who
 * accepts it is.
 *
 * @param market id of the market
 * @param negotiation id of the negotiation
 * @param unit id of the storage unit
 * @param seller its owner
 * @param priceMicroPerKwh what the customer pays, µ/kWh of what is charged or discharged for it, of
 *     a lease of what it may hold; 0 or more
 * @param commitment what it promises; its owner is the customer, empty in a standing offer
 */
public record ServiceTerms(
    String market,
    String negotiation,
    String unit,
    String seller,
    long priceMicroPerKwh,
    StorageCommitment commitment) {

  /** Who has the service; empty in a standing offer. */
  public String customer() {
    return commitment.owner();
  }

  /** Whether it is offered to anybody. */
  public boolean isStanding() {
    return customer().isEmpty();
  }

  /** The canonical JSON: fields in this order, no white space. Ids need no escaping. */
  public String text() {
    return "{\"market\":\""
        + market
        + "\",\"negotiation\":\""
        + negotiation
        + "\",\"unit\":\""
        + unit
        + "\",\"seller\":\""
        + seller
        + "\",\"priceMicroPerKwh\":"
        + priceMicroPerKwh
        + ",\"commitment\":"
        + text(commitment)
        + "}";
  }

  /** What both parties sign: no signature of another text is one of this. */
  public byte[] signedBytes() {
    return signedBytes(text());
  }

  /** What is signed of terms with a {@link #text}. */
  public static byte[] signedBytes(String text) {
    return ("commonwatt storage service 1\n" + text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of {@link #signedBytes}: by it an answer names the terms, word for word. */
  public Hash hash() {
    return Hash.of(signedBytes());
  }

  private static String text(StorageCommitment one) {
    return "{\"id\":\""
        + one.id()
        + "\",\"owner\":\""
        + one.owner()
        + "\",\"kind\":\""
        + one.kind()
        + "\",\"fromMillis\":"
        + one.fromMillis()
        + ",\"toMillis\":"
        + one.toMillis()
        + ",\"energyWh\":"
        + one.energyWh()
        + ",\"chargeSlotWh\":"
        + one.chargeSlotWh()
        + ",\"dischargeSlotWh\":"
        + one.dischargeSlotWh()
        + ",\"startWh\":"
        + one.startWh()
        + ",\"injectionWh\":["
        + one.injectionWh().stream().map(String::valueOf).collect(Collectors.joining(","))
        + "]}";
  }
}
