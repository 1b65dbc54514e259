package org.commonwatt.ledger.embedded;

import com.google.protobuf.ByteString;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.jspecify.annotations.Nullable;

/**
 * A peer's stub for one simulation, private collections included: a private value's key and content
 * appear in the transaction as hashes only.
 */
final class SimulationStub extends PublicStub {
  private final Peer peer;
  private final Set<String> privateReads = new TreeSet<>();

  SimulationStub(CallProposal proposal, Peer peer) {
    super(proposal, peer);
    this.peer = peer;
  }

  /** The collections of which values were read: only their members can have simulated this. */
  Set<String> privateReads() {
    return privateReads;
  }

  /**
   * A value whose hash is on the ledger, but which is not here, is a fault and not a missing value.
   */
  @Override
  public byte[] getPrivateData(String collection, String key) {
    requireKey(key);
    requireMayUse(collection);
    Optional<Version> stated = state().hashed(collection).version(CollectionSet.hashOf(key));
    Optional<Versioned> found =
        peer.keeps(collection)
            ? Optional.ofNullable(state().closed(collection).get(key))
            : Optional.empty();
    if (!found.map(Versioned::version).equals(stated)) {
      throw new IllegalStateException(
          "private data matching public hash version is not available to " + peer.mspId());
    }
    recordRead(collection, key);
    privateReads.add(collection);
    return found.map(row -> row.value().clone()).orElse(new byte[0]);
  }

  /** Everybody may have the hash. */
  @Override
  public byte[] getPrivateDataHash(String collection, String key) {
    requireKey(key);
    peer.collections().find(collection);
    recordRead(collection, key);
    Versioned found = state().hashed(collection).get(CollectionSet.hashOf(key));
    return found == null ? new byte[0] : found.value().clone();
  }

  @Override
  public void putPrivateData(String collection, String key, byte[] value) {
    writable(collection, key).write(key, SimulatedSet.written(value));
  }

  @Override
  public void delPrivateData(String collection, String key) {
    writable(collection, key).write(key, Optional.empty());
  }

  @Override
  public void purgePrivateData(String collection, String key) {
    writable(collection, key).purge(key);
  }

  /** Null for a key without a policy of its own. */
  @Override
  public byte @Nullable [] getPrivateDataValidationParameter(String collection, String key) {
    requireKey(key);
    requireMayUse(collection);
    recordRead(collection, key);
    ByteString policy = state().hashed(collection).policy(CollectionSet.hashOf(key));
    return policy.isEmpty() ? null : policy.toByteArray();
  }

  @Override
  public void setPrivateDataValidationParameter(String collection, String key, byte[] policy) {
    writable(collection, key).protect(key, Bytes.string(policy));
  }

  @Override
  public QueryResultsIterator<KeyValue> getPrivateDataByRange(
      String collection, @Nullable String startKey, @Nullable String endKey) {
    String start = startOf(startKey);
    String end = endKey == null ? "" : endKey;
    CompositeKey.validateSimpleKeys(start, end);
    return privateRows(collection, start, end);
  }

  @Override
  public QueryResultsIterator<KeyValue> getPrivateDataByPartialCompositeKey(
      String collection, String compositeKey) {
    return getPrivateDataByPartialCompositeKey(collection, composite(compositeKey));
  }

  @Override
  public QueryResultsIterator<KeyValue> getPrivateDataByPartialCompositeKey(
      String collection, CompositeKey compositeKey) {
    String start = compositeKey.toString();
    return privateRows(collection, start, endOf(start));
  }

  @Override
  public QueryResultsIterator<KeyValue> getPrivateDataByPartialCompositeKey(
      String collection, String objectType, String... attributes) {
    return getPrivateDataByPartialCompositeKey(
        collection, new CompositeKey(objectType, attributes));
  }

  private QueryResultsIterator<KeyValue> privateRows(String collection, String start, String end) {
    requireMayUse(collection);
    requireReadOnly("private ranges");
    return rows(
        peer.keeps(collection) ? state().closed(collection).range(start, end) : new TreeMap<>());
  }

  private void recordRead(String collection, String key) {
    String hash = CollectionSet.hashOf(key);
    set().collection(collection).read(hash, state().hashed(collection).version(hash));
  }

  private CollectionSet writable(String collection, String key) {
    requireKey(key);
    requireMayUse(collection);
    requireWritable();
    return set().collection(collection);
  }

  private void requireMayUse(String collection) {
    PrivateCollection rules = peer.collections().find(collection);
    if (rules.membersOnly() && !rules.members().contains(getMspId())) {
      throw new IllegalArgumentException(
          "the caller, of "
              + getMspId()
              + ", does not have access permission on private data in collection "
              + collection);
    }
  }
}
