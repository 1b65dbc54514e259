package org.commonwatt.identity.oidc;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;

/** Makes tokens as a provider does, and as somebody does who would like to be one. */
final class TokenMaker {
  static final String ISSUER = "https://id.example.org/village";
  static final String AUDIENCE = "commonwatt-api";
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private TokenMaker() {}

  static RSAKey rsa(String id, int bits) throws JOSEException {
    return new RSAKeyGenerator(bits, true).keyID(id).generate();
  }

  static ECKey curve(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  /** Claims that are all well, of a quarter of an hour from now. */
  static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .subject("somebody")
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(900)));
  }

  static String signed(JWK key, JWSAlgorithm algorithm, JWTClaimsSet.Builder claims)
      throws JOSEException {
    return signed(header(algorithm, key.getKeyID()), signer(key), claims);
  }

  static JWSHeader.Builder header(JWSAlgorithm algorithm, String keyId) {
    return new JWSHeader.Builder(algorithm).keyID(keyId).type(new JOSEObjectType("at+jwt"));
  }

  static String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet.Builder claims)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header.build(), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  /** Signed by a secret, as if the bytes of a public key were one. */
  static String signedBySecret(byte[] secret, String keyId) throws JOSEException {
    return signed(header(JWSAlgorithm.HS256, keyId), new MACSigner(secret), claims());
  }

  static JWSSigner signer(JWK key) throws JOSEException {
    return key instanceof ECKey curve ? new ECDSASigner(curve) : new RSASSASigner((RSAKey) key);
  }
}
