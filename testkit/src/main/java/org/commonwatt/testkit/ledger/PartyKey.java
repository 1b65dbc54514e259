package org.commonwatt.testkit.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ed25519 key of a participant, the same one for the same seed. */
public final class PartyKey {
  private static final int KEY_BITS = 255;
  private static final int KEY_BYTES = 32;

  private final KeyPair pair;

  /** The key of a seed. */
  public PartyKey(int seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(KEY_BITS, random);
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half, 64 hexadecimal digits. */
  public String publicKey() {
    byte[] x509 = pair.getPublic().getEncoded();
    return HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
  }

  /** A signature, 128 hexadecimal digits. */
  public String sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(bytes);
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
