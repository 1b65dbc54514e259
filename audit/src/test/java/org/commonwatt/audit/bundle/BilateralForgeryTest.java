package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.BundleExample.Signed;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.BilateralLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BilateralPrice;
import org.commonwatt.model.BilateralTerms;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SignedBilateral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bilateral contracts in a bundle's blocks, true and forged, before both verifiers. */
class BilateralForgeryTest {
  /** Behind all batches of the example. */
  private static final long LATER = 1_700_000_100_000L;

  private static final long SETTLED = 1_659_423_600_000L;
  private static final long QUARTER = 900_000;
  private static final BilateralPrice PRICE = new BilateralPrice(250_000, Hash.of(new byte[] {7}));
  private static final TestSigner ANN = new TestSigner(21);
  private static final TestSigner CAT = new TestSigner(22);
  private static final SignedBilateral CONTRACT = sign(terms("m", "b-1", LATER));
  private static final LedgerCall BUYER = key("ann", ANN);
  private static final LedgerCall SELLER = key("cat", CAT);
  private static final LedgerCall DEPOSIT = call("DepositPrice", "m", PRICE.hash().hex());
  private static final LedgerCall RECORD = record(CONTRACT);

  @TempDir private Path temp;

  @Test
  void trueContractsPassBoth() throws Exception {
    LedgerCall second = record(sign(terms("m", "b-2", LATER)));
    LedgerCall deposit = call("DepositPrice", "n", PRICE.hash().hex());
    LedgerCall ofAnotherMarket = record(sign(terms("n", "b-1", SETTLED)));
    byte[] bundle =
        bundle(List.of(BUYER, SELLER, DEPOSIT, RECORD, second, deposit, ofAnotherMarket));
    assertThat(BundleTest.check(bundle).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindWhatIsForged() throws Exception {
    Map<String, List<LedgerCall>> forged = new LinkedHashMap<>();
    forged.put("BILATERAL_NOT_SIGNED-buyer", List.of(SELLER, DEPOSIT, RECORD));
    forged.put("BILATERAL_NOT_SIGNED-seller", List.of(BUYER, DEPOSIT, RECORD));
    forged.put(
        "BILATERAL_NOT_SIGNED-energy", with(altered("\"energyWh\":500", "\"energyWh\":501")));
    forged.put("BILATERAL_NOT_SIGNED-price", with(altered(PRICE.hash().hex(), Hash.ZERO.hex())));
    forged.put(
        "BILATERAL_NOT_SIGNED-twice",
        with(altered(CONTRACT.sellerSignature(), CONTRACT.buyerSignature())));
    forged.put(
        "BILATERAL_NOT_SIGNED-key",
        List.of(BUYER, SELLER, DEPOSIT, key("ann", new TestSigner(23)), RECORD));
    forged.put("BILATERAL_DIFFERS-twice", with(RECORD, RECORD));
    forged.put("BILATERAL_DIFFERS-deposit-elsewhere", with(record(sign(terms("n", "b-1", LATER)))));
    forged.put("BILATERAL_DIFFERS-deposit", List.of(BUYER, SELLER, RECORD, DEPOSIT));
    forged.put("BILATERAL_DIFFERS-spelled", with(altered("\"m\",", "\"m\", ")));
    forged.put("BILATERAL_DIFFERS-key", with(BUYER, RECORD));
    forged.put("BILATERAL_DIFFERS-late", with(record(sign(terms("m", "b-1", SETTLED)))));
    forged.put("BILATERAL_DIFFERS-slots", with(record(sign(terms("m", "b-1", LATER + 1)))));
    for (Map.Entry<String, List<LedgerCall>> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.valueOf(one.getKey().split("-")[0]));
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).contains(name.split("-")[0]));
  }

  @Test
  void bothNameWhoMayNotHaveCalled() throws Exception {
    for (String client : List.of("", "Regulator.auditor")) {
      List<Signed> calls = new ArrayList<>();
      with(RECORD).forEach(call -> calls.add(new Signed("Exchange.submitter", call)));
      calls.set(3, new Signed(client, RECORD));
      byte[] bundle = bundle(BundleExample.ledgerWithSigned(calls));
      assertThat(BundleTest.check(bundle).report().totals())
          .containsEntry(FindingCode.LEDGER_CALLER_WRONG, 1L)
          .doesNotContainKeys(FindingCode.BILATERAL_DIFFERS, FindingCode.BILATERAL_NOT_SIGNED);
      Files.write(temp.resolve("by-" + client), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).isEqualTo("LEDGER_CALLER_WRONG"));
  }

  @Test
  void bothSayThatWhatCannotBeReadIsUnexpected() throws Exception {
    List<LedgerCall> unreadable =
        List.of(
            call("Record", "{}"),
            call("Record", "[]"),
            altered("\"energyWh\":500", "\"energyWh\":\"500\""),
            call("RegisterKey", "ann"),
            call("Mint", "m", "1"));
    for (LedgerCall call : unreadable) {
      byte[] bundle = bundle(List.of(call));
      assertThat(BundleTest.check(bundle).report().totals())
          .containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
      Files.write(temp.resolve("unreadable-" + unreadable.indexOf(call)), bundle);
    }
    python()
        .forEach(
            (name, codes) -> assertThat(codes).as(name).contains("LEDGER_TRANSACTION_UNEXPECTED"));
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private static BilateralTerms terms(String market, String contractId, long fromMillis) {
    return new BilateralTerms(
        market,
        contractId,
        "ann",
        "cat",
        "east",
        fromMillis,
        fromMillis + 4 * QUARTER,
        15,
        500,
        PRICE.hash());
  }

  private static LedgerCall altered(String part, String other) {
    String text = CONTRACT.text().replace(part, other);
    assertThat(text).isNotEqualTo(CONTRACT.text());
    return call("Record", text);
  }

  private static List<LedgerCall> with(LedgerCall... more) {
    List<LedgerCall> all = new ArrayList<>(List.of(BUYER, SELLER, DEPOSIT));
    all.addAll(List.of(more));
    return all;
  }

  /** The last 32 bytes of a key, as X.509 has it, are those of RFC 8032. */
  private static LedgerCall key(String participant, TestSigner signer) {
    String x509 = HexFormat.of().formatHex(signer.publicKey());
    return call("RegisterKey", participant, x509.substring(x509.length() - 64));
  }

  private static SignedBilateral sign(BilateralTerms terms) {
    return new SignedBilateral(
        terms,
        HexFormat.of().formatHex(ANN.sign(terms.signedBytes())),
        HexFormat.of().formatHex(CAT.sign(terms.signedBytes())));
  }

  private static LedgerCall record(SignedBilateral signed) {
    return call("Record", signed.text());
  }

  private static LedgerCall call(String function, String... arguments) {
    return LedgerCall.of(BilateralLedger.CONTRACT, function, arguments);
  }

  private static byte[] bundle(List<LedgerCall> calls) {
    return bundle(BundleExample.ledgerWith(calls));
  }

  private static byte[] bundle(Ledger ledger) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events(),
            BundleExample.positions()),
        new BundleMaker.Settled(ledger, BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, false, Keyring.NONE),
        BundleTest.ENGINE);
  }
}
