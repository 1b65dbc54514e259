package org.commonwatt.cli.laptop;

import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.proof.BillId;
import org.commonwatt.audit.proof.MarketTrees;
import org.commonwatt.audit.proof.ProofMaker;
import org.commonwatt.log.kafka.Topics;
import org.jspecify.annotations.Nullable;

/** Reads the trees of a data folder's log and ledger. */
public final class FolderTrees {
  private FolderTrees() {}

  /** What is made of the trees while log and ledger are open. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Makes it.
     *
     * @param maker makes heads and proofs
     * @param block where the ledger's blocks are
     */
    T with(ProofMaker maker, ProofMaker.WithBlock block);
  }

  /**
   * Starts the folder's broker and opens its ledger for some work.
   *
   * @param wanted the bill that a proof is of, null for none
   */
  public static <T> T read(DataFolder data, @Nullable BillId wanted, Work<T> work) {
    LedgerKind kind = LedgerKind.of(data);
    try (BrokerKeeper broker = BrokerKeeper.start(data.part("kafka"));
        LaptopLedger ledger = LaptopLedger.open(kind, data);
        LogRecords events = new LogRecords(broker.bootstrapServers(), Topics.EVENTS)) {
      AuditedLedger audited = AuditedLedger.of(ledger.ledger());
      MarketTrees trees = MarketTrees.read(events, audited, data.keyring(), wanted);
      return work.with(
          new ProofMaker(trees, new EngineSigner(data.engineKey())),
          new ProofMaker.WithBlock(audited, kind.chaincode()));
    }
  }
}
