package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.commonwatt.audit.StoredRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier in Python, written from docs/formats, finds what this one finds. */
class PythonVerifierTest {
  private static final String ALL_OF_A_FOLDER =
      """
      import os, sys
      sys.path.insert(0, sys.argv[1])
      import verify
      for name in sorted(os.listdir(sys.argv[2])):
          findings, _ = verify.verify(open(os.path.join(sys.argv[2], name), "rb").read())
          print(name, *sorted(set(one.split(":")[0] for one in findings)))
      """;

  private static final byte[] HONEST = BundleTest.make(BundleTest.FIRST, BundleTest.ENGINE);
  private static final int TRIES = 40;

  @TempDir private Path temp;
  private final Random random = new Random(20220802);

  @Test
  void anHonestBundlePassesAndTheOutputSaysWhatWasNotChecked() throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    Path file = Files.write(temp.resolve("bundle.zip"), HONEST);
    Python3.Run run = verify(file.toString(), "--engine", BundleTest.ENGINE.engine());
    assertThat(run.out())
        .contains(
            "signed by " + BundleTest.ENGINE.engine(),
            "3 trades, 1 batches, 12 bill lines (0 sealed)",
            "NOT checked: whether the auctions",
            "Verifier: pass")
        .doesNotContain("nobody vouched");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void anotherEngineAndAWrongCallAreTold() throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    Path file = Files.write(temp.resolve("bundle.zip"), HONEST);
    Python3.Run other = verify(file.toString(), "--engine", "engine-0000000000000000");
    assertThat(other.exitCode()).isEqualTo(1);
    assertThat(other.out()).contains("BUNDLE_SIGNATURE_WRONG", "Verifier: fail");
    assertThat(verify().exitCode()).isEqualTo(2);
    assertThat(verify(temp.resolve("none").toString()).out()).contains("cannot read");
  }

  @Test
  void tamperedBundlesAreFoundAndNamed() throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    for (int i = 0; i < TRIES; i++) {
      byte[] flipped = HONEST.clone();
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
      write("flip", i, flipped);
      write("cut", i, Arrays.copyOf(HONEST, random.nextInt(HONEST.length)));
      write("market", i, signedAnew(i));
    }
    write("empty", 0, new byte[0]);
    Map<String, String> found = codes(temp);
    assertThat(found).hasSize(3 * TRIES + 1);
    found.forEach((name, codes) -> assertThat(codes).as(name).isNotEmpty());
    found.forEach(
        (name, codes) -> {
          if (name.startsWith("market")) {
            assertThat(codes).as(name).doesNotContain("BUNDLE_", "ENTRY_");
          } else {
            assertThat(codes).as(name).containsAnyOf("BUNDLE_", "ENTRY_");
          }
        });
  }

  /** An event left out, swapped or with a flipped bit, and all of it signed by the right engine. */
  private byte[] signedAnew(int kind) {
    List<Entry> all = PlainZip.read(HONEST);
    Manifest manifest = Manifest.read(all.get(0).bytes());
    List<Entry> entries = new ArrayList<>(all.subList(2, all.size()));
    List<StoredRecord> events = new ArrayList<>(RecordFile.read(entries.get(1).bytes()));
    int at = random.nextInt(events.size() - 1);
    switch (kind % 3) {
      case 0 -> events.remove(at);
      case 1 -> Collections.swap(events, at, at + 1);
      default -> {
        byte[] bytes = events.get(at).bytes().clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        events.set(at, new StoredRecord(events.get(at).offset(), bytes));
      }
    }
    entries.set(1, new Entry(BundleMaker.EVENTS, RecordFile.write(events)));
    return BundleMaker.seal(manifest.about(), manifest.content(), entries, BundleTest.ENGINE);
  }

  private void write(String kind, int number, byte[] bytes) throws IOException {
    Files.write(temp.resolve("%s-%02d".formatted(kind, number)), bytes);
  }

  /** The codes by file of all files, from one process. */
  static Map<String, String> codes(Path folder) throws IOException, InterruptedException {
    Python3.Run run =
        Python3.run("-c", ALL_OF_A_FOLDER, Python3.FOLDER.toString(), folder.toString());
    assertThat(run.exitCode()).as(run.out()).isZero();
    Map<String, String> codes = new TreeMap<>();
    for (String line : run.out().lines().toList()) {
      String[] words = line.split(" ", 2);
      codes.put(words[0], words.length == 1 ? "" : words[1]);
    }
    return codes;
  }

  private static Python3.Run verify(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(Python3.FOLDER.resolve("verify.py").toString()));
    words.addAll(List.of(arguments));
    return Python3.run(words.toArray(String[]::new));
  }
}
