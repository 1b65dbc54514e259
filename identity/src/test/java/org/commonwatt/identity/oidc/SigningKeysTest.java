package org.commonwatt.identity.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a provider is asked for its keys, on a clock that is turned by hand. */
class SigningKeysTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final SigningKeys keys = new SigningKeys(nanos::get);

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static JWK key(String id) throws Exception {
    return TokenMaker.curve(id);
  }

  @Test
  void theProviderIsAskedAtOnceAndAgainUntilItAnswersButNotAllTheTime() throws Exception {
    assertThat(keys.find("a")).isEmpty();
    assertThat(keys.want()).as("it is being asked").isTrue();
    assertThat(keys.isDue()).isTrue();
    assertThat(keys.isDue()).isFalse();
    passes(SigningKeys.PAUSE);
    assertThat(keys.isDue()).isTrue();
    keys.take(new JWKSet(key("a")));
    assertThat(keys.find("a").orElseThrow().isPrivate()).isFalse();
    passes(SigningKeys.PAUSE);
    assertThat(keys.isDue()).isFalse();
    passes(SigningKeys.EVERY);
    assertThat(keys.isDue()).isTrue();
  }

  @Test
  void keysThatAreMadeUpAskTheProviderOnceInAWhileOnly() throws Exception {
    assertThat(keys.isDue()).isTrue();
    keys.take(new JWKSet(key("a")));
    assertThat(keys.want()).as("it was asked a moment ago").isFalse();
    passes(SigningKeys.PAUSE);
    assertThat(keys.want()).isTrue();
    assertThat(keys.isDue()).isTrue();
    assertThat(keys.want()).as("under way").isTrue();
    keys.take(new JWKSet(List.of(key("a"), key("b"))));
    assertThat(keys.want()).isFalse();
    assertThat(keys.isDue()).isFalse();
    assertThat(keys.find("b")).isPresent();
  }

  @Test
  void aKeyThatIsNoLongerNamedIsNotTakenNorIsAnyOfAProviderThatIsAway() throws Exception {
    keys.take(new JWKSet(key("old")));
    keys.take(new JWKSet(key("new")));
    assertThat(keys.find("old")).isEmpty();
    passes(SigningKeys.KEPT.minusNanos(1));
    assertThat(keys.find("new")).isPresent();
    passes(Duration.ofNanos(1));
    assertThat(keys.find("new")).isEmpty();
    assertThat(keys.want()).isTrue();
  }

  @Test
  void ofTwoKeysOfOneNameNoneIsTaken() throws Exception {
    keys.take(new JWKSet(List.of(key("a"), key("a"), key("b"))));
    assertThat(keys.find("a")).isEmpty();
    assertThat(keys.find("b")).isPresent();
  }
}
