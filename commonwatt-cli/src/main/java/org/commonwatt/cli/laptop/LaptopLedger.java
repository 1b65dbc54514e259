package org.commonwatt.cli.laptop;

import org.commonwatt.audit.AuditReport;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.seal.Keyring;

/** A laptop's ledger: where batches go, and what an audit reads. */
public interface LaptopLedger extends AutoCloseable {

  /** Where the market's batches go. */
  Ledger ledger();

  /**
   * Submits a call as an organisation's client.
   *
   * @param mspId its name on the ledger, such as {@code GridOperatorMSP}
   * @throws IllegalArgumentException when there is no such organisation
   * @throws org.commonwatt.ledger.LedgerException when the ledger cannot be reached
   */
  SubmitOutcome submitAs(String mspId, LedgerCall call);

  /**
   * Audits everything that is on a broker's log now against the ledger as its auditor sees it.
   *
   * @param bootstrap address of the broker
   * @param keyring opens what is sealed on the log
   */
  AuditReport verify(String bootstrap, Keyring keyring);

  @Override
  void close();

  /**
   * Opens or makes the ledger of a data folder.
   *
   * @throws org.commonwatt.cli.UserError when this machine cannot run it
   */
  static LaptopLedger open(LedgerKind kind, DataFolder folder) {
    return switch (kind) {
      case EMBEDDED -> EmbeddedOnLaptop.open(folder.part(kind.part()));
      case FABRIC -> FabricOnLaptop.open(folder.part(kind.part()));
    };
  }
}
