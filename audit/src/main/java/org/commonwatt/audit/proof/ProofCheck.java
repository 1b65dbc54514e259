package org.commonwatt.audit.proof;

import java.util.Arrays;
import java.util.List;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.audit.BlockChain;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.InclusionPath;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.bundle.BundleException;
import org.commonwatt.audit.bundle.FabricBlock;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Checks a proof offline. Whatever the bytes are, what is wrong is a finding. */
public final class ProofCheck {
  private final HeadCheck heads;

  private ProofCheck(HeadCheck.Anchors anchors) {
    this.heads = new HeadCheck(anchors);
  }

  /**
   * What a check came to.
   *
   * @param proof the proof, null when the file is none
   * @param findings findings and notes
   */
  public record Result(@Nullable Proof proof, List<Finding> findings) {
    /** Whether nothing but notes was found. */
    public boolean passed() {
      return findings.stream().allMatch(finding -> finding.code().isNote());
    }
  }

  /**
   * Checks a file.
   *
   * @param kept heads that were kept outside; the proof's head must not contradict them
   */
  public static Result run(byte[] file, List<HeadFile> kept, HeadCheck.Anchors anchors) {
    ProofCheck check = new ProofCheck(anchors);
    Proof proof = check.read(file);
    if (proof != null) {
      check.check(proof);
      HeadFile own = new HeadFile(proof.head(), proof.consistency());
      kept.forEach(head -> check.heads.connect(own, head));
    }
    return new Result(proof, check.heads.findings());
  }

  private @Nullable Proof read(byte[] file) {
    try {
      Proof proof = Proof.read(file);
      if (!Arrays.equals(proof.write(), file)) {
        heads.add(FindingCode.PROOF_NOT_CANONICAL, "expected the bytes that its content makes");
      }
      return proof;
    } catch (ProofException e) {
      heads.add(FindingCode.PROOF_UNREADABLE, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void check(Proof proof) {
    BatchLeaf batch = proof.batch();
    if (proof.lines().isEmpty()) {
      heads.add(FindingCode.BILL_LINE_NOT_INCLUDED, "expected bill lines, found none");
    }
    for (Proof.Line line : proof.lines()) {
      Hash leaf = line.line() == null ? line.leafHash() : BatchHashes.leafHash(line.line());
      Hash root =
          leaf == null
              ? null
              : InclusionPath.head(leaf, line.index(), batch.billLineCount(), line.path());
      compare(
          FindingCode.BILL_LINE_NOT_INCLUDED,
          "line " + line.index() + " of " + batch.batchId(),
          batch.billRoot(),
          root);
    }
    Tree batches = proof.head().heads().batches();
    Hash root =
        InclusionPath.head(batch.leafHash(), proof.batchIndex(), batches.size(), proof.batchPath());
    compare(FindingCode.BATCH_NOT_INCLUDED, batch.batchId(), batches.root(), root);
    heads.signatures(proof.head());
    if (proof.ledger() != null) {
      checkBlock(proof, proof.ledger());
    }
    if (proof.consistency() != null && !proof.consistency().leadsTo(proof.head().heads())) {
      heads.add(FindingCode.HEAD_INCONSISTENT, "the proof does not lead on from the earlier head");
    }
  }

  private void checkBlock(Proof proof, Proof.Block stated) {
    BatchLeaf batch = proof.batch();
    try {
      LedgerBlock block = FabricBlock.readBare(stated.stored(), stated.chaincode());
      if (!Arrays.equals(FabricBlock.bare(block), stated.stored())) {
        heads.add(FindingCode.PROOF_NOT_CANONICAL, "the block has other bytes than it must have");
      }
      Hash data = Hash.of(block.envelopes().toArray(new byte[0][]));
      compare(FindingCode.BLOCK_DATA_HASH_WRONG, "the block", data, block.dataHash());
      if (block.number() != batch.block()) {
        heads.add(
            FindingCode.BLOCK_NUMBER_WRONG,
            "expected block " + batch.block() + ", found " + block.number());
      }
      Tree blocks = proof.head().heads().blocks();
      Hash leaf = MerkleRoot.leaf(BlockChain.headerHash(block).bytes());
      Hash root = InclusionPath.head(leaf, block.number(), blocks.size(), stated.path());
      compare(FindingCode.BLOCK_NOT_INCLUDED, "block " + block.number(), blocks.root(), root);
      checkPosted(batch, block);
    } catch (BundleException | ProofException | ArithmeticException e) {
      heads.add(FindingCode.PROOF_UNREADABLE, "the ledger's block: " + e.getMessage());
    }
  }

  private void checkPosted(BatchLeaf batch, LedgerBlock block) {
    for (LedgerTransaction one : block.transactions()) {
      if (one.transactionId().equals(batch.transactionId())
          && one.call().contract().equals("settlement")
          && one.call().function().equals("PostBatch")
          && one.call().arguments().size() == 1) {
        try {
          SettlementBatch posted = BatchJson.read(one.call().arguments().get(0));
          compare(
              FindingCode.LEDGER_BATCH_DIFFERS,
              posted.batchId(),
              batch.batchHash(),
              BatchHashes.batch(posted));
          compare(
              FindingCode.LEDGER_BATCH_DIFFERS,
              posted.batchId() + ", root of the bill",
              batch.billRoot(),
              posted.billRoot());
          return;
        } catch (LedgerException | IllegalArgumentException e) {
          heads.add(FindingCode.LEDGER_BATCH_DIFFERS, "a batch that is none: " + e.getMessage());
          return;
        }
      }
    }
    heads.add(
        FindingCode.LEDGER_BATCH_MISSING,
        "expected transaction %s to post %s, found none"
            .formatted(batch.transactionId(), batch.batchId()));
  }

  private void compare(FindingCode code, String what, Object expected, @Nullable Object found) {
    if (!expected.equals(found)) {
      heads.add(
          code,
          found == null
              ? what + ": its path leads nowhere"
              : "%s: expected %s, found %s".formatted(what, expected, found));
    }
  }
}
