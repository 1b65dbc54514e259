package org.commonwatt.testkit.ledger;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.SignedBilateral;

/** A buyer and a seller with their keys. */
public final class BilateralParties {
  private static final int KEY_BYTES = 32;

  private final KeyPair buyer = newKey();
  private final KeyPair seller = newKey();

  /** The terms with both signatures. */
  public SignedBilateral sign(BilateralTerms terms) {
    return new SignedBilateral(terms, sign(buyer, terms), sign(seller, terms));
  }

  /** The buyer's public key, 64 hexadecimal digits. */
  public String buyerKey() {
    return publicKey(buyer);
  }

  /** The seller's. */
  public String sellerKey() {
    return publicKey(seller);
  }

  private static String sign(KeyPair key, BilateralTerms terms) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(key.getPrivate());
      signature.update(terms.signedBytes());
      return HexFormat.of().formatHex(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String publicKey(KeyPair key) {
    byte[] x509 = key.getPublic().getEncoded();
    return HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
  }

  private static KeyPair newKey() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
