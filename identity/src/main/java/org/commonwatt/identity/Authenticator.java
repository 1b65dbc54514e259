package org.commonwatt.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.commonwatt.model.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Says who sends a request. Asks no database and does not block. Thread-safe.
 *
 * <p>In this order: form, prefix of the nonce, time, secret or signature, expiry and revocation,
 * repetition. So only who knows a key's secret learns anything about the key, or fills the memory
 * of nonces.
 */
public final class Authenticator {
  /** Nonces that all keys of an account may use within two windows. */
  static final int NONCES_OF_ACCOUNT = 100_000;

  /** Nonces that all accounts together may use within two windows. */
  static final int NONCES_OF_ALL = 1_000_000;

  private final MasterKey master;
  private final Function<String, Optional<Principal>> keys;
  private final InstantSource wall;
  private final Nonces nonces;

  /**
   * For the keys that somebody knows.
   *
   * @param master derives their secrets
   * @param keys who stands behind the id of a key
   * @param wall wall-clock time
   */
  Authenticator(MasterKey master, Function<String, Optional<Principal>> keys, InstantSource wall) {
    this(master, keys, wall, new Nonces(NONCES_OF_ACCOUNT, NONCES_OF_ALL));
  }

  Authenticator(
      MasterKey master,
      Function<String, Optional<Principal>> keys,
      InstantSource wall,
      Nonces nonces) {
    this.master = master;
    this.keys = keys;
    this.wall = wall;
    this.nonces = nonces;
  }

  /** Who it is, or why that is not known: one of the two is there. */
  public record Outcome(Optional<Principal> principal, Optional<Refusal> refusal) {
    /** It is known. */
    public static Outcome of(Principal principal) {
      return new Outcome(Optional.of(principal), Optional.empty());
    }

    /** It is not taken. */
    public static Outcome of(Refusal refusal) {
      return new Outcome(Optional.empty(), Optional.of(refusal));
    }
  }

  /**
   * A request as it arrived.
   *
   * @param authorization its header
   * @param method upper case
   * @param target path and query, as sent
   * @param body its bytes, none where there is no body
   */
  public record Request(String authorization, String method, String target, byte[] body) {}

  /** What the nonces of signed requests must begin with, a hyphen behind it. */
  public String noncePrefix() {
    return nonces.prefix();
  }

  /** Who sends a request. */
  public Outcome authenticate(Request request) {
    Optional<Credentials> credentials = Credentials.parse(request.authorization());
    if (credentials.isEmpty()) {
      return Outcome.of(Refusal.MALFORMED);
    }
    if (credentials.get() instanceof Credentials.Signed signed) {
      return signed(signed, request);
    }
    return credentials.get() instanceof Credentials.Bearer bearer
        ? bearer(bearer)
        : Outcome.of(Refusal.UNKNOWN);
  }

  private Outcome bearer(Credentials.Bearer bearer) {
    String keyId = bearer.token().keyId();
    return Signatures.equal(master.token(keyId).secret(), bearer.token().secret())
        ? known(keyId, null)
        : Outcome.of(Refusal.UNKNOWN);
  }

  private Outcome signed(Credentials.Signed given, Request request) {
    SignedRequest.Stamp stamp = given.stamp();
    if (!nonces.isMine(stamp.nonce())) {
      return Outcome.of(Refusal.FOREIGN_NONCE);
    }
    long now = wall.instant().toEpochMilli();
    if (Math.abs(now - stamp.timeMillis()) > Nonces.WINDOW_MILLIS) {
      return Outcome.of(Refusal.OUTSIDE_WINDOW);
    }
    SignedRequest signed;
    try {
      signed =
          new SignedRequest(request.method(), request.target(), Hash.of(request.body()), stamp);
    } catch (IllegalArgumentException e) {
      return Outcome.of(Refusal.MALFORMED);
    }
    byte[] expected = Signatures.sign(master.token(given.keyId()), signed);
    if (!Signatures.equal(expected, given.signature())) {
      return Outcome.of(Refusal.UNKNOWN);
    }
    Outcome outcome = known(given.keyId(), null);
    if (outcome.principal().isEmpty()) {
      return outcome;
    }
    return switch (nonces.remember(outcome.principal().get().key(), stamp, now)) {
      case NEW -> outcome;
      case REPLAYED -> Outcome.of(Refusal.REPLAYED);
      case LATE -> Outcome.of(Refusal.OUTSIDE_WINDOW);
      case FULL -> Outcome.of(Refusal.TOO_MANY);
    };
  }

  /**
   * The secret, or the certificate, was right: now it may be told what is wrong with the key.
   *
   * @param certificate by which it is used, null: by its secret. A key is used by one of them
   */
  Outcome known(String keyId, @Nullable String certificate) {
    Instant now = wall.instant();
    Optional<Principal> principal =
        keys.apply(keyId).filter(p -> Objects.equals(p.key().certificate(), certificate));
    if (principal.isEmpty()) {
      return Outcome.of(Refusal.UNKNOWN);
    }
    ApiKey key = principal.get().key();
    if (key.isRevoked()) {
      return Outcome.of(Refusal.REVOKED);
    }
    return key.isExpired(now) ? Outcome.of(Refusal.EXPIRED) : Outcome.of(principal.get());
  }
}
