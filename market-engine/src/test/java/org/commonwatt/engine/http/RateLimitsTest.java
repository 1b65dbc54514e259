package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.commonwatt.identity.ApiKey;
import org.junit.jupiter.api.Test;

/** What each key and each address may send, on a clock that is turned by hand. */
class RateLimitsTest {
  private static final RateRules.Rate KEY = new RateRules.Rate(1_000, 100);

  private final AtomicLong nanos = new AtomicLong(7);
  private final RateLimits limits =
      new RateLimits(
          new RateRules(
              KEY,
              new RateRules.Rate(1_500, 100),
              new RateRules.Rate(3, 1),
              new RateRules.Rate(2, 1)),
          nanos::get);

  private static Problem refused(Runnable what) {
    try {
      what.run();
    } catch (ProblemException e) {
      return e.problem();
    }
    throw new AssertionError("it was taken");
  }

  /** A key of an account of the same id. */
  private static ApiKey key(String id) {
    return key(id, id);
  }

  private static ApiKey key(String id, String account) {
    return new ApiKey(id, account, id, Set.of(), new ApiKey.Life(Instant.EPOCH, null, null));
  }

  private void pass(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void aKeySendsABurstAndThenWhatIsGivenBackEachSecond() {
    limits.countKey(key("a"), 1_000);
    Problem problem = refused(() -> limits.countKey(key("a"), 1));
    assertThat(problem.status()).isEqualTo(429);
    assertThat(problem.code()).isEqualTo("RATE_LIMITED");
    assertThat(problem.retryAfterSeconds()).isEqualTo(1);
    limits.countKey(key("b"), 1_000);
    pass(10);
    limits.countKey(key("a"), 1);
    assertThat(refused(() -> limits.countKey(key("a"), 1)).detail()).contains("100 a second");
  }

  @Test
  void whatIsTooMuchAtOnceTakesNothingAndIsToldWhenItWillBeTaken() {
    limits.countKey(key("a"), 600);
    assertThat(refused(() -> limits.countKey(key("a"), 650)).retryAfterSeconds()).isEqualTo(3);
    limits.countKey(key("a"), 400);
    pass(6_500);
    limits.countKey(key("a"), 650);
    assertThat(refused(() -> limits.countKey(key("a"), 1)).retryAfterSeconds()).isEqualTo(1);
  }

  @Test
  void whatIsTooMuchForTheAccountTakesNothingFromTheKey() {
    limits.countKey(key("a", "both"), 1_000);
    Problem problem = refused(() -> limits.countKey(key("b", "both"), 501));
    assertThat(problem.detail()).startsWith("The account");
    limits.countKey(key("b", "both"), 500);
    pass(5_000);
    limits.countKey(key("b", "both"), 500);
    assertThat(refused(() -> limits.countKey(key("b", "both"), 400)).detail())
        .as("the key itself would have 500 left")
        .startsWith("The account");
    limits.countKey(key("c"), 1_000);
  }

  @Test
  void whoOnlySaysThatItHasAKeyTakesNothingFromIt() {
    for (int i = 0; i < 5_000; i++) {
      limits.requireKey("a");
    }
    limits.countKey(key("a"), 1_000);
    assertThat(refused(() -> limits.requireKey("a")).code()).isEqualTo("RATE_LIMITED");
    for (int i = 0; i <= RateLimits.REMEMBERED; i++) {
      limits.requireKey("made-up-" + i);
    }
    assertThat(refused(() -> limits.requireKey("a")).code())
        .as("names that are made up displace no key")
        .isEqualTo("RATE_LIMITED");
  }

  @Test
  void anAddressIsCountedByItself() {
    for (int i = 0; i < 3; i++) {
      limits.countAddress("10.0.0.1", 1);
    }
    assertThat(refused(() -> limits.countAddress("10.0.0.1", 1)).retryAfterSeconds()).isEqualTo(1);
    limits.countAddress("10.0.0.2", 1);
    pass(1_000);
    limits.countAddress("10.0.0.1", 1);
    assertThat(refused(() -> limits.countAddress("10.0.0.1", 1)).status()).isEqualTo(429);
  }

  @Test
  void anAddressThatHasNothingLeftIsRefusedBeforeItIsCounted() {
    for (int i = 0; i < 10; i++) {
      limits.requireAddress("10.0.0.1");
    }
    for (int i = 0; i < 3; i++) {
      limits.countAddress("10.0.0.1", 1);
    }
    assertThat(refused(() -> limits.requireAddress("10.0.0.1")).code()).isEqualTo("RATE_LIMITED");
    limits.requireAddress("10.0.0.2");
  }

  @Test
  void codesOfLoginsAreCountedByThemselves() {
    limits.countCode("10.0.0.1");
    limits.countCode("10.0.0.1");
    assertThat(refused(() -> limits.countCode("10.0.0.1")).detail()).contains("codes of logins");
    limits.countCode("10.0.0.2");
    limits.countAddress("10.0.0.1", 1);
  }

  @Test
  void onlySoManyAddressesAreRemembered() {
    for (int i = 0; i < 3; i++) {
      limits.countAddress("first", 1);
    }
    for (int i = 0; i < RateLimits.REMEMBERED; i++) {
      limits.countAddress("other-" + i, 1);
    }
    limits.countAddress("first", 1);
    limits.countAddress("first", 1);
    limits.countAddress("first", 1);
    assertThat(refused(() -> limits.countAddress("first", 1)).status()).isEqualTo(429);
  }

  @Test
  void aRateThatTakesNothingOrNoWholeBatchIsRefused() {
    assertThatThrownBy(() -> new RateRules.Rate(0, 1)).hasMessageContaining("1 or more");
    RateRules.Rate small = new RateRules.Rate(999, 1);
    assertThatThrownBy(() -> new RateRules(small, KEY, KEY, KEY)).hasMessageContaining("1000");
    assertThatThrownBy(() -> new RateRules(KEY, small, KEY, KEY)).hasMessageContaining("1000");
  }
}
