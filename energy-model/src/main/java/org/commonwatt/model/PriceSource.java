package org.commonwatt.model;

import java.util.Base64;
import java.util.HexFormat;

/**
 * Who publishes imbalance prices and signs them.
 *
 * @param id its id
 * @param publicKey its Ed25519 key as X.509 has it, in Base64: 44 bytes
 */
public record PriceSource(String id, String publicKey) {
  private static final String PREFIX = "MCowBQYDK2VwAyEA"; // of every such key
  private static final int PREFIX_BYTES = 12;
  private static final int KEY_BYTES = 44;

  /** Checks the id, the spelling of the key and that it is one; the message says what to change. */
  public PriceSource {
    Ids.require("source", id);
    if (!isKey(publicKey)) {
      throw new IllegalArgumentException(
          "imbalance: sourceKey must be an Ed25519 public key as X.509 has it, in Base64 ("
              + PREFIX
              + "…), not "
              + publicKey);
    }
  }

  private static boolean isKey(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return text.startsWith(PREFIX)
          && bytes.length == KEY_BYTES
          && Base64.getEncoder().encodeToString(bytes).equals(text)
          && PartySignature.isKey(HexFormat.of().formatHex(bytes, PREFIX_BYTES, KEY_BYTES));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
