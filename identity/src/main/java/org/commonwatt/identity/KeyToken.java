package org.commonwatt.identity;

import java.util.Base64;
import java.util.Optional;
import org.commonwatt.model.Ids;

/**
 * The login of a key, of which {@code id.secret} is the text: whoever has it may use the key. An id
 * of a key has no dot at its end, and the secret has none at all, so the last dot parts them.
 */
public final class KeyToken {
  /** How many bytes a secret has. */
  static final int SECRET_BYTES = 32;

  private final String keyId;
  private final byte[] secret;

  KeyToken(String keyId, byte[] secret) {
    this.keyId = Ids.require("key", keyId);
    this.secret = secret.clone();
  }

  /** Reads a login, empty when the text is none. */
  public static Optional<KeyToken> parse(String text) {
    int dot = text.lastIndexOf('.');
    if (dot < 0 || !Ids.isValid(text.substring(0, dot))) {
      return Optional.empty();
    }
    try {
      byte[] secret = Base64.getUrlDecoder().decode(text.substring(dot + 1));
      return secret.length == SECRET_BYTES
          ? Optional.of(new KeyToken(text.substring(0, dot), secret))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The id of the key, which is no secret. */
  public String keyId() {
    return keyId;
  }

  /** The secret: signs requests. */
  byte[] secret() {
    return secret;
  }

  /** The login as a text: keep it as a secret. */
  public String text() {
    return keyId + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** Names the key without its secret. */
  @Override
  public String toString() {
    return "login of key " + keyId;
  }
}
