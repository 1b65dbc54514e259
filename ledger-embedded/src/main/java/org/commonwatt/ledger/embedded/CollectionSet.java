package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** What one simulation has read and written in a private collection. */
final class CollectionSet {
  private final SortedMap<String, Optional<Version>> reads = new TreeMap<>();
  private final SortedMap<String, Optional<byte[]>> writes = new TreeMap<>(KeyOrder.INSTANCE);

  private final SortedMap<String, ByteString> policies = new TreeMap<>(KeyOrder.INSTANCE);
  private final Set<String> purged = new HashSet<>();

  /** The hash under which the public part of a private key is kept. */
  static String hashOf(String key) {
    return HexFormat.of().formatHex(Bytes.sha256(ByteString.copyFromUtf8(key)).toByteArray());
  }

  void read(String keyHash, Optional<Version> version) {
    reads.putIfAbsent(keyHash, version);
  }

  void write(String key, Optional<byte[]> value) {
    writes.put(key, value);
    purged.remove(key);
  }

  /** Deletes a key for good. */
  void purge(String key) {
    writes.put(key, Optional.empty());
    purged.add(key);
  }

  /** Gives a key a policy of its own. */
  void protect(String key, ByteString policy) {
    policies.put(key, policy);
  }

  boolean hasWrites() {
    return !writes.isEmpty() || !policies.isEmpty();
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
    SortedMap<String, KVWriteHash> byHash = new TreeMap<>();
    writes.forEach((key, value) -> byHash.put(hashOf(key), hashed(key, value)));
    byHash.values().forEach(set::addHashedWrites);
    SortedMap<String, ByteString> policyByHash = new TreeMap<>();
    policies.forEach((key, policy) -> policyByHash.put(hashOf(key), policy));
    policyByHash.forEach(
        (hash, policy) ->
            set.addMetadataWrites(
                KVMetadataWriteHash.newBuilder()
                    .setKeyHash(bytes(hash))
                    .addEntries(SimulatedSet.policyEntry(policy))));
    return set.build();
  }

  private KVWriteHash hashed(String key, Optional<byte[]> value) {
    KVWriteHash.Builder write =
        KVWriteHash.newBuilder()
            .setKeyHash(bytes(hashOf(key)))
            .setIsDelete(value.isEmpty())
            .setIsPurge(purged.contains(key));
    value.ifPresent(bytes -> write.setValueHash(Bytes.sha256(Bytes.string(bytes))));
    return write.build();
  }

  /** The private part: keys and values; of new policies the keys, whose values change with them. */
  KVRWSet values() {
    KVRWSet.Builder set = KVRWSet.newBuilder();
    writes.forEach((key, value) -> set.addWrites(SimulatedSet.kvWrite(key, value)));
    policies
        .keySet()
        .forEach(key -> set.addMetadataWrites(KVMetadataWrite.newBuilder().setKey(key)));
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
