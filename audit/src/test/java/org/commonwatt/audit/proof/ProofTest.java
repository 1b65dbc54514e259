package org.commonwatt.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.Python3;
import org.commonwatt.audit.bundle.TestSigner;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proofs of bill lines, and the heads they are under. */
class ProofTest {
  private static final int ALL = BundleExample.events().size();

  @TempDir private Path temp;

  @Test
  void everyPathOfEveryTreeLeadsAndNoOtherDoes() {
    for (int size = 1; size <= 20; size++) {
      List<Hash> leaves = leaves(size);
      Tree whole = new Tree(size, MerkleRoot.ofHashes(leaves));
      for (int first = 1; first <= size; first++) {
        Tree part = new Tree(first, MerkleRoot.ofHashes(leaves.subList(0, first)));
        List<Hash> path = MerkleProofs.consistency(leaves, first);
        assertThat(MerkleProofs.consistent(part, whole, path)).as(first + "/" + size).isTrue();
        Tree other = new Tree(first, Hash.of(new byte[] {9}));
        assertThat(MerkleProofs.consistent(other, whole, path)).isFalse();
        if (first < size) {
          assertThat(MerkleProofs.consistent(part, new Tree(size, other.root()), path)).isFalse();
          List<Hash> longer = new ArrayList<>(path);
          longer.add(other.root());
          assertThat(MerkleProofs.consistent(part, whole, longer)).isFalse();
        }
      }
    }
  }

  @Test
  void aLineIsProvenWithoutTheOthers() {
    Proof proof = ProofExample.proof(3);
    assertThat(proof.lines()).hasSize(1);
    String text = new String(proof.write(), StandardCharsets.UTF_8);
    assertThat(text).contains("\"participant\":\"dan\"").doesNotContain("bob", "cat");
    ProofCheck.Result result = check(proof, List.of());
    assertThat(result.findings()).isEmpty();
    assertThat(Proof.read(proof.write())).isEqualTo(proof);
  }

  @Test
  void aParticipantsLinesOfARunAreProvenTogether() {
    ProofMaker.Wanted wanted = new ProofMaker.Wanted(ProofExample.bill(0, null), "ann", null, null);
    Proof proof = ProofExample.maker((Integer) null).proof(wanted, null);
    assertThat(proof.lines()).extracting(Proof.Line::index).containsExactly(0, 2, 6);
    HeadCheck.Anchors anchors = new HeadCheck.Anchors(ProofExample.ENGINE.engine(), null);
    assertThat(ProofCheck.run(proof.write(), List.of(), anchors).findings()).isEmpty();
  }

  @Test
  void whatIsNotThereIsNotProven() {
    for (BillId id :
        List.of(ProofExample.bill(1, 0), ProofExample.bill(0, 12), ProofExample.bill(7, null))) {
      ProofMaker maker = ProofExample.maker(BundleExample.events(), id);
      assertThatThrownBy(() -> maker.proof(new ProofMaker.Wanted(id, null, null, null), null))
          .isInstanceOf(ProofException.class);
    }
    TreeHead tooEarly = ProofExample.head(5);
    ProofMaker.Wanted early = new ProofMaker.Wanted(ProofExample.bill(0, 0), null, tooEarly, null);
    assertThatThrownBy(() -> ProofExample.maker(0).proof(early, null))
        .isInstanceOf(ProofException.class)
        .hasMessageContaining("not confirmed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "x/0/1",
        "2022-08-02T07:00:00Z",
        "2022-08-02T07:00:00Z/-1",
        "2022-08-02T07:00:00Z/0/x",
        "2022-08-02T07:00:00Z/0/1/2"
      })
  void aNameOfABillThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> BillId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keptHeadsAreHeldAgainstAProof() {
    Proof proof = ProofExample.proof(0);
    HeadFile same = new HeadFile(proof.head(), null);
    HeadFile before = new HeadFile(ProofExample.head(5), null);
    assertThat(check(proof, List.of(same, before)).findings()).isEmpty();
    HeadFile unconnected = new HeadFile(ProofExample.head(7), null);
    assertThat(check(proof, List.of(unconnected)).findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.HEAD_UNCONNECTED);
    Heads heads = proof.head().heads();
    Heads others =
        new Heads(new Tree(heads.events().size(), Hash.ZERO), heads.batches(), heads.blocks());
    TreeHead forked =
        TreeHead.signed("m", 0, others, ProofExample.ENGINE)
            .witnessed(ProofExample.WITNESS, ProofExample.AT);
    assertThat(check(proof, List.of(new HeadFile(forked, null))).findings())
        .extracting(Finding::code)
        .contains(FindingCode.HEAD_DIFFERS);
  }

