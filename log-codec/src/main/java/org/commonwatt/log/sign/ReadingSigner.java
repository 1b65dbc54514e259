package org.commonwatt.log.sign;

import java.util.ArrayList;
import java.util.List;

/** Signs readings that were taken together, once for all. Thread-safe. */
public final class ReadingSigner {
  private final SigningKey key;
  private final long keyId;

  /** Signs as the owner of a key. */
  public ReadingSigner(SigningKey key) {
    this.key = key;
    this.keyId = ReadingProof.keyId(key.publicKey());
  }

  /**
   * Signs.
   *
   * @param records the bytes of the readings' records
   * @param receivedMillis when they were taken, UTC
   * @return one for each, in order
   */
  public List<ReadingProof> sign(List<byte[]> records, long receivedMillis) {
    if (records.isEmpty()) {
      return List.of();
    }
    HashTree tree =
        new HashTree(
            records.stream().map(record -> ReadingProof.leaf(record, receivedMillis)).toList());
    byte[] signature = key.sign(ReadingProof.signedBytes(tree.root()));
    List<ReadingProof> proofs = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      proofs.add(
          new ReadingProof(
              records.get(i), receivedMillis, keyId, i, records.size(), tree.path(i), signature));
    }
    return proofs;
  }
}
