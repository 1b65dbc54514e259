package org.commonwatt.ledger.memory;

import java.util.Optional;
import org.commonwatt.chaincode.settlement.rules.Caller;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.EvaluateOutcome;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCall;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SubmitOutcome;

/**
 * A fake, for faults that cannot be injected into a real ledger and for simulated time: the real
 * rules of the contracts over a map. No chaincode runs, nobody signs, nothing is on a disk, and
 * nothing is proved by it. What it must share with the real ones, the kits in {@code testkit} say.
 */
public final class MemoryLedger implements Ledger {
  /** What shows beside data from this. */
  public static final String LABEL = "in memory, a fake, not a ledger";

  /** The client that may post: a submitter of the exchange. */
  public static final Caller SUBMITTER = new Caller("ExchangeMSP", "submitter");

  private final MemoryChain chain;
  private final Caller caller;
  private final LedgerFaults faults;
  private final ConflictRetry retry;
  private volatile boolean closed;

  /**
   * A client's way to a chain.
   *
   * @param chain what all clients share; stays when this closes
   * @param caller who calls
   * @param faults what goes wrong on the way
   * @param retry how to go on after a read conflict
   */
  public MemoryLedger(MemoryChain chain, Caller caller, LedgerFaults faults, ConflictRetry retry) {
    this.chain = chain;
    this.caller = caller;
    this.faults = faults;
    this.retry = retry;
  }

  @Override
  public String label() {
    return LABEL;
  }

  @Override
  public SubmitOutcome submit(LedgerCall call) {
    reach();
    return retry.submit(() -> submitOnce(call));
  }

  @Override
  public EvaluateOutcome evaluate(LedgerCall call) {
    reach();
    try {
      return new EvaluateOutcome.Returned(chain.simulate(call, caller).result());
    } catch (ContractCalls.Refused e) {
      return new EvaluateOutcome.Rejected(e.rejection());
    }
  }

  @Override
  public Optional<CommitStatus> status(String transactionId) {
    reach();
    return chain.status(transactionId);
  }

  @Override
  public long height() {
    reach();
    return chain.height();
  }

  @Override
  public LedgerBlock block(long number) {
    reach();
    return chain.block(number);
  }

  @Override
  public LedgerEvents events(LedgerCheckpoint after) {
    reach();
    return new MemoryEvents(chain, () -> closed, after);
  }

  @Override
  public void close() {
    closed = true;
    chain.announce();
  }

  private SubmitOutcome submitOnce(LedgerCall call) {
    try {
      MemoryChain.Simulated simulated = chain.simulate(call, caller);
      faults.simulated();
      CommitStatus status = chain.commit(simulated.transaction(), faults.conflicts());
      faults.answer(status.transactionId());
      return status.valid()
          ? new SubmitOutcome.Committed(
              status.transactionId(), status.blockNumber(), simulated.result())
          : new SubmitOutcome.Invalid(status.transactionId(), status.blockNumber(), status.code());
    } catch (ContractCalls.Refused e) {
      return new SubmitOutcome.Rejected(e.rejection());
    }
  }

  private void reach() {
    if (closed) {
      throw new LedgerException("the ledger is closed");
    }
    faults.reach();
  }
}
