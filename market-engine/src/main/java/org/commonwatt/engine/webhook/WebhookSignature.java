package org.commonwatt.engine.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what is posted, so that a receiver knows that it comes from this market and is fresh. */
public final class WebhookSignature {
  private static final String HMAC = "HmacSHA256";
  private static final int SECRET_BYTES = 32;

  private WebhookSignature() {}

  /** A new secret: 64 hexadecimal digits from the machine's source of randomness. */
  public static String newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  /**
   * HMAC-SHA256 in hexadecimal digits over {@code timestamp.deliveryId.body}, texts in UTF-8.
   *
   * @param secret 64 hexadecimal digits, whose 32 bytes are the key
   * @param timestamp seconds since the epoch, as sent
   * @param deliveryId as sent
   * @param body the bytes of the body
   */
  public static String of(String secret, String timestamp, String deliveryId, byte[] body) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), HMAC));
      mac.update((timestamp + "." + deliveryId + ".").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }
}
