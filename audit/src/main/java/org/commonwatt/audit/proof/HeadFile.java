package org.commonwatt.audit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
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
   * @throws ProofException when it is none, or not in its one spelling
   */
  public static HeadFile read(byte[] bytes) {
    JsonNode root = ProofNodes.parse(bytes, TreeHead.KIND);
    HeadFile file = new HeadFile(ProofNodes.readHead(root), ProofNodes.readConsistency(root));
    if (!Arrays.equals(file.write(), bytes)) {
      throw new ProofException("it has other bytes than its content makes");
    }
    return file;
  }
}
