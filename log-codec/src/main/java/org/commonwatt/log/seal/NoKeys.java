package org.commonwatt.log.seal;

import org.jspecify.annotations.Nullable;

/**
 * A keyring without keys.
 *
 * @param closed whether what is sealed is read as something whose key was erased
 */
record NoKeys(boolean closed) implements Keyring {
  @Override
  public boolean seals() {
    return false;
  }

  @Override
  public @Nullable SealKey current(Subject subject) {
    return null;
  }

  @Override
  public @Nullable SealKey find(Subject subject, String keyId) {
    return null;
  }

  @Override
  public boolean isErased(Subject subject, String keyId) {
    return closed;
  }
}
