package org.commonwatt.audit.proof;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.commonwatt.audit.bundle.Spoiling;
import org.commonwatt.audit.bundle.TestSigner;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Hash;

/** Proofs that somebody has tampered with. */
final class ProofTamperings {
  private static final Proof HONEST = ProofExample.proof(null);

  private ProofTamperings() {}

  static byte[] file(Random random) {
    return Spoiling.bytes(HONEST.write(), random);
  }

  /** Another content, in the one spelling. */
  static byte[] forged(Random random) {
    BatchLeaf batch = HONEST.batch();
    long by = 1 + random.nextInt(100);
    return switch (random.nextInt(9)) {
      case 0 -> with(batch, lines(random, by), HONEST.head()).write();
      case 1 -> with(batch, otherPlace(random), HONEST.head()).write();
      case 2 ->
          with(leaf(batch.batchId() + "x", batch.transactionId(), batch.block()), HONEST).write();
      case 3 -> with(leaf(batch.batchId(), "other-" + by, batch.block()), HONEST).write();
      case 4 ->
          with(leaf(batch.batchId(), batch.transactionId(), batch.block() + by), HONEST).write();
      case 5 -> with(batch, HONEST.lines(), ofAnother(HONEST.head())).write();
      case 6 -> with(batch, HONEST.lines(), unwitnessed(HONEST.head())).write();
      case 7 -> otherBlock(random).write();
      default -> otherPast(random).write();
    };
  }

  private static Proof with(BatchLeaf batch, Proof was) {
    return with(batch, was.lines(), was.head());
  }

  private static Proof with(BatchLeaf batch, List<Proof.Line> lines, TreeHead head) {
    return new Proof(
        batch,
        lines,
        HONEST.batchIndex(),
        HONEST.batchPath(),
        head,
        HONEST.consistency(),
        HONEST.ledger());
  }

  private static BatchLeaf leaf(String id, String transaction, long block) {
    BatchLeaf was = HONEST.batch();
    return new BatchLeaf(
        id, was.batchHash(), was.billRoot(), was.billLineCount(), transaction, block);
  }

  private static List<Proof.Line> lines(Random random, long by) {
    List<Proof.Line> lines = new ArrayList<>(HONEST.lines());
    int at = random.nextInt(lines.size());
    Proof.Line was = lines.get(at);
    BillLine line = was.line();
    if (line != null) {
      BillLine dearer =
          new BillLine(
              line.participant(),
              line.slot(),
              line.kind(),
              line.counterparty(),
              line.tradeId(),
              line.energyWh(),
              line.priceMicroPerKwh(),
              line.amountNano() + by,
              line.salt());
      lines.set(at, new Proof.Line(was.index(), dearer, null, was.path()));
    }
    return lines;
  }

  private static List<Proof.Line> otherPlace(Random random) {
    List<Proof.Line> lines = new ArrayList<>(HONEST.lines());
    int at = random.nextInt(lines.size());
    Proof.Line was = lines.get(at);
    int other = (was.index() + 1 + random.nextInt(lines.size() - 1)) % lines.size();
    lines.set(at, new Proof.Line(other, was.line(), null, was.path()));
    return lines;
  }

  private static TreeHead ofAnother(TreeHead head) {
    return TreeHead.signed(head.market(), head.marketTimeMillis(), head.heads(), new TestSigner(99))
        .witnessed(ProofExample.WITNESS, ProofExample.AT);
  }

  private static TreeHead unwitnessed(TreeHead head) {
    return new TreeHead(
        head.market(),
        head.marketTimeMillis(),
        head.heads(),
        head.publicKey(),
        head.signature(),
        List.of());
  }

  private static Proof otherBlock(Random random) {
    Proof.Block was = Objects.requireNonNull(HONEST.ledger());
    byte[] bytes = Spoiling.bytes(Base64.getDecoder().decode(was.bytes()), random);
    Proof.Block block =
        new Proof.Block(was.chaincode(), Base64.getEncoder().encodeToString(bytes), was.path());
    return new Proof(
        HONEST.batch(),
        HONEST.lines(),
        HONEST.batchIndex(),
        HONEST.batchPath(),
        HONEST.head(),
        HONEST.consistency(),
        block);
  }

  private static Proof otherPast(Random random) {
    Consistency was = Objects.requireNonNull(HONEST.consistency());
    List<List<Hash>> paths = new ArrayList<>(was.paths());
    List<Hash> path = new ArrayList<>(paths.get(0));
    path.set(random.nextInt(path.size()), Hash.of(new byte[] {(byte) random.nextInt()}));
    paths.set(0, path);
    return new Proof(
        HONEST.batch(),
        HONEST.lines(),
        HONEST.batchIndex(),
        HONEST.batchPath(),
        HONEST.head(),
        new Consistency(was.from(), paths),
        HONEST.ledger());
  }
}
