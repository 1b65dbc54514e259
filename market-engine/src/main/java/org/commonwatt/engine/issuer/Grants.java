package org.commonwatt.engine.issuer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.commonwatt.model.Hash;

/** Codes that were given out and not exchanged yet: each once, and within a minute. */
final class Grants {
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final int MOST = 1_000;
  private static final int CODE_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Grant> open =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Grant> eldest) {
          return size() > MOST;
        }
      };

  /**
   * What somebody who logged in asked for.
   *
   * @param account as whom
   * @param key for which of its keys; empty where nobody asks for one
   * @param redirect where the code goes
   * @param nonce of the login, empty for none
   * @param challenge of RFC 7636, by S256
   * @param until it may be exchanged
   */
  record Grant(
      String account,
      Optional<String> key,
      String redirect,
      String nonce,
      String challenge,
      Instant until) {
    /** One that lasts from now. */
    static Grant of(
        AuthorizationRequest request, String account, Optional<String> key, Instant now) {
      Instant until = now.plus(LIFE);
      return new Grant(
          account, key, request.redirect(), request.nonce(), request.challenge(), until);
    }
  }

  /** A new code. */
  synchronized String give(Grant grant) {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    open.put(code, grant);
    return code;
  }

  /**
   * What a code stands for, which is used up by this; empty when it is none, late, or not theirs.
   */
  synchronized Optional<Grant> take(String code, String redirect, String verifier, Instant now) {
    return Optional.ofNullable(open.remove(code))
        .filter(grant -> now.isBefore(grant.until()))
        .filter(grant -> grant.redirect().equals(redirect))
        .filter(grant -> equal(grant.challenge(), challenge(verifier)));
  }

  private static String challenge(String verifier) {
    byte[] hash = Hash.of(verifier.getBytes(StandardCharsets.US_ASCII)).bytes();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
