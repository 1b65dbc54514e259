package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.RegistryJson;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.RegistryEntries;
import org.commonwatt.model.RegistryEntries.AuctionEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry in a bundle's blocks, true and forged, before both verifiers. */
class RegistryForgeryTest {
  private static final RegistryEntries TRUE = BundleExample.registered();
  private static final String JSON = RegistryJson.write(TRUE);

  @TempDir private Path temp;

  @Test
  void theTrueRegistryPassesBoth() throws Exception {
    AuditReport report = BundleTest.check(bundle(JSON)).report();
    assertThat(report.findings()).isEmpty();
    write("true", JSON);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindAndNameWhatIsForged() throws Exception {
    AuctionEntry auction = TRUE.auctions().get(0);
    Map<String, String> forged = new LinkedHashMap<>();
    forged.put("market", JSON.replace("\"market\":\"m\"", "\"market\":\"n\""));
    forged.put("start", JSON.replace("\"fromSequence\":1", "\"fromSequence\":2"));
    forged.put("end", JSON.replace("\"toSequence\":" + TRUE.toSequence(), "\"toSequence\":999999"));
    forged.put("document", JSON.replace("\"documentHash\":\"22", "\"documentHash\":\"23"));
    forged.put("event", JSON.replace(auction.place().eventHash().hex(), "ab".repeat(32)));
    forged.put("slot", JSON.replace("" + auction.slot().startMillis(), "1659431700000"));
    forged.put("none", JSON.replaceFirst("\"auctions\":\\[.*]", "\"auctions\":[]"));
    for (Map.Entry<String, String> one : forged.entrySet()) {
      assertThat(one.getValue()).as(one.getKey()).isNotEqualTo(JSON);
      assertThat(BundleTest.check(bundle(one.getValue())).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.REGISTRY_DIFFERS);
      write(one.getKey(), one.getValue());
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).isEqualTo("REGISTRY_DIFFERS"));
  }

  @Test
  void bothSayThatWhatCannotBeReadIsUnexpected() throws Exception {
    for (String text : new String[] {"{}", "[]", JSON.replace("[", "7"), "x"}) {
      assertThat(BundleTest.check(bundle(text)).report().totals())
          .containsKey(FindingCode.LEDGER_TRANSACTION_UNEXPECTED);
      write("unreadable-" + text.length(), text);
    }
    python()
        .forEach(
            (name, codes) -> assertThat(codes).as(name).contains("LEDGER_TRANSACTION_UNEXPECTED"));
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private void write(String name, String json) throws IOException {
    Files.write(temp.resolve(name), bundle(json));
  }

  private static byte[] bundle(String json) {
    Ledger ledger =
        BundleExample.ledgerWith(List.of(LedgerCall.of("registry", "PostEntries", json)));
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
