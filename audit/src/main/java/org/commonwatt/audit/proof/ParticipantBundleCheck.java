package org.commonwatt.audit.proof;

import java.util.Arrays;
import java.util.List;
import org.commonwatt.audit.BatchHashes;
import org.commonwatt.audit.BlockChain;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.audit.InclusionPath;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.audit.bundle.SlotRange;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/** Checks a participant's bundle offline. Whatever the bytes are, what is wrong is a finding. */
public final class ParticipantBundleCheck {
  private final HeadCheck heads;

  private ParticipantBundleCheck(HeadCheck.Anchors anchors) {
    this.heads = new HeadCheck(anchors);
  }

  /**
   * What a check came to.
   *
   * @param bundle the bundle, null when the file is none
   * @param findings findings and notes
   */
  public record Result(@Nullable ParticipantBundle bundle, List<Finding> findings) {
    /** Whether nothing but notes was found. */
    public boolean passed() {
      return findings.stream().allMatch(finding -> finding.code().isNote());
    }
  }

  /** Whether a file says that it is a participant's bundle; not whether it is a good one. */
  public static boolean isOne(byte[] file) {
    return file.length > 0 && file[0] == '{';
  }

  /**
   * Checks a file.
   *
   * @param kept heads that were kept outside; the file's head must not contradict them
   */
  public static Result run(byte[] file, List<HeadFile> kept, HeadCheck.Anchors anchors) {
    ParticipantBundleCheck check = new ParticipantBundleCheck(anchors);
    ParticipantBundle bundle = check.read(file);
    if (bundle != null) {
      check.check(bundle);
      HeadFile own = new HeadFile(bundle.head(), bundle.consistency());
      kept.forEach(head -> check.heads.connect(own, head));
    }
    return new Result(bundle, check.heads.findings());
  }

  private @Nullable ParticipantBundle read(byte[] file) {
    try {
      ParticipantBundle bundle = ParticipantBundle.read(file);
      if (!Arrays.equals(bundle.write(), file)) {
        heads.add(FindingCode.BUNDLE_NOT_CANONICAL, "expected the bytes that its content makes");
      }
      return bundle;
    } catch (ProofException | IllegalArgumentException e) {
      heads.add(FindingCode.BUNDLE_UNREADABLE, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void check(ParticipantBundle bundle) {
    TreeHead head = bundle.head();
    byte[] signed = ParticipantBundleMaker.signed(bundle);
    if (!TreeHead.verifies(head.publicKey(), signed, bundle.signature())) {
      heads.add(FindingCode.BUNDLE_SIGNATURE_WRONG, head.engine() + " has not signed the bundle");
    }
    heads.signatures(head);
    same(FindingCode.MANIFEST_DIFFERS, "market", head.market(), bundle.about().market());
    Consistency consistency = bundle.consistency();
    if (consistency != null && !consistency.leadsTo(head.heads())) {
      heads.add(FindingCode.HEAD_INCONSISTENT, "it does not lead on from the earlier head");
    }
    bundle.records().answers().forEach(one -> answer(one, head));
    bundle.records().runs().forEach(one -> run(one, bundle));
    try {
      new ParticipantSums(bundle, heads).check();
    } catch (ArithmeticException e) {
      heads.add(FindingCode.BILL_LINE_DIFFERS, "energy or money beyond 64 bits");
    } catch (IllegalArgumentException e) {
      heads.add(FindingCode.BUNDLE_UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  private void answer(ParticipantBundle.Answer one, TreeHead head) {
    Tree events = head.heads().events();
    String what = "event " + one.sequence();
    try {
      byte[] stored = one.stored();
      same(FindingCode.SEQUENCE_GAP, what, EventCodec.place(stored).sequence(), one.sequence());
      Hash root =
          InclusionPath.head(
              MerkleRoot.leaf(stored), one.sequence() - 1, events.size(), one.path());
      same(FindingCode.EVENT_UNEXPECTED, what, events.root(), root);
    } catch (CodecException | ProofException e) {
      heads.add(FindingCode.EVENT_UNREADABLE, what + ": " + e.getMessage());
    }
  }

  private void run(ParticipantBundle.Run run, ParticipantBundle bundle) {
    BatchLeaf batch = run.batch();
    Heads under = bundle.head().heads();
    int last = -1;
    for (Proof.Line line : run.lines()) {
      line(line, run, bundle.about().participant());
      if (line.index() <= last) {
        heads.add(FindingCode.BILL_PART_DIFFERS, batch.batchId() + " has a line twice");
      }
      last = line.index();
    }
    Hash batches =
        InclusionPath.head(
            batch.leafHash(), run.batchIndex(), under.batches().size(), run.batchPath());
    same(FindingCode.BATCH_NOT_INCLUDED, batch.batchId(), under.batches().root(), batches);
    ParticipantBundle.Header header = run.header();
    LedgerBlock block =
        new LedgerBlock(
            batch.block(),
            header.previousHash(),
            header.dataHash(),
            List.of(),
            List.of(),
            List.of());
    Hash leaf = MerkleRoot.leaf(BlockChain.headerHash(block).bytes());
    Hash blocks = InclusionPath.head(leaf, batch.block(), under.blocks().size(), header.path());
    same(FindingCode.BLOCK_NOT_INCLUDED, "block " + batch.block(), under.blocks().root(), blocks);
    SlotRange slots = bundle.about().slots();
    long start = run.slotStartMillis();
    if (start < slots.from().toEpochMilli() || start > slots.to().toEpochMilli()) {
      heads.add(FindingCode.MANIFEST_DIFFERS, batch.batchId() + " is not of the slots " + slots);
    }
  }

  private void line(Proof.Line line, ParticipantBundle.Run run, String participant) {
    BatchLeaf batch = run.batch();
    BillLine bill = line.line();
    Hash leaf = bill == null ? line.leafHash() : BatchHashes.leafHash(bill);
    String what = "line " + line.index() + " of " + batch.batchId();
    Hash root =
        leaf == null
            ? null
            : InclusionPath.head(leaf, line.index(), batch.billLineCount(), line.path());
    same(FindingCode.BILL_LINE_NOT_INCLUDED, what, batch.billRoot(), root);
    if (bill != null) {
      boolean own =
          bill.participant().equals(participant)
              && bill.slot().startMillis() == run.slotStartMillis()
              && bill.slot().minutes() == run.slotMinutes();
      if (!own) {
        heads.add(FindingCode.BILL_LINE_DIFFERS, what + " is of another, or of another slot");
      }
    }
  }

  private void same(FindingCode code, String what, Object expected, @Nullable Object found) {
    if (!expected.equals(found)) {
      heads.add(
          code,
          found == null
              ? what + ": its path leads nowhere"
              : "%s: expected %s, found %s".formatted(what, expected, found));
    }
  }
}
