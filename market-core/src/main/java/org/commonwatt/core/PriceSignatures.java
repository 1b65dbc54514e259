package org.commonwatt.core;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.PriceSource;
import org.commonwatt.model.PriceText;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/** Whether an imbalance price is signed as the rulebook demands. */
final class PriceSignatures {
  private static final String ALGORITHM = "Ed25519";
  private static final int HEX_DIGITS = 128;

  private PriceSignatures() {}

  /**
   * Why a price is refused, null when it is not.
   *
   * @param source who signs, null where nobody does
   * @param signature in hexadecimal, empty without one
   */
  static @Nullable Rejection refusal(
      @Nullable PriceSource source, String market, ImbalancePrice price, String signature) {
    if (source == null) {
      return signature.isEmpty()
          ? null
          : wrong("the slot's rulebook names no source that signs: leave the signature out");
    }
    if (signature.isEmpty()) {
      return new Rejection(
          RejectionCode.PRICE_NOT_SIGNED,
          "the slot's rulebook takes prices that " + source.id() + " has signed only");
    }
    return verifies(source, PriceText.of(source.id(), market, price), signature)
        ? null
        : wrong(
            source.id()
                + " has not signed just this price: market, area, slot, version and both prices must"
                + " be those that it signed");
  }

  private static Rejection wrong(String why) {
    return new Rejection(RejectionCode.PRICE_SIGNATURE_WRONG, why);
  }

  private static boolean verifies(PriceSource source, byte[] message, String signature) {
    if (signature.length() != HEX_DIGITS) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      byte[] key = Base64.getDecoder().decode(source.publicKey());
      verifier.initVerify(
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(key)));
      verifier.update(message);
      return verifier.verify(HexFormat.of().parseHex(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // A key or signature that is no point is an exception in Java, but just a wrong one here.
      return false;
    }
  }
}
