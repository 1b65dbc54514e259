package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.ImbalancePriceImported;
import org.commonwatt.model.Event.ImbalancePriceRejected;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.PriceSource;
import org.commonwatt.model.PriceText;
import org.commonwatt.model.RejectionCode;
import org.junit.jupiter.api.Test;

/** A price counts only if its source has signed just that. */
class PriceSignaturesTest {
  private static final KeyPair KEYS = keys();

  static TestMarket market() {
    PriceSource source =
        new PriceSource("tso", Base64.getEncoder().encodeToString(KEYS.getPublic().getEncoded()));
    return ImbalanceDeskTest.market(
        new ImbalanceRules(
            List.of("home-01", "home-02"),
            "balancer",
            1,
            new Pool(0),
            null,
            new Prices("desk", true, -500_000, 500_000, new Fallback(false, 400_000, 0), source)),
        null);
  }

  @Test
  void aSignedPriceIsTakenAndACorrectionNeedsASignatureOfItsOwn() {
    TestMarket market = market();
    assertThat(market.apply(price(1, 300_000, 100)))
        .containsExactly(
            new ImbalancePriceImported(new ImbalancePrice("village", SLOT, 1, 300_000, 100)));
    assertThat(market.apply(price(3, 200_000, 100)).get(0))
        .isInstanceOf(ImbalancePriceImported.class);
    assertThat(code(market, price(2, 100_000, 100)))
        .as("an older version, though it is signed")
        .isEqualTo(RejectionCode.PRICE_NOT_NEWER);
  }

  @Test
  void whatIsNotSignedOrSignedForSomethingElseIsRefused() {
    TestMarket market = market();
    assertThat(code(market, with(price(1, 7, 7), ""))).isEqualTo(RejectionCode.PRICE_NOT_SIGNED);
    market.tick(START - 45 * TestMarket.MINUTE); // the next slot opens, too
    String signature = price(1, 300_000, 100).signature();
    for (ImportImbalancePrice other :
        List.of(
            command(START, 2, 300_000, 100, signature),
            command(START, 1, 300_001, 100, signature),
            command(START, 1, 300_000, 101, signature),
            command(START + TestMarket.QUARTER, 1, 300_000, 100, signature),
            command(START, 1, 300_000, 100, sign("other", "m", price(1, 300_000, 100))),
            command(START, 1, 300_000, 100, sign("tso", "n", price(1, 300_000, 100))))) {
      assertThat(code(market, other))
          .as("%s", other)
          .isEqualTo(RejectionCode.PRICE_SIGNATURE_WRONG);
    }
    assertThat(market.events(ImbalancePriceImported.class)).isEmpty();
  }

  @Test
  void noByteOfASignatureIsFree() {
    TestMarket market = market();
    ImportImbalancePrice honest = price(1, 300_000, 100);
    byte[] bytes = HexFormat.of().parseHex(honest.signature());
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertThat(code(market, with(honest, HexFormat.of().formatHex(flipped))))
          .isEqualTo(RejectionCode.PRICE_SIGNATURE_WRONG);
    }
    for (String wrong : List.of("00", honest.signature() + "00", "zz".repeat(64))) {
      assertThat(code(market, with(honest, wrong))).isEqualTo(RejectionCode.PRICE_SIGNATURE_WRONG);
    }
  }

  @Test
  void theRangeIsToldBeforeAndTheHistoryBehindTheSignature() {
    TestMarket market = market();
    assertThat(code(market, command(START, 1, 500_001, 0, "")))
        .isEqualTo(RejectionCode.VALUE_OUT_OF_RANGE);
    market.apply(price(2, 1, 1));
    assertThat(code(market, command(START, 1, 1, 1, ""))).isEqualTo(RejectionCode.PRICE_NOT_SIGNED);
  }

  @Test
  void aMarketWithoutASourceTakesNoSignature() {
    TestMarket market = ImbalanceDeskTest.market(ImbalanceDeskTest.rules(true), null);
    assertThat(code(market, price(1, 7, 7))).isEqualTo(RejectionCode.PRICE_SIGNATURE_WRONG);
    assertThat(market.apply(with(price(1, 7, 7), "")).get(0))
        .isInstanceOf(ImbalancePriceImported.class);
  }

  static ImportImbalancePrice price(int version, long shortPrice, long longPrice) {
    ImportImbalancePrice bare = command(START, version, shortPrice, longPrice, "");
    return with(bare, sign("tso", "m", bare));
  }

  private static ImportImbalancePrice command(
      long start, int version, long shortPrice, long longPrice, String signature) {
    return new ImportImbalancePrice(
        "desk", "village", start, version, shortPrice, longPrice, signature);
  }

  static ImportImbalancePrice with(ImportImbalancePrice price, String signature) {
    return command(
        price.slotStartMillis(),
        price.version(),
        price.shortMicroPerKwh(),
        price.longMicroPerKwh(),
        signature);
  }

  private static String sign(String source, String market, ImportImbalancePrice price) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(KEYS.getPrivate());
      signer.update(
          PriceText.of(
              source,
              market,
              new ImbalancePrice(
                  price.area(),
                  SLOT,
                  price.version(),
                  price.shortMicroPerKwh(),
                  price.longMicroPerKwh())));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RejectionCode code(TestMarket market, ImportImbalancePrice price) {
    Event told = market.apply(price).get(0);
    return ((ImbalancePriceRejected) told).rejection().code();
  }
}
