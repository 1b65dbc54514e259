package org.commonwatt.core.settlement;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;

/**
 * The salts of a slot's bill lines: HMAC-SHA256 with the rulebook's seed over market, slot, index.
 */
final class LineSalts {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac mac;
  private final String market;
  private final DeliverySlot slot;

  LineSalts(Rulebook rulebook, DeliverySlot slot) {
    this.mac = mac(rulebook.saltSeed());
    this.market = rulebook.market();
    this.slot = slot;
  }

  /** The salt of line {@code index}, counted from 0. */
  Hash of(int index) {
    byte[] message = new ByteLayout().text(market).i64(slot.startMillis()).i32(index).bytes();
    return Hash.ofBytes(mac.doFinal(message));
  }

  private static Mac mac(Hash seed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(seed.bytes(), ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
