package org.commonwatt.audit.proof;

import java.nio.charset.StandardCharsets;
import org.commonwatt.audit.MerkleRoot;
import org.commonwatt.model.Hash;

/**
 * A batch as a leaf of the tree of batches: what binds a bill, and where the ledger has it. It
 * leaves out the postings, which tell the net amounts of everybody; the batch's hash binds them.
 *
 * @param batchId id of the batch
 * @param batchHash its hash
 * @param billRoot root over its bill lines
 * @param billLineCount how many lines it has
 * @param transactionId the ledger's transaction that posted it
 * @param block the ledger's block with that transaction
 */
public record BatchLeaf(
    String batchId,
    Hash batchHash,
    Hash billRoot,
    int billLineCount,
    String transactionId,
    long block) {

  /** The hash of the leaf: of six lines, each with a line feed behind it. */
  Hash leafHash() {
    String lines =
        batchId
            + '\n'
            + batchHash
            + '\n'
            + billRoot
            + '\n'
            + billLineCount
            + '\n'
            + transactionId
            + '\n'
            + block
            + '\n';
    return MerkleRoot.leaf(lines.getBytes(StandardCharsets.UTF_8));
  }
}
