package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.log.seal.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guarantees of origin in a bundle's blocks, true and forged, before both verifiers. */
class OriginForgeryTest {
  private static final List<LedgerCall> DECLARED = BundleExample.sources();
  private static final String RUN = BundleExample.originRun();

  @TempDir private Path temp;

  @Test
  void trueGuaranteesPassBoth() throws Exception {
    byte[] bundle = bundle(with(post(RUN)));
    assertThat(BundleTest.check(bundle).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindWhatIsForged() throws Exception {
    Map<String, List<LedgerCall>> forged = new LinkedHashMap<>();
    forged.put("ORIGIN_TWICE", with(post(RUN), post(RUN)));
    forged.put("ORIGIN_NOT_HELD", with(post(changed("\"wh\":400}]", "\"wh\":1400}]"))));
    forged.put("ORIGIN_DIFFERS", List.of(post(RUN)));
    forged.put(
        "ORIGIN_DIFFERS-market", with(post(changed("\"market\":\"m\"", "\"market\":\"n\""))));
    forged.put("ORIGIN_DIFFERS-batch", with(post(changed("initial", "final"))));
    forged.put("ORIGIN_DIFFERS-slot", with(post(changed("1659423600000", "1659424500000"))));
    forged.put("ORIGIN_DIFFERS-below", with(post(changed("\"wh\":800", "\"wh\":-800"))));
    forged.put("ORIGIN_DIFFERS-late", with(post(RUN), DECLARED.get(0)));
    for (Map.Entry<String, List<LedgerCall>> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.valueOf(one.getKey().split("-")[0]));
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).contains(name.split("-")[0]));
  }

  @Test
  void bothFollowWhatAStorageKeeps() throws Exception {
    String bob = "{\"account\":\"bob\",\"area\":\"village\",\"source\":\"solar\",\"wh\":400}";
    String stored =
        changed("," + bob + "]", "]")
            .replaceFirst(
                "}$",
                ",\"stored\":["
                    + bob
                    + "],\"flows\":[{\"account\":\"bob\",\"chargedWh\":400,\"takenWh\":0}]}");
    LedgerCall bank =
        LedgerCall.of(
            "origin",
            "DeclareSource",
            "{\"market\":\"m\",\"account\":\"bob\",\"area\":\"village\",\"source\":\"storage\","
                + "\"capacityWh\":9000,\"roundTripPpm\":800000,\"fromMillis\":0}");
    byte[] kept = bundle(with(bank, post(stored)));
    assertThat(BundleTest.check(kept).report().findings()).isEmpty();
    Files.write(temp.resolve("true"), kept);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
    Files.delete(temp.resolve("true"));
    Map<String, List<LedgerCall>> forged = new LinkedHashMap<>();
    forged.put("ORIGIN_DIFFERS", with(post(stored)));
    String lost = bob.replace("400", "401");
    forged.put(
        "ORIGIN_NOT_HELD",
        with(bank, post(stored.replace(",\"flows", ",\"lost\":[" + lost + "],\"flows"))));
    String lossless = ",\"released\":[" + bob + "],\"flows";
    forged.put("ORIGIN_DIFFERS-trip", with(bank, post(stored.replace(",\"flows", lossless))));
    LedgerCall unlimited =
        LedgerCall.of(
            "origin", "DeclareSource", bank.arguments().get(0).replace("\"capacityWh\":9000,", ""));
    forged.put("LEDGER_TRANSACTION_UNEXPECTED", with(unlimited));
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
  void bothSayThatWhatCannotBeReadIsUnexpected() throws Exception {
    List<LedgerCall> unreadable =
        List.of(
            post("{}"),
            post("[]"),
            post(changed("\"wh\":400", "\"wh\":\"400\"")),
            LedgerCall.of("origin", "DeclareSource", "7"),
            LedgerCall.of("origin", "Mint", RUN));
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

  private static String changed(String part, String other) {
    String changed = RUN.replace(part, other);
    assertThat(changed).isNotEqualTo(RUN);
    return changed;
  }

  private static LedgerCall post(String run) {
    return LedgerCall.of("origin", "PostRun", run);
  }

  private static List<LedgerCall> with(LedgerCall... more) {
    List<LedgerCall> all = new ArrayList<>(DECLARED);
    all.addAll(List.of(more));
    return all;
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
