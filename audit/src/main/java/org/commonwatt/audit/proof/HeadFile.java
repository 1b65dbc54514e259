package org.commonwatt.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A signed tree head as it is kept outside the market.
 *
 * @param head the head
 * @param consistency that it goes on from an earlier one, null when it does not say
 */
public record HeadFile(TreeHead head, @Nullable Consistency consistency) {

  /** The bytes of the file. */
  public byte[] write() {
    ObjectNode root = ProofNodes.write(head);
    ProofNodes.putConsistency(root, consistency);
    return ProofNodes.bytes(root);
  }

  /**
   * Reads a file.
   *
   * @throws ProofException when it is none
   */
  public static HeadFile read(byte[] bytes) {
    JsonNode root = ProofNodes.parse(bytes, TreeHead.KIND);
    return new HeadFile(ProofNodes.readHead(root), ProofNodes.readConsistency(root));
  }
}
