package org.commonwatt.log.sign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What an ingest says of a reading that it took, and its signature. One signature is of all
 * readings that were taken together: it signs the root of a tree over them.
 *
 * @param record the bytes of the reading's own record; the meter's next reading has their hash
 * @param receivedMillis when the ingest took it by its own clock, UTC; the reading's own time is
 *     that of its registers
 * @param keyId first 8 bytes of the SHA-256 of the ingest's public key
 * @param index place among the readings that were taken together, from 0
 * @param size how many these were
 * @param path from the reading to the tree's root
 * @param signature 64 bytes of Ed25519 over {@link #signedBytes}
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ReadingProof(
    byte[] record,
    long receivedMillis,
    long keyId,
    int index,
    int size,
    List<Hash> path,
    byte[] signature) {
  private static final int SIGNATURE_BYTES = 64;

  private static final String KIND = "commonwatt readings 1";

  /** Checks the place and the signature's length. */
  public ReadingProof {
    path = List.copyOf(path);
    if (size < 1 || index < 0 || index >= size) {
      throw new IllegalArgumentException("there is no place " + index + " among " + size);
    }
    if (signature.length != SIGNATURE_BYTES) {
      throw new IllegalArgumentException(
          "a signature has " + SIGNATURE_BYTES + " bytes, not " + signature.length);
    }
  }

  /** The root that the path leads to; null when it has not the length that its place needs. */
  @Nullable Hash root() {
    return HashTree.root(leaf(record, receivedMillis), index, size, path);
  }

  /** What the tree has of a reading. */
  static Hash leaf(byte[] record, long receivedMillis) {
    return HashTree.leaf(ByteBuffer.allocate(Long.BYTES).putLong(receivedMillis).array(), record);
  }

  /** What is signed for all readings under a root. */
  static byte[] signedBytes(Hash root) {
    return (KIND + "\n" + root.hex() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The id of a public key: the first 8 bytes of its SHA-256. */
  public static long keyId(byte[] publicKey) {
    return Hash.of(publicKey).first();
  }

  /** The 16 hexadecimal digits of a key's id. */
  public static String keyName(long keyId) {
    return "%016x".formatted(keyId);
  }
}
