package org.commonwatt.model;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Signatures of Ed25519 (RFC 8032) by participants, in lower-case hexadecimal digits. */
public final class PartySignature {
  private static final String ALGORITHM = "Ed25519";

  /** Before the 32 bytes of a key, as X.509 has it. */
  private static final String X509 = "302a300506032b6570032100";

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{128}");

  private PartySignature() {}

  /** Whether a text is a public key: the 32 bytes of RFC 8032, a point of the curve. */
  public static boolean isKey(String key) {
    if (!KEY.matcher(key).matches()) {
      return false;
    }
    try {
      Signature.getInstance(ALGORITHM).initVerify(publicKey(key));
      return true;
    } catch (InvalidKeyException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** Whether a text is spelled as a signature: 64 bytes. */
  public static boolean isSignature(String signature) {
    return SIGNATURE.matcher(signature).matches();
  }

  /**
   * Whether the owner of a key has signed these bytes.
   *
   * @param key one that {@link #isKey}
   * @param signature one that {@link #isSignature}
   */
  public static boolean holds(String key, byte[] signed, String signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(publicKey(key));
      check.update(signed);
      return check.verify(HexFormat.of().parseHex(signature));
    } catch (java.security.SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a public key of " + ALGORITHM + ": " + key, e);
    }
  }

  private static PublicKey publicKey(String key) throws GeneralSecurityException {
    byte[] encoded = HexFormat.of().parseHex(X509 + key);
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
  }
}
