package org.commonwatt.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A fake of the folder of keys that all processes share: in memory, and it never fails. A subject
 * has a key as soon as it is asked for.
 */
final class SimulatedKeyring implements Keyring {
  private static final KeySource SOURCE = KeySource.seeded("simulation");

  private final Map<Subject, List<SealKey>> keys = new HashMap<>(); // the last one seals
  private final Set<String> erased = new HashSet<>(); // ids

  /** From now on another key seals; those before only open. */
  void retire(Subject subject) {
    List<SealKey> all = all(subject);
    all.add(SealKey.of(SOURCE.newKey(subject, all.size())));
  }

  /** Destroys the keys that are retired. */
  void erase(Subject subject) {
    retired(subject).forEach(key -> erased.add(key.id()));
  }

  /** The keys of a subject that seal nothing new. */
  List<SealKey> retired(Subject subject) {
    List<SealKey> all = all(subject);
    return List.copyOf(all.subList(0, all.size() - 1));
  }

  /** What an all-seeing reader opens seals with: it has every key that ever was. */
  Keyring allThatEverWere() {
    return new Keyring() {
      @Override
      public boolean seals() {
        return true;
      }

      @Override
      public @Nullable SealKey current(Subject subject) {
        return SimulatedKeyring.this.current(subject);
      }

      @Override
      public @Nullable SealKey find(Subject subject, String keyId) {
        return all(subject).stream().filter(key -> key.id().equals(keyId)).findFirst().orElse(null);
      }

      @Override
      public boolean isErased(Subject subject, String keyId) {
        return false;
      }
    };
  }

  @Override
  public boolean seals() {
    return true;
  }

  @Override
  public SealKey current(Subject subject) {
    List<SealKey> all = all(subject);
    return all.get(all.size() - 1);
  }

  @Override
  public @Nullable SealKey find(Subject subject, String keyId) {
    return erased.contains(keyId) ? null : allThatEverWere().find(subject, keyId);
  }

  @Override
  public boolean isErased(Subject subject, String keyId) {
    return erased.contains(keyId);
  }

  private List<SealKey> all(Subject subject) {
    return keys.computeIfAbsent(
        subject, first -> new ArrayList<>(List.of(SealKey.of(SOURCE.newKey(first, 0)))));
  }
}
