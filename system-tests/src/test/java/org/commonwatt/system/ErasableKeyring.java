package org.commonwatt.system;

import java.util.Set;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.log.seal.SealKey;
import org.commonwatt.log.seal.Subject;
import org.jspecify.annotations.Nullable;

/**
 * A fake: keys of everybody from a seed, but for those that were erased.
 *
 * @param erased ids of participants without keys
 */
record ErasableKeyring(Set<String> erased) implements Keyring {

  @Override
  public boolean seals() {
    return true;
  }

  @Override
  public @Nullable SealKey current(Subject subject) {
    return erased.contains(subject.id()) ? null : key(subject);
  }

  @Override
  public @Nullable SealKey find(Subject subject, String keyId) {
    SealKey key = current(subject);
    return key != null && key.id().equals(keyId) ? key : null;
  }

  @Override
  public boolean isErased(Subject subject, String keyId) {
    return erased.contains(subject.id()) && key(subject).id().equals(keyId);
  }

  /** The name of a participant's key. */
  static String name(String participant) {
    Subject subject = Subject.participant(participant);
    return subject + "/" + key(subject).id();
  }

  private static SealKey key(Subject subject) {
    return SealKey.of(KeySource.seeded("system test").newKey(subject, 0));
  }
}
