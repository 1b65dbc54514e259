package org.commonwatt.log.seal;

import org.jspecify.annotations.Nullable;

/**
 * The keys that a process can seal and open payloads with. A folder keeps them on one machine
 * ({@link FileKeyring}); in a cluster a key management service would stand behind this port.
 * Implementations are thread-safe.
 */
public interface Keyring {
  /** Has no keys: what is written stays plain, and nothing that is sealed can be opened. */
  Keyring NONE = new NoKeys(false);

  /** Has no keys, and reads what is sealed as if its key had been erased: as something closed. */
  Keyring CLOSED = new NoKeys(true);

  /** Whether personal payloads must be sealed when they are written. */
  boolean seals();

  /** The key that new payloads of a subject are sealed with, null when there is none. */
  @Nullable SealKey current(Subject subject);

  /** The key with an id, null when it is not here. */
  @Nullable SealKey find(Subject subject, String keyId);

  /** Whether a key is not here because it was destroyed on purpose. */
  boolean isErased(Subject subject, String keyId);
}
