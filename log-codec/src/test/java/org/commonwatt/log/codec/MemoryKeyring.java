package org.commonwatt.log.codec;

import java.util.HashSet;
import java.util.Set;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.jspecify.annotations.Nullable;

/** A fake: keys of everybody from a seed, some of them erased or lost. */
final class MemoryKeyring implements Keyring {
  private final Set<Subject> erased = new HashSet<>();
  private final Set<Subject> lost = new HashSet<>();

  MemoryKeyring erase(Subject subject) {
    erased.add(subject);
    return this;
  }

  MemoryKeyring lose(Subject subject) {
    lost.add(subject);
    return this;
  }

  @Override
  public boolean seals() {
    return true;
  }

  @Override
  public @Nullable SealKey current(Subject subject) {
    return erased.contains(subject) || lost.contains(subject) ? null : key(subject);
  }

  @Override
  public @Nullable SealKey find(Subject subject, String keyId) {
    SealKey key = current(subject);
    return key != null && key.id().equals(keyId) ? key : null;
  }

  @Override
  public boolean isErased(Subject subject, String keyId) {
    return erased.contains(subject) && key(subject).id().equals(keyId);
  }

  static SealKey key(Subject subject) {
    return SealKey.of(KeySource.seeded("golden").newKey(subject, 0));
  }
}
