package org.commonwatt.ledger;

import java.util.List;

/**
 * Checks who has signed what in a block, against certificates that the caller trusts. It says
 * nothing about hashes or about what the transactions mean.
 */
@FunctionalInterface
public interface BlockProof {

  /**
   * What is wrong with the signatures of a block, one sentence each; empty when nothing is.
   * Whatever the bytes are, the answer is a list, never an exception.
   *
   * @param block blocks are asked about once each, in order from block 0
   */
  List<String> problems(LedgerBlock block);
}
