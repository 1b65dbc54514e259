package org.commonwatt.log.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.commonwatt.log.sign.ReadingVerifier.Verdict;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadingSignaturesTest {
  private static final long NOW = 1_700_000_000_123L;

  @TempDir private Path folder;
  private SigningKey key;
  private ReadingSigner signer;
  private ReadingVerifier verifier;

  @BeforeEach
  void makeAKey() throws Exception {
    key = SigningKey.open(folder.resolve("ingest.key"), "an ingest");
    signer = new ReadingSigner(key);
    verifier = new ReadingVerifier(List.of(key.publicKey()));
  }

  private static List<byte[]> records(int count) {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(ByteBuffer.allocate(90).putInt(86, i).array());
    }
    return records;
  }

  @Test
  void oneSignatureIsRightForEachOfTheReadingsThatWereTakenTogether() {
    for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 9, 500}) {
      List<ReadingProof> proofs = signer.sign(records(size), NOW);
      assertThat(proofs).hasSize(size);
      for (ReadingProof proof : proofs) {
        assertThat(verifier.judge(proof)).isEqualTo(Verdict.RIGHT);
        assertThat(proof.signature()).isEqualTo(proofs.get(0).signature());
        assertThat(proof.receivedMillis()).isEqualTo(NOW);
      }
    }
    assertThat(signer.sign(List.of(), NOW)).isEmpty();
  }

  @Test
  void whateverIsChangedIsFound() {
    ReadingProof good = signer.sign(records(5), NOW).get(2);
    byte[] otherRecord = good.record().clone();
    otherRecord[0] ^= 1;
    byte[] otherSignature = good.signature().clone();
    otherSignature[63] ^= 1;
    List<Hash> otherPath = new ArrayList<>(good.path());
    otherPath.set(0, Hash.ZERO);
    List<Hash> shorter = good.path().subList(0, good.path().size() - 1);
    List<Hash> longer = new ArrayList<>(good.path());
    longer.add(Hash.ZERO);
    List<ReadingProof> changed =
        List.of(
            with(good, otherRecord, NOW, 2, 5, good.path()),
            with(good, good.record(), NOW + 1, 2, 5, good.path()),
            with(good, good.record(), NOW, 3, 5, good.path()),
            with(good, good.record(), NOW, 2, 9, good.path()),
            with(good, good.record(), NOW, 2, 5, otherPath),
            with(good, good.record(), NOW, 2, 5, shorter),
            with(good, good.record(), NOW, 2, 5, longer),
            new ReadingProof(good.record(), NOW, good.keyId(), 2, 5, good.path(), otherSignature));
    for (int again = 0; again < 2; again++) { // also from what is remembered of a root
      for (ReadingProof proof : changed) {
        assertThat(verifier.judge(proof)).as(proof.toString()).isEqualTo(Verdict.WRONG);
      }
      assertThat(verifier.judge(good)).isEqualTo(Verdict.RIGHT);
    }
  }

  private static ReadingProof with(
      ReadingProof good, byte[] record, long received, int index, int size, List<Hash> path) {
    return new ReadingProof(record, received, good.keyId(), index, size, path, good.signature());
  }

  @Test
  void aNewKeySignsAndTheOldOneStaysKnown() throws Exception {
    ReadingProof before = signer.sign(records(1), NOW).get(0);
    SigningKey next = SigningKey.make(folder.resolve("ingest.key"));
    ReadingProof after = new ReadingSigner(next).sign(records(1), NOW).get(0);
    assertThat(after.keyId()).isNotEqualTo(before.keyId());
    assertThat(verifier.judge(after)).isEqualTo(Verdict.UNKNOWN_KEY);
    ReadingVerifier both = new ReadingVerifier(List.of(key.publicKey(), next.publicKey()));
    assertThat(both.judge(before)).isEqualTo(Verdict.RIGHT);
    assertThat(both.judge(after)).isEqualTo(Verdict.RIGHT);
    assertThat(SigningKey.open(folder.resolve("ingest.key"), "an ingest").publicKey())
        .isEqualTo(next.publicKey());
  }

  @Test
  void thePageIsEnoughToVerifyAReadingWithoutOurCode() throws Exception {
    ReadingProof proof = signer.sign(records(3), NOW).get(2);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update((byte) 0);
    sha.update(ByteBuffer.allocate(8).putLong(NOW).array());
    byte[] leaf = sha.digest(proof.record());
    assertThat(proof.path()).hasSize(1); // the third leaf of three has the node of the others
    sha.update((byte) 1);
    sha.update(proof.path().get(0).bytes());
    String root = HexFormat.of().formatHex(sha.digest(leaf));
    Signature jdk = Signature.getInstance("Ed25519");
    jdk.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key.publicKey())));
    jdk.update(("commonwatt readings 1\n" + root + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(jdk.verify(proof.signature())).isTrue();
  }

  @Test
  void whatIsNoKeyIsRefused() {
    byte[] cut = Arrays.copyOf(key.publicKey(), 20);
    for (byte[] bad : List.of(new byte[0], new byte[] {1, 2, 3}, cut)) {
      assertThatThrownBy(() -> new ReadingVerifier(List.of(bad)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("public key");
    }
  }

  @Test
  void aProofHasAPlaceAndAWholeSignature() {
    ReadingProof good = signer.sign(records(2), NOW).get(0);
    assertThatThrownBy(() -> with(good, good.record(), NOW, 2, 2, good.path()))
        .hasMessageContaining("no place 2 among 2");
    assertThatThrownBy(() -> with(good, good.record(), NOW, -1, 2, good.path()))
        .hasMessageContaining("no place -1 among 2");
    assertThatThrownBy(() -> new ReadingProof(good.record(), NOW, 1, 0, 1, List.of(), new byte[63]))
        .hasMessageContaining("64 bytes, not 63");
  }
}
