package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of rulebooks and the README in a bundle, by both verifiers. */
class DocumentsTest {
  private static final String NAME = "rulebooks/1.json";
  private static final byte[] OTHER = "{}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  /** The example's rulebook has a hash of digits alone, so no document is its own. */
  private static byte[] with(byte[] document) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(BundleTest.ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events(),
            BundleExample.positions()),
        new BundleMaker.Settled(BundleExample.ledger(), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(
            BundleTest.FIRST, false, Keyring.NONE, hash -> Optional.of(document)),
        BundleTest.ENGINE);
  }

  @Test
  void theReadmeSaysWhatEachEntryIs() {
    List<Entry> entries = PlainZip.read(with(OTHER));
    Entry readme = entries.get(entries.size() - 1);
    assertThat(readme.name()).isEqualTo("README.txt");
    assertThat(entries).extracting(Entry::name).contains(NAME);
    assertThat(entries).allMatch(entry -> Readme.tells(readme.bytes(), entry.name()));
  }

  @Test
  void aDocumentOfAnotherHashThanWasActivatedIsFound() throws Exception {
    assertFound(with(OTHER), FindingCode.RULEBOOK_DOCUMENT_DIFFERS);
  }

  @Test
  void aDocumentThatIsNotThereIsANote() throws Exception {
    byte[] file = BundleTest.make(BundleTest.FIRST, BundleTest.ENGINE);
    assertThat(BundleTest.check(file).report().notes().toString())
        .contains("RULEBOOK_DOCUMENT_MISSING", NAME);
    assertSaid(file, "note: RULEBOOK_DOCUMENT_MISSING: " + NAME, "Verifier: pass");
  }

  @Test
  void aDocumentOfNoRulebookIsFound() throws Exception {
    assertFound(
        resealed(entries -> entries.add(new Entry("rulebooks/2.json", OTHER))),
        FindingCode.RULEBOOK_DOCUMENT_DIFFERS);
  }

  @Test
  void aReadmeThatLeavesAnEntryOutIsFound() throws Exception {
    assertFound(
        resealed(
            entries -> {
              entries.removeIf(entry -> entry.name().equals(Readme.NAME));
              entries.add(new Entry(Readme.NAME, Readme.of(List.of(BundleMaker.EVENTS))));
            }),
        FindingCode.README_DIFFERS);
  }

  @Test
  void theDocumentThatWasActivatedIsTheRightOne() {
    assertThat(Documents.findings(List.of("1 " + Hash.of(OTHER)), Map.of(NAME, OTHER))).isEmpty();
  }

  private interface Change {
    void to(List<Entry> entries);
  }

  /** As the market itself would forge it, and sign it. */
  private static byte[] resealed(Change change) {
    List<Entry> all = PlainZip.read(BundleTest.make(BundleTest.FIRST, BundleTest.ENGINE));
    Manifest manifest = Manifest.read(all.get(0).bytes());
    List<Entry> entries = new ArrayList<>(all.subList(2, all.size()));
    change.to(entries);
    return BundleMaker.seal(manifest.about(), manifest.content(), entries, BundleTest.ENGINE);
  }

  private void assertFound(byte[] file, FindingCode code) throws IOException, InterruptedException {
    assertThat(BundleTest.check(file).report().totals()).containsKey(code);
    assertSaid(file, "  " + code + ": ", "Verifier: fail");
  }

  /** What the verifier in Python says, where there is one. */
  private void assertSaid(byte[] file, String... words) throws IOException, InterruptedException {
    if (Python3.isThere()) {
      String verifier = Python3.FOLDER.resolve("verify.py").toString();
      Path bundle = Files.write(folder.resolve("bundle.zip"), file);
      assertThat(Python3.run(verifier, bundle.toString()).out()).contains(words);
    }
  }
}
