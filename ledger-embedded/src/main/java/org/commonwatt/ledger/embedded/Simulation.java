package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.Set;
import org.commonwatt.ledger.LedgerRejection;

/** What a simulation gave. */
sealed interface Simulation {

  /**
   * The function returned.
   *
   * @param result what it returned
   * @param action result, event and read/write set, as the transaction keeps them
   * @param privateValues values of private collections, empty without any
   * @param needs where else it must be simulated
   */
  record Succeeded(String result, ByteString action, ByteString privateValues, Needs needs)
      implements Simulation {}

  /**
   * Whose simulations make a transaction.
   *
   * @param endorsers MSP ids of the organisations that must sign it; none when no choice is enough
   * @param privateReads names of the collections whose values were read, which only members have
   */
  record Needs(Set<String> endorsers, Set<String> privateReads) {}

  /**
   * The contract failed, on purpose or not.
   *
   * @param rejection why
   */
  record Refused(LedgerRejection rejection) implements Simulation {}
}
