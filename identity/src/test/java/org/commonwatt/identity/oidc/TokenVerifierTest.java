package org.commonwatt.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.commonwatt.identity.oidc.TokenMaker.AUDIENCE;
import static org.commonwatt.identity.oidc.TokenMaker.ISSUER;
import static org.commonwatt.identity.oidc.TokenMaker.NOW;
import static org.commonwatt.identity.oidc.TokenMaker.claims;
import static org.commonwatt.identity.oidc.TokenMaker.header;
import static org.commonwatt.identity.oidc.TokenMaker.signed;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.PlainJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.commonwatt.identity.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are taken, and as what the others are refused. */
class TokenVerifierTest {
  private static RSAKey rsa;
  private static ECKey curve;

  private final Map<String, JWK> keys = new HashMap<>();
  private final TokenVerifier verifier =
      new TokenVerifier(ISSUER, id -> Optional.ofNullable(keys.get(id)));

  @BeforeAll
  static void makeKeys() throws Exception {
    rsa = TokenMaker.rsa("rsa", 2_048);
    curve = TokenMaker.curve("curve");
  }

  TokenVerifierTest() {
    keys.put("rsa", rsa.toPublicJWK());
    keys.put("curve", curve.toPublicJWK());
  }

  private Claims verified(String token) throws Exception {
    return verifier.verify(token, AUDIENCE, NOW);
  }

