package org.commonwatt.audit.proof;

import java.time.Instant;
import java.util.List;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.BundleExample;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.bundle.TestSigner;
import org.commonwatt.log.seal.Keyring;
import org.jspecify.annotations.Nullable;

/** Heads and proofs of the worked example. */
final class ProofExample {
  static final TestSigner ENGINE = new TestSigner(1);
  static final TestSigner WITNESS = new TestSigner(7);
  static final String AT = "2022-08-02T07:30:00Z";
  static final String WITNESS_NAME = nameOf(WITNESS);
  static final HeadCheck.Anchors ANCHORS = new HeadCheck.Anchors(ENGINE.engine(), WITNESS_NAME);

  private ProofExample() {}

  private static String nameOf(TestSigner signer) {
    return signer.engine().replace("engine-", "witness-");
  }

  static BillId bill(int run, @Nullable Integer line) {
    return new BillId(Instant.ofEpochMilli(BundleExample.START), run, line);
  }

  static ProofMaker maker(List<StoredRecord> events, BillId bill) {
    AuditedLedger ledger = AuditedLedger.of(BundleExample.ledger());
    return new ProofMaker(MarketTrees.read(events, ledger, Keyring.NONE, bill), ENGINE);
  }

  static ProofMaker maker(@Nullable Integer line) {
    return maker(BundleExample.events(), bill(0, line));
  }

  /** A witnessed head of the first records of the log, with the whole ledger. */
  static TreeHead head(int records) {
    TreeHead head =
        maker(BundleExample.events().subList(0, records), bill(0, null)).head(null).head();
    return head.witnessed(WITNESS, AT);
  }

  /** A proof of a line under a witnessed head, with a block and since an earlier head. */
  static Proof proof(@Nullable Integer line) {
    ProofMaker maker = maker(line);
    TreeHead head = head(BundleExample.events().size());
    return maker.proof(
        new ProofMaker.Wanted(bill(0, line), null, head, head(5)),
        new ProofMaker.WithBlock(
            AuditedLedger.of(BundleExample.ledger()), BundleExample.CHAINCODE));
  }
}
