package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.StoredRecord;
import org.junit.jupiter.api.Test;

/** Whoever changes a bundle is found and told apart, whatever is changed. */
class BundleTamperingTest {
  private static final byte[] HONEST = BundleTest.make(BundleTest.FIRST, BundleTest.ENGINE);
  private static final int TRIES = 35;
  private static final Set<FindingCode> OF_THE_FILE =
      Set.of(
          FindingCode.BUNDLE_UNREADABLE,
          FindingCode.BUNDLE_NOT_CANONICAL,
          FindingCode.BUNDLE_SIGNATURE_WRONG,
          FindingCode.ENTRY_MISSING,
          FindingCode.ENTRY_UNEXPECTED,
          FindingCode.ENTRY_DIFFERS);

  private final Random random = new Random(20220802);

  @Test
  void aFlippedBitAnywhereInTheFileIsFound() {
    for (int i = 0; i < TRIES; i++) {
      byte[] file = HONEST.clone();
      int at = random.nextInt(file.length);
      file[at] ^= (byte) (1 << random.nextInt(8));
      assertFound(file, "bit in byte " + at);
    }
  }

  @Test
  void aFileThatWasCutOrGrewIsFound() {
    for (int i = 0; i < TRIES; i++) {
      int length = random.nextInt(HONEST.length + 100);
      if (length != HONEST.length) {
        assertFound(Arrays.copyOf(HONEST, length), "length " + length);
      }
    }
  }

  @Test
  void bytesLeftOutOrSwappedAreFound() {
    for (int i = 0; i < TRIES; i++) {
      int from = random.nextInt(HONEST.length - 1);
      int to = from + 1 + random.nextInt(Math.min(500, HONEST.length - from - 1));
      byte[] dropped = Arrays.copyOf(HONEST, HONEST.length - (to - from));
      System.arraycopy(HONEST, to, dropped, from, HONEST.length - to);
      assertFound(dropped, "bytes " + from + " to " + to);
      byte[] swapped = HONEST.clone();
      swapped[from] = HONEST[to];
      swapped[to] = HONEST[from];
      if (!Arrays.equals(swapped, HONEST)) {
        assertFound(swapped, "bytes " + from + " and " + to);
      }
    }
  }

  @Test
  void entriesLeftOutSwappedOrTwiceAreFoundByName() {
    List<Entry> honest = PlainZip.read(HONEST);
    for (int i = 0; i < honest.size(); i++) {
      List<Entry> dropped = new ArrayList<>(honest);
      Entry gone = dropped.remove(i);
      assertFound(PlainZip.write(dropped), "without " + gone.name());
      List<Entry> twice = new ArrayList<>(honest);
      twice.add(gone);
      assertFound(PlainZip.write(twice), "twice " + gone.name());
      for (int j = 0; j < i; j++) {
        List<Entry> swapped = new ArrayList<>(honest);
        Collections.swap(swapped, i, j);
        assertFound(PlainZip.write(swapped), "swapped " + i + " and " + j);
        swapped.set(i, new Entry(honest.get(i).name(), honest.get(j).bytes()));
        swapped.set(j, new Entry(honest.get(j).name(), honest.get(i).bytes()));
        assertFound(PlainZip.write(swapped), "contents of " + i + " and " + j);
      }
    }
  }

  @Test
  void aForgerWhoMakesAllHashesAnewLacksTheKey() {
    TestSigner forger = new TestSigner(3);
    Manifest manifest = Manifest.read(PlainZip.read(HONEST).get(0).bytes());
    for (int i = 0; i < TRIES; i++) {
      List<Entry> forged = changed(i);
      byte[] file = BundleMaker.seal(manifest.about(), manifest.content(), forged, forger);
      assertThat(BundleTest.check(file).report().totals())
          .containsKey(FindingCode.BUNDLE_SIGNATURE_WRONG);
    }
  }

  /** Nothing is wrong with the file: only the recomputation finds it. */
  @Test
  void aMarketThatForgesWhatItSignsIsFoundByTheAudit() {
    Manifest manifest = Manifest.read(PlainZip.read(HONEST).get(0).bytes());
    for (int i = 0; i < TRIES; i++) {
      byte[] file =
          BundleMaker.seal(manifest.about(), manifest.content(), changed(i), BundleTest.ENGINE);
      Set<FindingCode> found = BundleTest.check(file).report().totals().keySet();
      assertThat(found).as("try " + i).isNotEmpty();
      assertThat(found)
          .doesNotContain(FindingCode.BUNDLE_SIGNATURE_WRONG, FindingCode.ENTRY_DIFFERS);
      assertThat(found).as("try " + i).anyMatch(code -> !code.isNote());
    }
  }

  @Test
  void aManifestThatSaysSomethingElseThanTheLogIsFound() {
    Manifest manifest = Manifest.read(PlainZip.read(HONEST).get(0).bytes());
    Manifest.About about = manifest.about();
    List<Entry> entries = PlainZip.read(HONEST).subList(2, 7);
    Manifest.Content content = manifest.content();
    Manifest.About later =
        new Manifest.About(
            "m", BundleTest.slots(0, 1), about.ledger(), about.chaincode(), about.publicKey());
    Manifest.About other =
        new Manifest.About(
            "n", about.slots(), about.ledger(), about.chaincode(), about.publicKey());
    Manifest.Content none =
        new Manifest.Content(content.rulebooks(), List.of(), content.lastEvent());
    for (byte[] file :
        List.of(
            BundleMaker.seal(later, content, entries, BundleTest.ENGINE),
            BundleMaker.seal(other, content, entries, BundleTest.ENGINE),
            BundleMaker.seal(about, none, entries, BundleTest.ENGINE))) {
      assertThat(BundleTest.check(file).report().totals())
          .containsOnlyKeys(
              FindingCode.MANIFEST_DIFFERS,
              FindingCode.REGISTRY_PENDING,
              FindingCode.RULEBOOK_DOCUMENT_MISSING);
    }
  }

  /** The entries with a record left out, swapped, repeated, or with a flipped bit of an event. */
  private List<Entry> changed(int kind) {
    List<Entry> entries = new ArrayList<>(PlainZip.read(HONEST).subList(2, 7));
    int which = random.nextInt(3); // commands, events, positions
    which = kind % 4 == 3 ? 1 : which;
    Entry entry = entries.get(which);
    List<StoredRecord> records = new ArrayList<>(RecordFile.read(entry.bytes()));
    int at = random.nextInt(records.size() - 1);
    switch (kind % 4) {
      case 0 -> records.remove(at);
      case 1 -> Collections.swap(records, at, at + 1);
      case 2 -> records.remove(records.size() - 1);
      default -> {
        byte[] bytes = records.get(at).bytes().clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        records.set(at, new StoredRecord(records.get(at).offset(), bytes));
      }
    }
    entries.set(which, new Entry(entry.name(), RecordFile.write(records)));
    return entries;
  }

  private static void assertFound(byte[] file, String what) {
    Set<FindingCode> found = BundleTest.check(file).report().totals().keySet();
    assertThat(found).as(what).anyMatch(OF_THE_FILE::contains);
  }
}
