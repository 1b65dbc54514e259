package org.commonwatt.engine.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.commonwatt.identity.oidc.TokenLogins;

/** Makes and signs tokens, by a key pair that ends with the process. */
final class IssuedTokens {
  /** How long a token lasts. */
  static final Duration LIFE = Duration.ofMinutes(15);

  private final String issuer;
  private final ECKey key;

  IssuedTokens(String issuer) {
    this.issuer = issuer;
    try {
      key =
          new ECKeyGenerator(Curve.P_256)
              .keyID(UUID.randomUUID().toString())
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("no key pair can be made", e);
    }
  }

  /** The public key, as JSON. */
  String keys() {
    return new JWKSet(key.toPublicJWK()).toString();
  }

  /** For the API. */
  String access(Grants.Grant grant, Instant now) {
    JWTClaimsSet.Builder claims =
        claims(grant, BuiltInIssuer.AUDIENCE, now)
            .claim("client_id", BuiltInIssuer.CLIENT_ID)
            .jwtID(UUID.randomUUID().toString());
    grant.key().ifPresent(key -> claims.claim(TokenLogins.KEY_CLAIM, key));
    return signed(new JOSEObjectType("at+jwt"), claims);
  }

  /** For the client, which learns that the login is the one that it began. */
  String identity(Grants.Grant grant, Instant now) {
    JWTClaimsSet.Builder claims = claims(grant, BuiltInIssuer.CLIENT_ID, now);
    return signed(
        JOSEObjectType.JWT,
        grant.nonce().isEmpty() ? claims : claims.claim("nonce", grant.nonce()));
  }

  private JWTClaimsSet.Builder claims(Grants.Grant grant, String audience, Instant now) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject(grant.account())
        .audience(audience)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(LIFE)));
  }

  private String signed(JOSEObjectType type, JWTClaimsSet.Builder claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).type(type).build();
    SignedJWT token = new SignedJWT(header, claims.build());
    try {
      token.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("a token cannot be signed", e);
    }
    return token.serialize();
  }
}
