package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.seal.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements about batteries in a bundle's blocks, true and forged, before both verifiers. */
class BatteryForgeryTest {
  private static final TestSigner MAKER = new TestSigner(31);
  private static final TestSigner AGAIN = new TestSigner(32);
  private static final Statement STATEMENT =
      Statement.of("m-1", 2, 1_659_423_600_000L, new LifeAction.Transfer("again"));
  private static final SignedStatement SIGNED =
      new SignedStatement(
          STATEMENT,
          List.of(
              new SignedStatement.Signature("maker", sign(MAKER)),
              new SignedStatement.Signature("again", sign(AGAIN))));
  private static final LedgerCall FIRST = organisation("maker", MAKER);
  private static final LedgerCall SECOND = organisation("again", AGAIN);
  private static final LedgerCall SUBMIT = BatteryLedger.callOf(SIGNED);
  private static final Statement MADE =
      Statement.of(
          "m-1",
          1,
          1_659_423_500_000L,
          new LifeAction.Register(AssetKind.MODULE, List.of(), 6_000, 60_000, null));
  private static final LedgerCall REGISTER =
      BatteryLedger.callOf(
          new SignedStatement(
              MADE,
              List.of(
                  new SignedStatement.Signature(
                      "maker", HexFormat.of().formatHex(MAKER.sign(MADE.signedBytes()))))));

  @TempDir private Path temp;

  @Test
  void trueStatementsPassBoth() throws Exception {
    byte[] bundle = bundle(List.of(FIRST, SECOND, REGISTER, SUBMIT));
    assertThat(BundleTest.check(bundle).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), bundle);
    python(1).values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindWhatIsForged() throws Exception {
    Map<String, List<LedgerCall>> forged = new LinkedHashMap<>();
    forged.put("BATTERY_NOT_SIGNED-unknown", List.of(FIRST, SUBMIT));
    forged.put("BATTERY_NOT_SIGNED-later", List.of(FIRST, SUBMIT, SECOND));
    forged.put(
        "BATTERY_NOT_SIGNED-altered",
        List.of(FIRST, SECOND, altered("\"sequence\":2", "\"sequence\":3")));
    forged.put(
        "BATTERY_NOT_SIGNED-swapped",
        List.of(organisation("maker", AGAIN), organisation("again", MAKER), SUBMIT));
    forged.put(
        "BATTERY_NOT_SIGNED-nobody",
        List.of(
            LedgerCall.of(
                "batteries", "Submit", new SignedStatement(STATEMENT, List.of()).text())));
    forged.put("BATTERY_DIFFERS-twice", List.of(FIRST, SECOND, SUBMIT, SUBMIT));
    forged.put("BATTERY_DIFFERS-unknown", List.of(FIRST, SECOND, SUBMIT));
    forged.put("BATTERY_DIFFERS-again", List.of(FIRST, SECOND, REGISTER, againMade(), SUBMIT));
    forged.put(
        "BATTERY_DIFFERS-key",
        List.of(
            LedgerCall.of(
                "batteries",
                "RegisterOrganisation",
                "{\"org\":\"x\",\"key\":\"00\",\"roles\":[],\"actsFor\":[]}")));
    forged.put(
        "LEDGER_TRANSACTION_UNEXPECTED-text", List.of(LedgerCall.of("batteries", "Submit", "[]")));
    forged.put(
        "LEDGER_TRANSACTION_UNEXPECTED-call", List.of(LedgerCall.of("batteries", "Forget", "{}")));
    for (Map.Entry<String, List<LedgerCall>> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.valueOf(one.getKey().split("-")[0]));
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python(forged.size())
        .forEach((name, codes) -> assertThat(codes).as(name).contains(name.split("-")[0]));
  }

  /**
   * What the Python verifier finds in each of so many bundles; nothing where there is no Python.
   */
  private Map<String, String> python(int bundles) throws IOException, InterruptedException {
    if (!Python3.isThere()) {
      return Map.of();
    }
    Map<String, String> codes = PythonVerifierTest.codes(temp);
    assertThat(codes).hasSize(bundles);
    return codes;
  }

  /** The battery is made known again, as its third event. */
  private static LedgerCall againMade() {
    Statement again = Statement.of("m-1", 3, MADE.eventMillis(), MADE.action());
    return BatteryLedger.callOf(
        new SignedStatement(
            again,
            List.of(
                new SignedStatement.Signature(
                    "maker", HexFormat.of().formatHex(MAKER.sign(again.signedBytes()))))));
  }

  private static LedgerCall altered(String part, String other) {
    String text = SIGNED.text().replace(part, other);
    assertThat(text).isNotEqualTo(SIGNED.text());
    return LedgerCall.of("batteries", "Submit", text);
  }

  private static LedgerCall organisation(String org, TestSigner signer) {
    String x509 = HexFormat.of().formatHex(signer.publicKey());
    return BatteryLedger.registrationOf(
        new Organisation(org, x509.substring(x509.length() - 64), List.of(Role.MAKER), List.of()));
  }

  private static String sign(TestSigner signer) {
    return HexFormat.of().formatHex(signer.sign(STATEMENT.signedBytes()));
  }

  private static byte[] bundle(List<LedgerCall> calls) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events(),
            BundleExample.positions()),
        new BundleMaker.Settled(BundleExample.ledgerWith(calls), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(BundleTest.FIRST, false, Keyring.NONE),
        BundleTest.ENGINE);
  }
}
