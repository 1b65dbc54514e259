package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.bundle.BundleSigner;
import org.commonwatt.audit.bundle.FabricBlock;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Makes signed heads and proofs of a market.
 *
 * @param trees the market's trees, with the bill that a proof is of
 * @param engine signs heads
 */
public record ProofMaker(MarketTrees trees, BundleSigner engine) {
  private static final int BATCHES = 1;
  private static final int BLOCKS = 2;

  /**
   * What a proof is of.
   *
   * @param bill the line or run
   * @param participant whose lines only, null for everybody's
   * @param head the head to prove under, null for a new one of log and ledger as they end
   * @param since an earlier head that a consistency proof is given from, null for none
   */
  public record Wanted(
      BillId bill,
      @Nullable String participant,
      @Nullable TreeHead head,
      @Nullable TreeHead since) {}

  /**
   * A ledger's block beside the proof.
   *
   * @param ledger where it is
   * @param chaincode name of the chaincode that settles
   */
  public record WithBlock(AuditedLedger ledger, String chaincode) {}

  /**
   * A signed head of log and ledger as they end.
   *
   * @param since an earlier head to go on from, null for none
   * @throws ProofException when log and ledger do not go on from the earlier one
   */
  public HeadFile head(@Nullable TreeHead since) {
    TreeHead head =
        TreeHead.signed(trees.market(), trees.marketTimeMillis(), trees.heads(), engine);
    return new HeadFile(head, consistency(since, head));
  }

  /**
   * A proof.
   *
   * @param block adds the ledger's block, null for none
   * @throws ProofException when there is no such bill, line or head
   */
  public Proof proof(Wanted wanted, @Nullable WithBlock block) {
    SlotSettled bill = trees.bill();
    if (bill == null) {
      throw new ProofException(
          "the log has no settlement run "
              + wanted.bill().run()
              + " of the slot "
              + wanted.bill().slotStart());
    }
    int index = indexOf(bill.batch().batchId());
    TreeHead head = wanted.head() == null ? head(null).head() : own(wanted.head());
    long size = head.heads().batches().size();
    if (index < 0 || index >= size) {
      throw new ProofException(
          bill.batch().batchId() + " is not confirmed as being on the ledger under this head");
    }
    BatchLeaf batch = trees.batchLeaves().get(index);
    return new Proof(
        batch,
        lines(bill, wanted),
        index,
        trees.inclusion(BATCHES, index, size),
        head,
        consistency(wanted.since(), head),
        block == null ? null : block(block, batch, head.heads().blocks().size()));
  }

  private int indexOf(String batchId) {
    List<BatchLeaf> leaves = trees.batchLeaves();
    for (int i = 0; i < leaves.size(); i++) {
      if (leaves.get(i).batchId().equals(batchId)) {
        return i;
      }
    }
    return -1;
  }

  private static List<Proof.Line> lines(SlotSettled bill, Wanted wanted) {
    List<BillLeaf> leaves = BillLeaf.of(bill);
    List<Hash> hashes = leaves.stream().map(BillLeaf::leafHash).toList();
    if (!MerkleRoot.ofHashes(hashes).equals(bill.batch().billRoot())) {
      throw new ProofException(
          bill.batch().batchId() + " has another root than its lines: see `audit verify`");
    }
    List<Proof.Line> lines = new ArrayList<>();
    Integer only = wanted.bill().line();
    for (int i = 0; i < leaves.size(); i++) {
      BillLeaf leaf = leaves.get(i);
      boolean named = only == null || only == i;
      boolean own = wanted.participant() == null || wanted.participant().equals(leaf.participant());
      if (named && own) {
        Hash left = leaf.line() == null ? leaf.leafHash() : null;
        lines.add(new Proof.Line(i, leaf.line(), left, MerkleProofs.inclusion(hashes, i)));
      }
    }
    if (lines.isEmpty()) {
      throw new ProofException("the bill has no such line of " + leaves.size());
    }
    return lines;
  }

  private Proof.Block block(WithBlock block, BatchLeaf batch, long size) {
    if (batch.block() >= size) {
      throw new ProofException("the ledger has no block " + batch.block() + " under this head");
    }
    byte[] bytes = FabricBlock.bare(block.ledger().block().apply(batch.block()));
    return new Proof.Block(
        block.chaincode(),
        Base64.getEncoder().encodeToString(bytes),
        trees.inclusion(BLOCKS, Math.toIntExact(batch.block()), size));
  }

  @Nullable Consistency consistency(@Nullable TreeHead since, TreeHead head) {
    if (since == null) {
      return null;
    }
    own(since);
    try {
      return trees.consistency(since.heads(), head.heads());
    } catch (IllegalArgumentException e) {
      throw new ProofException(String.valueOf(e.getMessage()));
    }
  }

  /** A head that log and ledger lead to. */
  private TreeHead own(TreeHead head) {
    for (int i = 0; i < Heads.NAMES.size(); i++) {
      Tree stated = head.heads().all().get(i);
      if (!stated.equals(trees.at(i, stated.size()))) {
        throw new ProofException(
            "the head of %d %s is not one of this log and ledger"
                .formatted(stated.size(), Heads.NAMES.get(i)));
      }
    }
    return head;
  }
}
