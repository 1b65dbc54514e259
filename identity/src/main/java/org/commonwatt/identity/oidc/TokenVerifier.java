package org.commonwatt.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.commonwatt.identity.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a token is the provider's, for somebody, and of now. Only signatures of key pairs
 * are taken: what a provider publishes can check them, and make none. Does not block.
 *
 * <p>In this order: form, algorithm, key, signature, issuer, audience, times. So only who has a
 * token of the provider learns more than that it is not taken.
 */
final class TokenVerifier {
  /** How far the clocks of the provider and of this machine may be apart. */
  static final Duration SKEW = Duration.ofSeconds(30);

  private static final int MAX_SUBJECT = 255;
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final int MIN_RSA_BITS = 2_048;
  private static final Set<JWSAlgorithm> RSA =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);
  private static final Set<JWSAlgorithm> CURVES =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512);
  private static final Set<JOSEObjectType> TYPES =
      Set.of(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"));

  private final String issuer;
  private final Function<String, Optional<JWK>> keys;

  /**
   * Of one provider.
   *
   * @param keys the provider's, by their ids
   */
  TokenVerifier(String issuer, Function<String, Optional<JWK>> keys) {
    this.issuer = issuer;
    this.keys = keys;
  }

  /** A token that is not taken. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(Refusal refusal) {
      super(refusal.text(), null, false, false);
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }

  /**
   * What a token says.
   *
   * @param audience whom it must be for
   * @throws RefusedException when it is not to be taken; of a key that is not known {@link
   *     Refusal#KEY_AWAITED}
   */
  Claims verify(String token, String audience, Instant now) throws RefusedException {
    if (!FORM.matcher(token).matches()) {
      throw new RefusedException(Refusal.UNKNOWN);
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token); // a token without a signature is none
      if (!jwt.verify(verifier(jwt.getHeader()))) {
        throw new RefusedException(Refusal.UNKNOWN);
      }
      return claims(jwt.getJWTClaimsSet(), audience, now);
    } catch (ParseException | JOSEException | IllegalArgumentException e) {
      throw new RefusedException(Refusal.UNKNOWN);
    }
  }

  private JWSVerifier verifier(JWSHeader header) throws JOSEException, RefusedException {
    JWSAlgorithm algorithm = header.getAlgorithm();
    @Nullable JOSEObjectType type = header.getType();
    @Nullable String keyId = header.getKeyID();
    boolean isKnown = RSA.contains(algorithm) || CURVES.contains(algorithm);
    if (!isKnown || keyId == null || (type != null && !TYPES.contains(type))) {
      throw new RefusedException(Refusal.UNKNOWN);
    }
    JWK key = keys.apply(keyId).orElseThrow(() -> new RefusedException(Refusal.KEY_AWAITED));
    boolean isForIt = key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm);
    boolean isToSign = key.getKeyUse() == null || key.getKeyUse().equals(KeyUse.SIGNATURE);
    if (isForIt && isToSign) {
      if (key instanceof RSAKey rsa && RSA.contains(algorithm) && rsa.size() >= MIN_RSA_BITS) {
        return new RSASSAVerifier(rsa.toRSAPublicKey());
      }
      if (key instanceof ECKey curve && CURVES.contains(algorithm)) {
        return new ECDSAVerifier(curve.toECPublicKey());
      }
    }
    throw new RefusedException(Refusal.UNKNOWN);
  }

  private Claims claims(JWTClaimsSet set, String audience, Instant now) throws RefusedException {
    @Nullable String subject = set.getSubject();
    @Nullable Date end = set.getExpirationTime();
    if (!issuer.equals(set.getIssuer())
        || subject == null
        || subject.isBlank()
        || subject.length() > MAX_SUBJECT
        || end == null) {
      throw new RefusedException(Refusal.UNKNOWN);
    }
    if (!set.getAudience().contains(audience)) {
      throw new RefusedException(Refusal.WRONG_AUDIENCE);
    }
    if (!now.isBefore(end.toInstant())) {
      throw new RefusedException(Refusal.EXPIRED);
    }
    Instant latest = now.plus(SKEW);
    Instant issued = set.getIssueTime() == null ? Instant.EPOCH : set.getIssueTime().toInstant();
    @Nullable Date from = set.getNotBeforeTime();
    if (issued.isAfter(latest) || (from != null && from.toInstant().isAfter(latest))) {
      throw new RefusedException(Refusal.NOT_YET);
    }
    Map<String, Object> all = new HashMap<>(set.getClaims());
    all.values().removeIf(value -> value == null);
    return new Claims(subject, new Claims.Life(issued, end.toInstant()), all);
  }
}
