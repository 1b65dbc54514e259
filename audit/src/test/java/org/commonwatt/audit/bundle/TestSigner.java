package org.commonwatt.audit.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import org.commonwatt.model.Hash;

/** An engine's key, made for a test. */
public final class TestSigner implements BundleSigner {
  private final KeyPair pair;

  /** The same seed gives the same key. */
  public TestSigner(int seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(seed);
      generator.initialize(255, random);
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public String engine() {
    return "engine-" + Hash.of(publicKey()).hex().substring(0, 16);
  }

  @Override
  public byte[] publicKey() {
    return pair.getPublic().getEncoded();
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
