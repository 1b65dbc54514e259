package org.commonwatt.ledger.embedded;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the valid transactions so far have made: public state, private collections, the hashes of
 * those, and every key's history. Guarded by the ledger's lock: simulations share it, a commit has
 * it alone.
 */
final class WorldState {
  private final StateSpace open = new StateSpace();
  // Simulations share the read lock and may both name a collection for the first time.
  private final Map<String, StateSpace> hashed = new ConcurrentHashMap<>();
  private final Map<String, StateSpace> closed = new ConcurrentHashMap<>();
  private final Map<String, Deque<Modification>> history = new HashMap<>();

  /** The public state. */
  StateSpace open() {
    return open;
  }

  /** A collection's values. */
  StateSpace closed(String collection) {
    return closed.computeIfAbsent(collection, name -> new StateSpace());
  }

  /** The hashes of a collection's values, by the hexadecimal hash of the key. */
  StateSpace hashed(String collection) {
    return hashed.computeIfAbsent(collection, name -> new StateSpace());
  }

  /** Says that a new block begins: what was written before it is no conflict within it. */
  void beginBlock() {
    open.beginBlock();
    hashed.values().forEach(StateSpace::beginBlock);
    closed.values().forEach(StateSpace::beginBlock);
  }

  /** The history of a public key, newest first. */
  List<Modification> history(String key) {
    return new ArrayList<>(history.getOrDefault(key, new ArrayDeque<>()));
  }

  /** Adds to the history of a public key. */
  void remember(String key, Modification modification) {
    history.computeIfAbsent(key, name -> new ArrayDeque<>()).addFirst(modification);
  }

  /**
   * One change of a key.
   *
   * @param transactionId who changed it
   * @param timestamp the transaction's
   * @param value what it became, empty when deleted
   * @param deleted whether it was deleted
   */
  record Modification(String transactionId, Instant timestamp, byte[] value, boolean deleted) {}
}
