package org.commonwatt.ledger.embedded;

import java.util.Optional;
import org.hyperledger.fabric.shim.ledger.CompositeKey;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.jspecify.annotations.Nullable;

/**
 * A peer's stub for one simulation, private collections included: a private value's key and content
 * appear in the transaction as hashes only.
 */
final class SimulationStub extends PublicStub {
  SimulationStub(CallProposal proposal, WorldState state) {
    super(proposal, state, new SimulatedSet());
  }

  @Override
  public byte[] getPrivateData(String collection, String key) {
    requireKey(key);
    recordRead(collection, key);
    Versioned found = state().closed(requireCollection(collection)).get(key);
    return found == null ? new byte[0] : found.value().clone();
  }

  @Override
  public byte[] getPrivateDataHash(String collection, String key) {
    requireKey(key);
    recordRead(collection, key);
    Versioned found = state().hashed(collection).get(CollectionSet.hashOf(key));
    return found == null ? new byte[0] : found.value().clone();
  }

  @Override
  public void putPrivateData(String collection, String key, byte[] value) {
    requireKey(key);
    requireWritable();
    set().collection(requireCollection(collection)).write(key, SimulatedSet.written(value));
  }

  @Override
  public void delPrivateData(String collection, String key) {
    requireKey(key);
    requireWritable();
    set().collection(requireCollection(collection)).write(key, Optional.empty());
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
    requireReadOnly("private ranges");
    return rows(state().closed(requireCollection(collection)).range(start, end));
  }

  private void recordRead(String collection, String key) {
    String hash = CollectionSet.hashOf(key);
    set()
        .collection(requireCollection(collection))
        .read(hash, state().hashed(collection).version(hash));
  }

  private static String requireCollection(String collection) {
    if (collection.isEmpty()) {
      throw new IllegalArgumentException("a collection has a name");
    }
    return collection;
  }
}
