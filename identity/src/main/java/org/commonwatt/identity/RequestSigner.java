package org.commonwatt.identity;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import org.commonwatt.model.Hash;

/**
 * Signs requests for a client. It learns the prefix of nonces from the first answer 401 of an
 * engine, which has it in the header {@link #PREFIX_HEADER}; sign again then. Thread-safe.
 */
public final class RequestSigner {
  /** The header of answers 401 that names the prefix of nonces. */
  public static final String PREFIX_HEADER = "Commonwatt-Nonce-Prefix";

  private static final int RANDOM_BYTES = 12;

  private final KeyToken key;
  private final InstantSource wall;
  private final SecureRandom random = new SecureRandom();
  private volatile String prefix = "unknown";

  /**
   * Signs with a key.
   *
   * @param key its login
   * @param wall wall-clock time
   */
  public RequestSigner(KeyToken key, InstantSource wall) {
    this.key = key;
    this.wall = wall;
  }

  /** The id of its key. */
  public String keyId() {
    return key.keyId();
  }

  /** Takes the prefix that an answer 401 names. */
  public void learn(String noncePrefix) {
    prefix = noncePrefix;
  }

  /**
   * The header {@code Authorization} of one request.
   *
   * @param method upper case
   * @param target path and query, as they will be sent
   * @param body its bytes, none where there is no body
   */
  public String authorization(String method, String target, byte[] body) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String nonce = prefix + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    SignedRequest.Stamp stamp = new SignedRequest.Stamp(wall.instant().toEpochMilli(), nonce);
    SignedRequest request = new SignedRequest(method, target, Hash.of(body), stamp);
    return new Credentials.Signed(key.keyId(), stamp, Signatures.sign(key, request)).header();
  }
}
