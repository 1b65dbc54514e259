package org.commonwatt.core.settlement;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SealSecret;
import org.jspecify.annotations.Nullable;

/**
 * The salts of a slot's bill lines: HMAC-SHA256 over market, slot, index, and the number of a run
 * after the initial one. The key is the secret of the position of whose energy the line tells, or
 * else the rulebook's seed.
 */
final class LineSalts {
  private static final String ALGORITHM = "HmacSHA256";

  private final Hash seed;
  private final String market;
  private final DeliverySlot slot;
  private final int run;

  LineSalts(Rulebook rulebook, DeliverySlot slot, int run) {
    this(rulebook.saltSeed(), rulebook.market(), slot, run);
  }

  /**
   * Salts of a run by another key than the rulebook's seed.
   *
   * @param seed the key of lines that tell of no sealed position
   */
  LineSalts(Hash seed, String market, DeliverySlot slot, int run) {
    this.seed = seed;
    this.market = market;
    this.slot = slot;
    this.run = run;
  }

  /**
   * The salt of line {@code index}, counted from 0.
   *
   * @param secret of the position that the line tells of, null when it has none
   */
  Hash of(int index, @Nullable SealSecret secret) {
    ByteLayout message = new ByteLayout().text(market).i64(slot.startMillis()).i32(index);
    if (run > 0) {
      message.i32(run);
    }
    return Hash.ofBytes(mac(secret == null ? seed : secret.value()).doFinal(message.bytes()));
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
