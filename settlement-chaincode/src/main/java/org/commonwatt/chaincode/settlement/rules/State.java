package org.commonwatt.chaincode.settlement.rules;

import java.util.List;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What the rules see of the ledger's state and of the transaction that they run in. As on Fabric, a
 * read does not see this transaction's own writes, and every read is a round trip: the rules read
 * little.
 */
public interface State {
  /** The value of a key, null when it has none. */
  @Nullable String get(StateKey key);

  /** The values of all keys that start like this one, in order of the keys. For queries only. */
  List<String> list(StateKey prefix);

  /**
   * The same in a transaction that writes: nothing may be added to or change in the range until it
   * is committed.
   *
   * @param most how many are read at most; who gets one more must not rely on the rest
   */
  List<String> range(StateKey prefix, int most);

  /**
   * The values of at most so many keys that start like the first one, in order of the keys, from
   * the second one on. For queries only.
   */
  List<String> from(StateKey prefix, StateKey first, int most);

  /** Writes a value. */
  void put(StateKey key, String value);

  /** Takes a key away; a later read finds nothing. */
  void delete(StateKey key);

  /**
   * A text that the caller hands to those alone who simulate the call, null when it gives none of
   * this name.
   */
  @Nullable String given(String name);

  /**
   * The private value of a key, null when it has none. Only a peer of a member of the collection
   * has it.
   */
  @Nullable String getPrivate(String collection, StateKey key);

  /** The SHA-256 of a private value, which every peer has; null when there is none. */
  @Nullable Hash privateHash(String collection, StateKey key);

  /** Writes a value of which blocks and other peers get the hash. */
  void putPrivate(String collection, StateKey key, String value);

  /** Emits the transaction's one event. */
  void event(String name, String payload);

  /** The id of the transaction. */
  String transactionId();

  /** When the transaction was proposed, as its client says, milliseconds since the epoch. */
  long timestampMillis();

  /** Who proposed the transaction. */
  Caller caller();
}
