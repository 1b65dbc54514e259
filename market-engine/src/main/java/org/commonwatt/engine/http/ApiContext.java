package org.commonwatt.engine.http;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.sequencer.Sequencer;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.InvoiceLedger;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.log.seal.Keyring;

/**
 * What the API asks and tells.
 *
 * @param engine the committed state of the market
 * @param sequencer takes orders and cancellations
 * @param readModels bills, batches, history
 * @param receipts signs what became of commands
 * @param ledgerLabel what the ledger is
 * @param wall wall-clock time
 * @param keyring keys that seal what is said of participants
 * @param localReceivers whether notices may be posted to this machine
 * @param troubles what is wrong with the parts beside the engine, empty when nothing is
 * @param logins says who sends a request
 * @param admission what the market says of who is let in
 * @param origin guarantees of origin on the ledger, empty where this has none
 * @param invoices those on the ledger, empty where this has none
 * @param batteries those on the ledger, empty where this has none
 * @param evidence documents about batteries, empty where this keeps none
 */
public record ApiContext(
    MarketEngine engine,
    Sequencer sequencer,
    ReadModels readModels,
    Receipts receipts,
    String ledgerLabel,
    InstantSource wall,
    Keyring keyring,
    boolean localReceivers,
    Supplier<List<String>> troubles,
    Logins logins,
    Admission admission,
    Optional<OriginLedger> origin,
    Optional<InvoiceLedger> invoices,
    Optional<BatteryLedger> batteries,
    Optional<EvidenceStore> evidence) {
  /** Without a ledger. */
  public ApiContext(
      MarketEngine engine,
      Sequencer sequencer,
      ReadModels readModels,
      Receipts receipts,
      String ledgerLabel,
      InstantSource wall,
      Keyring keyring,
      boolean localReceivers,
      Supplier<List<String>> troubles,
      Logins logins,
      Admission admission) {
    this(
        engine,
        sequencer,
        readModels,
        receipts,
        ledgerLabel,
        wall,
        keyring,
        localReceivers,
        troubles,
        logins,
        admission,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Lets the logins know which accounts are active. */
  public ApiContext {
    logins = logins.within(admission);
  }

  /**
   * Whether the rulebook keeps what an operation tells for who has a login, in a service that asks
   * for one.
   *
   * @throws ProblemException when the engine does not lead, and so nobody can say
   */
  boolean hides(AccessRule rule) {
    return logins.accounts().isPresent() && admission.hides(rule.data());
  }
}
