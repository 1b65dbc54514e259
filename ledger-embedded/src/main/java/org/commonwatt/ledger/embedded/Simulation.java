package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import org.commonwatt.ledger.LedgerRejection;

/** What a simulation gave. */
sealed interface Simulation {

  /**
   * The function returned.
   *
   * @param result what it returned
   * @param action result, event and read/write set, as the transaction keeps them
   * @param privateValues values of private collections, empty without any
   */
  record Succeeded(String result, ByteString action, ByteString privateValues)
      implements Simulation {}

  /**
   * The contract failed, on purpose or not.
   *
   * @param rejection why
   */
  record Refused(LedgerRejection rejection) implements Simulation {}
}