  @Test
  void whoSignedIsAsked() {
    Proof proof = ProofExample.proof(0);
    HeadCheck.Anchors others = new HeadCheck.Anchors("engine-0", "witness-0");
    assertThat(ProofCheck.run(proof.write(), List.of(), others).findings())
        .extracting(Finding::code)
        .containsExactly(FindingCode.HEAD_SIGNATURE_WRONG, FindingCode.WITNESS_SIGNATURE_WRONG);
  }

  @Test
  void aLogThatWasCutOrRewrittenIsFoundAgainstAWitnessedHead() {
    TreeHead head = ProofExample.head(ALL);
    List<StoredRecord> events = BundleExample.events();
    assertThat(against(events, head)).isEmpty();
    assertThat(against(events.subList(0, ALL - 1), head)).contains(FindingCode.HEAD_TRUNCATED);
    List<StoredRecord> other = new ArrayList<>(events);
    other.set(1, events.get(2));
    other.set(2, events.get(1));
    assertThat(against(other, head)).containsExactly(FindingCode.HEAD_DIFFERS);
  }

  private static List<FindingCode> against(List<StoredRecord> events, TreeHead head) {
    MarketTrees trees = ProofExample.maker(events, ProofExample.bill(0, null)).trees();
    return HeadCheck.run(List.of(head), trees, ProofExample.ANCHORS, true).stream()
        .map(Finding::code)
        .toList();
  }

  @Test
  void aWitnessSignsWhatGoesOnAndNothingElse() {
    TreeHead last = ProofExample.head(5);
    HeadFile next = ProofExample.maker(0).head(last);
    Witness witness = new Witness(last, null);
    assertThat(witness.problems(next.write())).isEmpty();
    HeadFile signed = Witness.sign(next, ProofExample.WITNESS, ProofExample.AT);
    assertThat(new Witness(signed.head(), null).problems(signed.write())).isEmpty();

    assertThat(codes(witness, ProofExample.maker(0).head(null)))
        .containsExactly(FindingCode.HEAD_INCONSISTENT);
    HeadFile earlier = new HeadFile(ProofExample.head(3), null);
    assertThat(codes(witness, earlier))
        .contains(FindingCode.HEAD_TRUNCATED, FindingCode.HEAD_INCONSISTENT);
    List<StoredRecord> forked = new ArrayList<>(BundleExample.events());
    forked.remove(1);
    MarketTrees trees = ProofExample.maker(forked, ProofExample.bill(0, null)).trees();
    TreeHead fork = TreeHead.signed("m", 0, trees.heads(), ProofExample.ENGINE);
    Consistency wrong = trees.consistency(last.heads(), trees.heads());
    assertThat(codes(witness, new HeadFile(fork, wrong)))
        .containsExactly(FindingCode.HEAD_INCONSISTENT);
    TreeHead strange = TreeHead.signed("m", 0, next.head().heads(), new TestSigner(3));
    assertThat(codes(witness, new HeadFile(strange, next.consistency())))
        .containsExactly(FindingCode.HEAD_SIGNATURE_WRONG);
  }

  private static List<FindingCode> codes(Witness witness, HeadFile offered) {
    return witness.problems(offered.write()).stream().map(Finding::code).toList();
  }

  @Test
  void theVerifierInPythonSaysTheSame() throws Exception {
    if (!Python3.isThere()) {
      return;
    }
    Path proof = Files.write(temp.resolve("proof.json"), ProofExample.proof(3).write());
    Path heads = Files.createDirectory(temp.resolve("heads"));
    Files.write(heads.resolve("1"), new HeadFile(ProofExample.head(5), null).write());
    Files.write(heads.resolve("2"), new HeadFile(ProofExample.head(ALL), null).write());
    String verifier = Python3.FOLDER.resolve("verify.py").toString();
    Python3.Run run =
        Python3.run(
            verifier,
            proof.toString(),
            "--engine",
            ProofExample.ENGINE.engine(),
            "--heads",
            heads.toString(),
            "--witness",
            ProofExample.WITNESS_NAME);
    assertThat(run.out()).contains("1 lines of m.1659423600.initial", "Verifier: pass");
    assertThat(run.out()).doesNotContain("note:", "nobody vouched");
    assertThat(run.exitCode()).isZero();
    Python3.Run other = Python3.run(verifier, proof.toString(), "--witness", "witness-0");
    assertThat(other.out()).contains("WITNESS_SIGNATURE_WRONG", "Verifier: fail");
  }

  private static ProofCheck.Result check(Proof proof, List<HeadFile> kept) {
    return ProofCheck.run(proof.write(), kept, ProofExample.ANCHORS);
  }

  private static List<Hash> leaves(int size) {
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(MerkleRoot.leaf(new byte[] {(byte) i}));
    }
    return leaves;
  }
}
