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
import org.commonwatt.audit.NegotiationExample;
import org.commonwatt.log.seal.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Negotiated services of storage units, true and forged, before both verifiers. */
class NegotiationForgeryTest {
  @TempDir private Path temp;

  @Test
  void whatBothHaveSignedPassesBoth() throws Exception {
    byte[] bundle = bundle(new NegotiationExample());
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
  void bothFindServicesThatWereNotAgreedOnSo() throws Exception {
    Map<String, NegotiationExample> forged = new LinkedHashMap<>();
    forged.put("cheaper", new NegotiationExample().agree(NegotiationExample::cheaper));
    forged.put(
        "signed-by-another", new NegotiationExample().agree(NegotiationExample::signedByAnother));
    forged.put("for-another", new NegotiationExample().commitAnother());
    for (Map.Entry<String, NegotiationExample> one : forged.entrySet()) {
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

  private static byte[] bundle(NegotiationExample example) {
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
