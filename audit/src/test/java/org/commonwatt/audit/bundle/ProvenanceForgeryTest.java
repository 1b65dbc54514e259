package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.ProvenanceExample;
import org.commonwatt.log.seal.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a rulebook takes as proof of stored energy, true and forged, before both verifiers. */
class ProvenanceForgeryTest {
  @TempDir private Path temp;

  @Test
  void aHomeBatteryByItsNameplatePassesBoth() throws Exception {
    byte[] bundle = bundle(new ProvenanceExample());
    assertThat(BundleTest.check(bundle).report().findings())
        .allMatch(finding -> finding.code().isNote());
    Files.write(temp.resolve("true"), bundle);
    python().values().forEach(codes -> assertThat(codes).isEmpty());
  }

  @Test
  void bothFindWhatTheRulebookDoesNotTake() throws Exception {
    Map<String, ProvenanceExample> forged = new LinkedHashMap<>();
    forged.put("more", new ProvenanceExample().bound(ProvenanceExample::more));
    forged.put("other-rules", new ProvenanceExample().bound(ProvenanceExample::otherRules));
    forged.put("hearsay", new ProvenanceExample().hearsay());
    for (Map.Entry<String, ProvenanceExample> one : forged.entrySet()) {
      byte[] bundle = bundle(one.getValue());
      assertThat(BundleTest.check(bundle).report().totals())
          .as(one.getKey())
          .containsKey(FindingCode.ANSWER_DIFFERS);
      Files.write(temp.resolve(one.getKey()), bundle);
    }
    python().forEach((name, codes) -> assertThat(codes).as(name).contains("ANSWER_DIFFERS"));
  }

  private Map<String, String> python() throws IOException, InterruptedException {
    return Python3.isThere() ? PythonVerifierTest.codes(temp) : Map.of();
  }

  private static byte[] bundle(ProvenanceExample example) {
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
