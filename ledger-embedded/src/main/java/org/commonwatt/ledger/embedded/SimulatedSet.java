package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/**
 * What one simulation has read and written, in the order and the messages that Fabric uses, so that
 * two simulations that did the same have the same bytes.
 */
final class SimulatedSet {
  /** Fabric's name for the policy among the metadata of a key. */
  private static final String POLICY = "VALIDATION_PARAMETER";

  private final SortedMap<String, Optional<Version>> reads = new TreeMap<>(KeyOrder.INSTANCE);
  private final SortedMap<String, Optional<byte[]>> writes = new TreeMap<>(KeyOrder.INSTANCE);
  private final List<RangeReads> ranges = new ArrayList<>();
  private final SortedMap<String, ByteString> policies = new TreeMap<>(KeyOrder.INSTANCE);
  private final SortedMap<String, CollectionSet> collections = new TreeMap<>();

  void read(String key, Optional<Version> version) {
    reads.putIfAbsent(key, version);
  }

  /** Begins to read a range. */
  RangeReads range(String start, String end) {
    RangeReads range = new RangeReads(start, end);
    ranges.add(range);
    return range;
  }

  /** Writes a value, or deletes the key when it is empty. */
  void write(String key, Optional<byte[]> value) {
    writes.put(key, value);
  }

  /** What a contract puts; putting no bytes deletes the key, as on Fabric. */
  static Optional<byte[]> written(byte[] value) {
    return value.length == 0 ? Optional.empty() : Optional.of(value.clone());
  }

  /** Gives a key a policy of its own. */
  void protect(String key, ByteString policy) {
    policies.put(key, policy);
  }

  CollectionSet collection(String name) {
    return collections.computeIfAbsent(name, any -> new CollectionSet());
  }

  boolean hasWrites() {
    return !writes.isEmpty()
        || !policies.isEmpty()
        || collections.values().stream().anyMatch(CollectionSet::hasWrites);
  }

  /** The read and write set that goes into the transaction. */
  TxReadWriteSet toMessage() {
    KVRWSet.Builder set = KVRWSet.newBuilder();
    ranges.forEach(range -> set.addRangeQueriesInfo(range.toMessage()));
    reads.forEach((key, version) -> set.addReads(kvRead(key, version)));
    writes.forEach((key, value) -> set.addWrites(kvWrite(key, value)));
    policies.forEach((key, policy) -> set.addMetadataWrites(policyWrite(key, policy)));
    NsReadWriteSet.Builder space =
        NsReadWriteSet.newBuilder()
            .setNamespace(Channel.CHAINCODE)
            .setRwset(set.build().toByteString());
    collections.forEach(
        (name, collection) ->
            space.addCollectionHashedRwset(
                CollectionHashedReadWriteSet.newBuilder()
                    .setCollectionName(name)
                    .setHashedRwset(collection.hashes().toByteString())
                    .setPvtRwsetHash(collection.valuesHash())));
    return TxReadWriteSet.newBuilder()
        .setDataModel(TxReadWriteSet.DataModel.KV)
        .addNsRwset(space)
        .build();
  }

  /** The private values, which stay beside the transaction; empty bytes without any. */
  ByteString privateValues() {
    NsPvtReadWriteSet.Builder space =
        NsPvtReadWriteSet.newBuilder().setNamespace(Channel.CHAINCODE);
    collections.forEach(
        (name, collection) -> {
          if (collection.hasWrites()) {
            space.addCollectionPvtRwset(
                CollectionPvtReadWriteSet.newBuilder()
                    .setCollectionName(name)
                    .setRwset(collection.values().toByteString()));
          }
        });
    return space.getCollectionPvtRwsetCount() == 0
        ? ByteString.EMPTY
        : TxPvtReadWriteSet.newBuilder()
            .setDataModel(TxReadWriteSet.DataModel.KV)
            .addNsPvtRwset(space)
            .build()
            .toByteString();
  }

  private static KVMetadataWrite policyWrite(String key, ByteString policy) {
    return KVMetadataWrite.newBuilder().setKey(key).addEntries(policyEntry(policy)).build();
  }

  static KVMetadataEntry policyEntry(ByteString policy) {
    return KVMetadataEntry.newBuilder().setName(POLICY).setValue(policy).build();
  }

  static KVRead kvRead(String key, Optional<Version> version) {
    KVRead.Builder read = KVRead.newBuilder().setKey(key);
    version.ifPresent(read::setVersion);
    return read.build();
  }

  static KVWrite kvWrite(String key, Optional<byte[]> value) {
    KVWrite.Builder write = KVWrite.newBuilder().setKey(key).setIsDelete(value.isEmpty());
    value.ifPresent(bytes -> write.setValue(ByteString.copyFrom(bytes)));
    return write.build();
  }
}
