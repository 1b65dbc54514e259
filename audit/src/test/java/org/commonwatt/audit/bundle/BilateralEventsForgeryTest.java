package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.BilateralExample;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Event.BilateralAccepted;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.SigningKeyRegistered;
import org.commonwatt.model.SignedBilateral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts that count in the market, true and forged events, before both verifiers. */
class BilateralEventsForgeryTest {
  @TempDir private Path temp;

  @Test
  void aContractThatBothHaveSignedPasses() throws Exception {
    byte[] bundle = bundle(new BilateralExample());
    assertThat(BundleTest.check(bundle).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), bundle);
    if (Python3.isThere()) {
      assertThat(PythonVerifierTest.codes(temp)).isEqualTo(Map.of("true", ""));
    }
  }

  @Test
  void whatTheEventsSayOtherwiseIsFoundByBoth() throws Exception {
    Map<String, BilateralExample> forged = new LinkedHashMap<>();
    forged.put("energy", trades(one -> with(one, one.takerOrderId(), 600, 0)));
    forged.put("priced", trades(one -> with(one, 0, one.energyWh(), 50)));
    forged.put("dropped", new BilateralExample().change(BilateralAccepted.class, one -> null));
    forged.put("tradeless", trades(one -> null));
    SignedBilateral more = BilateralExample.contract(600);
    forged.put(
        "unsigned",
        new BilateralExample()
            .change(
                BilateralAccepted.class,
                one ->
                    new BilateralAccepted(
                        new SignedBilateral(
                            more.terms(),
                            one.contract().buyerSignature(),
                            one.contract().sellerSignature()),
                        one.buyerKey(),
                        one.sellerKey())));
    forged.put("keyless", new BilateralExample().change(SigningKeyRegistered.class, one -> null));
    for (Map.Entry<String, BilateralExample> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().findings()).as(one.getKey()).isNotEmpty();
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    if (Python3.isThere()) {
      Map<String, String> found = PythonVerifierTest.codes(temp);
      assertThat(found).hasSameSizeAs(forged);
      found.forEach(
          (name, codes) ->
              assertThat(codes)
                  .as(name)
                  .contains(name.equals("keyless") ? "BILATERAL_NOT_SIGNED" : "BILATERAL_DIFFERS"));
    }
  }

  private static BilateralExample trades(UnaryOperator<ContinuousTrade> forgery) {
    return new BilateralExample()
        .change(ContinuousTrade.class, one -> one.isBilateral() ? forgery.apply(one) : one);
  }

  private static ContinuousTrade with(ContinuousTrade one, long taker, long energy, long price) {
    return new ContinuousTrade(
        one.tradeId(),
        one.slot(),
        taker,
        one.makerOrderId(),
        one.takerSide(),
        one.buyer(),
        one.seller(),
        one.buyArea(),
        one.sellArea(),
        energy,
        price,
        one.feeMicroPerKwh(),
        one.path(),
        one.source());
  }

  private static byte[] bundle(BilateralExample example) throws IOException {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            example.commands(),
            example.events(),
            List.of()),
        new BundleMaker.Settled(example.ledger(), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, true, Keyring.NONE),
        BundleTest.ENGINE);
  }
}
