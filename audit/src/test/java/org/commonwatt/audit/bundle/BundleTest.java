package org.commonwatt.audit.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.log.seal.Keyring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleTest {
  static final TestSigner ENGINE = new TestSigner(1);
  static final SlotRange FIRST = slots(0, 0);

  static SlotRange slots(int from, int to) {
    Instant start = Instant.ofEpochMilli(BundleExample.START);
    return new SlotRange(start.plusSeconds(900L * from), start.plusSeconds(900L * to));
  }

  static byte[] make(SlotRange slots, BundleSigner signer) {
    return BundleMaker.make(
        new BundleMaker.Log(
            BundleExample.keys(ENGINE.publicKey()),
            BundleExample.commands(),
            BundleExample.events(),
            BundleExample.positions()),
        new BundleMaker.Settled(BundleExample.ledger(), BundleExample.CHAINCODE),
        new BundleMaker.Wanted(slots, false, Keyring.NONE),
        signer);
  }

  static BundleCheck.Result check(byte[] file) {
    return BundleCheck.run(file, new BundleCheck.Anchors(ENGINE.engine(), Keyring.NONE));
  }

  @Test
  void anHonestBundlePassesAndEndsWhereItsSlotIsConfirmed() {
    BundleCheck.Result result = check(make(FIRST, ENGINE));
    assertThat(result.report().findings()).isEmpty();
    assertThat(result.report().passed()).isTrue();
    assertThat(result.report().counts().batches()).isEqualTo(1);
    assertThat(result.report().counts().confirmedBatches()).isEqualTo(1);
    assertThat(result.report().counts().blocks()).isEqualTo(2);
    assertThat(result.topic("commands"))
        .hasSizeBetween(10, BundleExample.commands().size() - 1)
        .allMatch(record -> record.offset() <= 45);
    assertThat(result.topic("positions")).hasSize(4);
    assertThat(result.slots()).isEqualTo(FIRST);
    assertThat(result.engine()).isEqualTo(ENGINE.engine());
  }

  @Test
  void theSameLogGivesTheSameBytes() {
    assertThat(make(FIRST, ENGINE)).isEqualTo(make(FIRST, ENGINE));
  }

  @Test
  void theManifestNamesTheBatchItsRootAndItsBlock() {
    Manifest manifest = Manifest.read(PlainZip.read(make(FIRST, ENGINE)).get(0).bytes());
    assertThat(manifest.about().market()).isEqualTo("m");
    assertThat(manifest.content().rulebooks()).containsExactly("1 " + "22".repeat(32));
    assertThat(manifest.content().batches())
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.batchId()).isEqualTo("m.1659423600.initial");
              assertThat(batch.billRoot()).hasSize(64);
              assertThat(batch.transactionId()).isEqualTo("tx-1");
              assertThat(batch.block()).isEqualTo(1);
            });
    assertThat(Manifest.read(manifest.write())).isEqualTo(manifest);
  }

  @Test
  void slotsThatAreNotOnTheLedgerAreRefused() {
    for (SlotRange slots : List.of(slots(1, 1), slots(0, 1), slots(-1, 0), slots(9, 9))) {
      assertThatThrownBy(() -> make(slots, ENGINE))
          .as(slots.toString())
          .isInstanceOf(BundleException.class)
          .hasMessageContaining("not both settled and on the ledger");
    }
  }

  @Test
  void aBundleOfAnotherEngineIsFound() {
    TestSigner other = new TestSigner(2);
    byte[] file = make(FIRST, other);
    assertThat(check(file).report().totals())
        .containsOnlyKeys(
            FindingCode.BUNDLE_SIGNATURE_WRONG,
            FindingCode.REGISTRY_PENDING,
            FindingCode.RULEBOOK_DOCUMENT_MISSING);
    BundleCheck.Result trusting =
        BundleCheck.run(file, new BundleCheck.Anchors(null, Keyring.NONE));
    assertThat(trusting.report().passed()).isTrue();
    assertThat(trusting.engine()).isEqualTo(other.engine());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "PK\3\4 and then something else that is no ZIP", "{}"})
  void whatIsNoBundleIsReported(String text) {
    byte[] file = text.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(check(file).report().totals())
        .containsKeys(
            FindingCode.BUNDLE_NOT_CANONICAL,
            FindingCode.BUNDLE_UNREADABLE,
            FindingCode.ENTRY_MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"kind\":\"commonwatt-bundle-2\"}",
        "{\"kind\":\"commonwatt-bundle-1\"}",
        "{\"kind\":\"commonwatt-bundle-1\",\"batches\":[null]}",
        "{\"kind\":\"commonwatt-bundle-1\",\"entries\":[{\"name\":null,\"bytes\":1}]}"
      })
  void aManifestOfAnotherFormatIsReported(String text) {
    byte[] manifest = text.getBytes(StandardCharsets.UTF_8);
    byte[] file = PlainZip.write(List.of(new Entry(BundleMaker.MANIFEST, manifest)));
    assertThat(check(file).report().totals()).containsKey(FindingCode.BUNDLE_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "now",
        "2022-08-02T07:15:00Z..2022-08-02T07:00:00Z",
        "1..2",
        "1969-12-31T23:45:00Z",
        "+1000000000-12-31T23:45:00Z"
      })
  void slotsThatAreNoneAreRefused(String text) {
    assertThatThrownBy(() -> SlotRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