  private Refusal refused(String token) {
    try {
      throw new AssertionError("taken: " + verifier.verify(token, AUDIENCE, NOW));
    } catch (TokenVerifier.RefusedException e) {
      return e.refusal();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS512", "PS256", "PS384"})
  void aTokenOfTheProvidersRsaKeyIsTaken(String algorithm) throws Exception {
    Claims taken = verified(signed(rsa, JWSAlgorithm.parse(algorithm), claims().claim("a", "b")));
    assertThat(taken.subject()).isEqualTo("somebody");
    assertThat(taken.life().expiresAt()).isEqualTo(NOW.plusSeconds(900));
    assertThat(taken.text("a")).contains("b");
  }

  @Test
  void aTokenOfTheProvidersCurveIsTaken() throws Exception {
    assertThat(verified(signed(curve, JWSAlgorithm.ES256, claims())).life().issuedAt())
        .isEqualTo(NOW);
  }

  @Test
  void aTokenWithoutASignatureIsRefused() {
    assertThat(refused(new PlainJWT(claims().build()).serialize())).isEqualTo(Refusal.UNKNOWN);
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\",\"kid\":\"rsa\"}".getBytes(StandardCharsets.UTF_8));
    String payload = new PlainJWT(claims().build()).serialize().split("\\.", -1)[1];
    assertThat(refused(none + "." + payload + ".")).isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(none + "." + payload + ".AAAA")).isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  void aPublicKeyIsNoSecretToSignWith() throws Exception {
    for (byte[] secret :
        List.of(
            rsa.toRSAPublicKey().getEncoded(),
            rsa.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
            curve.toECPublicKey().getEncoded())) {
      assertThat(refused(TokenMaker.signedBySecret(secret, "rsa"))).isEqualTo(Refusal.UNKNOWN);
      assertThat(refused(TokenMaker.signedBySecret(secret, "curve"))).isEqualTo(Refusal.UNKNOWN);
    }
  }

  @Test
  void aForgedTokenIsRefused() throws Exception {
    RSAKey other = TokenMaker.rsa("rsa", 2_048);
    assertThat(refused(signed(other, JWSAlgorithm.RS256, claims()))).isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(signed(TokenMaker.curve("curve"), JWSAlgorithm.ES256, claims())))
        .isEqualTo(Refusal.UNKNOWN);
    String own = signed(rsa, JWSAlgorithm.RS256, claims());
    String others = signed(rsa, JWSAlgorithm.RS256, claims().subject("another"));
    String mixed =
        others.substring(0, others.lastIndexOf('.')) + own.substring(own.lastIndexOf('.'));
    assertThat(refused(mixed)).isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  void ofAThousandSpoiltTokensNoneIsTakenThatSaysSomethingElse() throws Exception {
    String token = signed(curve, JWSAlgorithm.ES256, claims());
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 1_000; i++) {
      char[] spoilt = token.toCharArray();
      int at = random.nextInt(spoilt.length - 1); // the last one has bits that mean nothing
      spoilt[at] = (char) (33 + random.nextInt(94));
      String text = new String(spoilt);
      if (!text.equals(token)) {
        assertThat(refused(text)).isIn(Refusal.UNKNOWN, Refusal.KEY_AWAITED);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(900);
  }

  @Test
  void aKeyIsUsedForWhatItIsForOnly() throws Exception {
    assertThat(
            refused(signed(header(JWSAlgorithm.RS256, "curve"), TokenMaker.signer(rsa), claims())))
        .isEqualTo(Refusal.UNKNOWN);
    keys.put("rsa", new RSAKey.Builder(rsa.toPublicJWK()).keyUse(KeyUse.ENCRYPTION).build());
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims()))).isEqualTo(Refusal.UNKNOWN);
    keys.put("rsa", new RSAKey.Builder(rsa.toPublicJWK()).algorithm(JWSAlgorithm.PS256).build());
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims()))).isEqualTo(Refusal.UNKNOWN);
    assertThat(verified(signed(rsa, JWSAlgorithm.PS256, claims())).subject()).isEqualTo("somebody");
    RSAKey weak = TokenMaker.rsa("weak", 1_024);
    keys.put("weak", weak.toPublicJWK());
    JWSSigner signer = new RSASSASigner(weak.toPrivateKey(), true);
    assertThat(refused(signed(header(JWSAlgorithm.RS256, "weak"), signer, claims())))
        .isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  void anotherKindOfTokenIsRefused() throws Exception {
    for (String type : Set.of("logout+jwt", "dpop+jwt", "JOSE")) {
      assertThat(
              refused(
                  signed(
                      header(JWSAlgorithm.RS256, "rsa").type(new JOSEObjectType(type)),
                      TokenMaker.signer(rsa),
                      claims())))
          .isEqualTo(Refusal.UNKNOWN);
    }
    assertThat(
            refused(
                signed(
                    header(JWSAlgorithm.RS256, "rsa")
                        .criticalParams(Set.of("x-must"))
                        .customParam("x-must", true),
                    TokenMaker.signer(rsa),
                    claims())))
        .as("a header that must be understood")
        .isEqualTo(Refusal.UNKNOWN);
  }

  @Test
  void aKeyThatIsNotKnownIsAwaited() throws Exception {
    RSAKey next = TokenMaker.rsa("next", 2_048);
    String token = signed(next, JWSAlgorithm.RS256, claims());
    assertThat(refused(token)).isEqualTo(Refusal.KEY_AWAITED);
    keys.put("next", next.toPublicJWK());
    assertThat(verified(token).subject()).isEqualTo("somebody");
    keys.remove("rsa");
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims()))).isEqualTo(Refusal.KEY_AWAITED);
  }

  @Test
  void aTokenForAnotherOrOfAnotherIsRefused() throws Exception {
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().audience("commonwatt-page"))))
        .isEqualTo(Refusal.WRONG_AUDIENCE);
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().audience((String) null))))
        .isEqualTo(Refusal.WRONG_AUDIENCE);
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().issuer(ISSUER + "/"))))
        .isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().subject(" "))))
        .isEqualTo(Refusal.UNKNOWN);
    assertThat(
            verified(signed(rsa, JWSAlgorithm.RS256, claims().audience(List.of("x", AUDIENCE))))
                .subject())
        .isEqualTo("somebody");
  }

  @Test
  void aTokenIsTakenFromItsBeginToBeforeItsEnd() throws Exception {
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().expirationTime(null))))
        .isEqualTo(Refusal.UNKNOWN);
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().expirationTime(Date.from(NOW)))))
        .isEqualTo(Refusal.EXPIRED);
    Date soon = Date.from(NOW.plus(TokenVerifier.SKEW));
    Date later = Date.from(NOW.plus(TokenVerifier.SKEW).plus(Duration.ofSeconds(1)));
    assertThat(verified(signed(rsa, JWSAlgorithm.RS256, claims().notBeforeTime(soon))).subject())
        .isEqualTo("somebody");
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().notBeforeTime(later))))
        .isEqualTo(Refusal.NOT_YET);
    assertThat(refused(signed(rsa, JWSAlgorithm.RS256, claims().issueTime(later))))
        .isEqualTo(Refusal.NOT_YET);
  }

  @Test
  void aProviderThatAnybodyCouldSpeakForIsRefused() {
    for (String issuer :
        List.of(
            "http://id.example.org",
            "ftp://127.0.0.1",
            "https:///x",
            "https://me@id.example.org",
            "https://id.example.org?x=1")) {
      assertThatThrownBy(() -> provider(issuer)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(provider("https://id.example.org/").issuer()).hasPath("/");
    assertThat(provider("http://127.0.0.1:8099/x").issuer().getPort()).isEqualTo(8099);
    assertThatThrownBy(() -> new Provider.Client("same", Optional.empty(), "same"))
        .hasMessageContaining("audience");
  }

  private static Provider provider(String issuer) {
    return new Provider(
        java.net.URI.create(issuer),
        "x",
        new Provider.Client("page", Optional.empty(), AUDIENCE),
        Provider.Mapping.BY_SUBJECT,
        false);
  }
}
