package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** What one simulation has read and written in a private collection. */
final class CollectionSet {
  private final SortedMap<String, Optional<Version>> reads = new TreeMap<>();
  private final SortedMap<String, Optional<byte[]>> writes = new TreeMap<>(KeyOrder.INSTANCE);

  /** The hash under which the public part of a private key is kept. */
  static String hashOf(String key) {
    return HexFormat.of().formatHex(Bytes.sha256(ByteString.copyFromUtf8(key)).toByteArray());
  }

  void read(String keyHash, Optional<Version> version) {
    reads.putIfAbsent(keyHash, version);
  }

  void write(String key, Optional<byte[]> value) {
    writes.put(key, value);
  }

  boolean hasWrites() {
    return !writes.isEmpty();
  }

  /** The public part: hashes of keys and values. */
  HashedRWSet hashes() {
    HashedRWSet.Builder set = HashedRWSet.newBuilder();
    reads.forEach(
        (hash, version) -> {
          KVReadHash.Builder read = KVReadHash.newBuilder().setKeyHash(bytes(hash));
          version.ifPresent(read::setVersion);
          set.addHashedReads(read);
        });
    SortedMap<String, Optional<byte[]>> byHash = new TreeMap<>();
    writes.forEach((key, value) -> byHash.put(hashOf(key), value));
    byHash.forEach(
        (hash, value) -> {
          KVWriteHash.Builder write =
              KVWriteHash.newBuilder().setKeyHash(bytes(hash)).setIsDelete(value.isEmpty());
          value.ifPresent(v -> write.setValueHash(Bytes.sha256(Bytes.string(v))));
          set.addHashedWrites(write);
        });
    return set.build();
  }

  /** The private part: keys and values. */
  KVRWSet values() {
    KVRWSet.Builder set = KVRWSet.newBuilder();
    writes.forEach((key, value) -> set.addWrites(SimulatedSet.kvWrite(key, value)));
    return set.build();
  }

  /** What binds the private part to the public one; empty without writes. */
  ByteString valuesHash() {
    return hasWrites() ? Bytes.sha256(values().toByteString()) : ByteString.EMPTY;
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }
}
