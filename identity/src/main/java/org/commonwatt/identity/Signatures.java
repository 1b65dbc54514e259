package org.commonwatt.identity;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256, and the comparison that tells nothing by the time it takes. */
final class Signatures {
  private static final String HMAC = "HmacSHA256";

  private Signatures() {}

  /** The 32 bytes of an HMAC. */
  static byte[] hmac(byte[] secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }

  /** Signs a request. */
  static byte[] sign(KeyToken key, SignedRequest request) {
    return hmac(key.secret(), request.canonical());
  }

  /** Whether two values are equal, in a time that depends on their length only. */
  static boolean equal(byte[] expected, byte[] given) {
    return MessageDigest.isEqual(expected, given);
  }
}
