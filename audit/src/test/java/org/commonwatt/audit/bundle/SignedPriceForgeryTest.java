package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.SignedPriceExample;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command.ImportImbalancePrice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imbalance prices that a source signs, true and forged, before both verifiers. */
class SignedPriceForgeryTest {
  @TempDir private Path temp;

  @Test
  void aSignedPricePassesBoth() throws Exception {
    SignedPriceExample example = new SignedPriceExample();
    assertThat(example.refused()).as("unsigned and wrongly signed").isEqualTo(2);
    byte[] bundle = bundle(example);
    assertThat(BundleTest.check(bundle).report().totals())
        .as("the example has no topic of positions")
        .containsOnlyKeys(
            FindingCode.REGISTRY_PENDING,
            FindingCode.RULEBOOK_DOCUMENT_MISSING,
            FindingCode.POSITION_WITHOUT_SOURCE);
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindPricesThatNobodyHasSigned() throws Exception {
    Map<String, UnaryOperator<ImportImbalancePrice>> forged = new LinkedHashMap<>();
    forged.put("unsigned", price -> with(price, ""));
    String signature = "0".repeat(126);
    forged.put("wrongly-signed", price -> with(price, signature + "01"));
    forged.put(
        "flipped",
        price -> {
          String was = price.signature();
          return with(price, (was.charAt(0) == '0' ? "1" : "0") + was.substring(1));
        });
    for (Map.Entry<String, UnaryOperator<ImportImbalancePrice>> one : forged.entrySet()) {
      byte[] bundle = bundle(new SignedPriceExample().change(one.getValue()));
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.ANSWER_DIFFERS);
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).contains("ANSWER_DIFFERS"));
  }

  private static ImportImbalancePrice with(ImportImbalancePrice price, String signature) {
    return new ImportImbalancePrice(
        price.importer(),
        price.area(),
        price.slotStartMillis(),
        price.version(),
        price.shortMicroPerKwh(),
        price.longMicroPerKwh(),
        signature);
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private static byte[] bundle(SignedPriceExample example) {
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
