package org.commonwatt.chaincode.invoices.rules;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.commonwatt.model.Hash;

/** Merkle tree head of RFC 6962, section 2.1, whose leaves are the roots of bills. */
final class BillsRoot {
  private static final int LEAF = 0;
  private static final int NODE = 1;

  private BillsRoot() {}

  /** The head over at least one root. */
  static Hash of(List<Hash> roots) {
    if (roots.size() == 1) {
      return hash(LEAF, roots.get(0));
    }
    int left = Integer.highestOneBit(roots.size() - 1);
    return hash(NODE, of(roots.subList(0, left)), of(roots.subList(left, roots.size())));
  }

  private static Hash hash(int kind, Hash... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(kind);
    for (Hash part : parts) {
      bytes.writeBytes(part.bytes());
    }
    return Hash.of(bytes.toByteArray());
  }
}
