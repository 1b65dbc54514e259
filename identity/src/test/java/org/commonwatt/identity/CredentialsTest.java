package org.commonwatt.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an Authorization header says, and that nothing else is taken for one. */
class CredentialsTest {
  private static final KeyToken KEY = MasterKey.ofSeed("credentials").token("home-01.local");
  private static final String SIGNATURE =
      Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

  @Test
  void aLoginSurvivesItsText() {
    KeyToken read = KeyToken.parse(KEY.text()).orElseThrow();
    assertThat(read.keyId()).isEqualTo("home-01.local");
    assertThat(read.text()).isEqualTo(KEY.text());
    assertThat(Credentials.parse("bearer  " + KEY.text()))
        .get()
        .isInstanceOf(Credentials.Bearer.class);
  }

  @Test
  void aLoginDoesNotShowItsSecretWhenItIsLogged() {
    String secret = KEY.text().substring(KEY.text().lastIndexOf('.') + 1);
    assertThat(KEY.toString()).doesNotContain(secret);
    assertThat(new Credentials.Bearer(KEY).toString()).doesNotContain(secret);
  }

  @Test
  void aSignatureSurvivesItsHeader() {
    SignedRequest.Stamp stamp = new SignedRequest.Stamp(12, "prefix-abcdefgh");
    Credentials.Signed signed = new Credentials.Signed("home-01.local", stamp, new byte[32]);
    Credentials.Signed read = (Credentials.Signed) Credentials.parse(signed.header()).orElseThrow();
    assertThat(read.keyId()).isEqualTo(signed.keyId());
    assertThat(read.stamp()).isEqualTo(stamp);
    assertThat(read.signature()).isEqualTo(signed.signature());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer x",
        "Bearer .AAAA",
        "Bearer home-01.AAAA",
        "Basic aG9tZTpob21l",
        "Commonwatt-HMAC-SHA256",
        "Commonwatt-HMAC-SHA256 key=a",
        "Commonwatt-HMAC-SHA256 key=a, time=1, nonce=abcdefgh",
        "Commonwatt-HMAC-SHA256 key=a, time=1, nonce=abcdefgh, signature=AAAA",
        "Commonwatt-HMAC-SHA256 key=a, time=x, nonce=abcdefgh, signature=SIGNATURE",
        "Commonwatt-HMAC-SHA256 key=a, time=-1, nonce=abcdefgh, signature=SIGNATURE",
        "Commonwatt-HMAC-SHA256 key=, time=1, nonce=abcdefgh, signature=SIGNATURE",
        "Commonwatt-HMAC-SHA256 key=a, key=b, time=1, nonce=abcdefgh, signature=SIGNATURE",
        "Commonwatt-HMAC-SHA256 key=a, time=1, nonce=abcdefgh, signature=SIGNATURE, more=1",
        "Commonwatt-HMAC-SHA256 key=a, time=1, nonce=short, signature=SIGNATURE"
      })
  void whatIsNoLoginIsNone(String header) {
    assertThat(Credentials.parse(header.replace("SIGNATURE", SIGNATURE))).isEmpty();
  }

  @Test
  void theLongestOfTheseHeadersIsALoginWithoutItsFault() {
    String good = "Commonwatt-HMAC-SHA256 key=a, time=1, nonce=abcdefgh, signature=" + SIGNATURE;
    assertThat(Credentials.parse(good)).isPresent();
  }

  @Property
  void noHeaderMakesTheParserFail(@ForAll String scheme, @ForAll String rest) {
    Credentials.parse(scheme);
    Credentials.parse("Bearer " + rest);
    Credentials.parse("Commonwatt-HMAC-SHA256 " + rest);
    Credentials.parse("Commonwatt-HMAC-SHA256 key=" + rest + ",time=" + scheme);
  }
}
