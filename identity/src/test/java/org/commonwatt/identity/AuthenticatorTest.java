package org.commonwatt.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.commonwatt.identity.Authenticator.Outcome;
import org.commonwatt.identity.Authenticator.Request;
import org.junit.jupiter.api.Test;

/** Who a request is taken for, on a clock that is turned by hand. */
class AuthenticatorTest {
  private static final MasterKey MASTER = MasterKey.ofSeed("authenticator");
  private static final String KEY = "home-01.local";
  private static final byte[] BODY = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private Instant now = START;
  private final InstantSource wall = () -> now;
  private final Map<String, Principal> principals = new HashMap<>();
  private final Authenticator engine = engine();
  private final RequestSigner signer = new RequestSigner(MASTER.token(KEY), wall);

  AuthenticatorTest() {
    principals.put(KEY, principal(null, null));
    signer.learn(engine.noncePrefix());
  }

  private Authenticator engine() {
    return new Authenticator(MASTER, id -> Optional.ofNullable(principals.get(id)), wall);
  }

  private static Principal principal(Instant expiresAt, Instant revokedAt) {
    Account home = new Account("home-01", Role.PROSUMER, Set.of("home-01"));
    ApiKey.Life life = new ApiKey.Life(START, expiresAt, revokedAt);
    return new Principal(home, new ApiKey(KEY, "home-01", "test", Set.of(Scope.READ), life));
  }

  private Request signed() {
    return new Request(
        signer.authorization("POST", "/v1/orders", BODY), "POST", "/v1/orders", BODY);
  }

  private static Request bearer(KeyToken token) {
    return new Request("Bearer " + token.text(), "GET", "/v1/orders", new byte[0]);
  }

  @Test
  void whoSignsOrShowsItsLoginIsKnown() {
    for (Request request : List.of(signed(), bearer(MASTER.token(KEY)))) {
      Principal known = engine.authenticate(request).principal().orElseThrow();
      assertThat(known.account().id()).isEqualTo("home-01");
      assertThat(known.actsFor("home-01")).isTrue();
      assertThat(known.actsFor("home-02")).isFalse();
      assertThat(known.has(Scope.READ)).isTrue();
      assertThat(known.has(Scope.TRADE)).isFalse();
    }
  }

  @Test
  void aChangeOfAnyPartOfASignedRequestIsNoticed() {
    Request good = signed();
    String header = good.authorization();
    List<Request> changed =
        List.of(
            new Request(header, "PATCH", good.target(), BODY),
            new Request(header, "POST", "/v1/orders/batch", BODY),
            new Request(header, "POST", "/v1/orders?participant=home-02", BODY),
            new Request(
                header, "POST", good.target(), "{\"a\": 2}".getBytes(StandardCharsets.UTF_8)),
            new Request(header, "POST", good.target(), new byte[0]),
            new Request(header.replaceFirst("key=[^,]+", "key=other"), "POST", "/v1/orders", BODY),
            new Request(
                header.replaceFirst("time=\\d+", "time=" + (now.toEpochMilli() + 1)),
                "POST",
                "/v1/orders",
                BODY),
            new Request(
                header.replaceFirst(", signature", "x, signature"), "POST", "/v1/orders", BODY));
    for (Request request : changed) {
      assertThat(engine.authenticate(request).refusal()).contains(Refusal.UNKNOWN);
    }
    assertThat(engine.authenticate(good).principal()).as("none of them used its nonce").isPresent();
  }

  @Test
  void whoHasAnotherMarketsSecretIsNobody() {
    MasterKey other = MasterKey.ofSeed("another market");
    assertThat(engine.authenticate(bearer(other.token(KEY))).refusal()).contains(Refusal.UNKNOWN);
    assertThat(engine.authenticate(bearer(MASTER.token("nobody"))).refusal())
        .contains(Refusal.UNKNOWN);
  }

  @Test
  void aKeyEndsAtItsInstantAndARevokedOneAtOnce() {
    principals.put(KEY, principal(START.plusSeconds(10), null));
    now = START.plusMillis(9_999);
    assertThat(engine.authenticate(signed()).principal()).isPresent();
    now = START.plusSeconds(10);
    assertThat(engine.authenticate(signed()).refusal()).contains(Refusal.EXPIRED);
    assertThat(engine.authenticate(bearer(MASTER.token(KEY))).refusal()).contains(Refusal.EXPIRED);
    principals.put(KEY, principal(null, START));
    assertThat(engine.authenticate(signed()).refusal()).contains(Refusal.REVOKED);
    assertThat(engine.authenticate(bearer(MasterKey.ofSeed("x").token(KEY))).refusal())
        .as("who does not know the secret learns nothing")
        .contains(Refusal.UNKNOWN);
  }

  @Test
  void theClocksMayDifferByTheWindowAndByNoMore() {
    for (long apart : List.of(-30_000L, -1L, 0L, 30_000L)) {
      now = START;
      Request request = signed();
      now = START.plusMillis(apart);
      assertThat(engine().authenticate(request).refusal()).contains(Refusal.FOREIGN_NONCE);
      assertThat(fresh(apart).principal()).as(apart + " ms").isPresent();
    }
    for (long apart : List.of(-30_001L, 30_001L, 3_600_000L)) {
      assertThat(fresh(apart).refusal()).as(apart + " ms").contains(Refusal.OUTSIDE_WINDOW);
    }
  }

  /** A request whose client's clock is so far behind the clock of an engine without a past. */
  private Outcome fresh(long apartMillis) {
    Authenticator started = engine();
    RequestSigner client = new RequestSigner(MASTER.token(KEY), () -> START);
    client.learn(started.noncePrefix());
    now = START.plusMillis(apartMillis);
    String header = client.authorization("GET", "/v1/bills", new byte[0]);
    return started.authenticate(new Request(header, "GET", "/v1/bills", new byte[0]));
  }

  @Test
  void aRequestIsTakenOnceWhateverTheClockDoes() {
    Random random = new Random(7);
    List<Request> taken = new ArrayList<>();
    int replays = 0;
    for (int i = 0; i < 2_000; i++) {
      Request request = signed();
      if (engine.authenticate(request).principal().isPresent()) {
        taken.add(request);
      }
      for (int again = 0; again < 5 && !taken.isEmpty(); again++) {
        Request old = taken.get(random.nextInt(taken.size()));
        assertThat(engine.authenticate(old).principal()).isEmpty();
        replays++;
      }
      long jump = random.nextInt(20) == 0 ? random.nextInt(400_000) - 200_000 : random.nextInt(900);
      now = now.plusMillis(jump);
    }
    assertThat(taken).hasSizeGreaterThan(500);
    assertThat(replays).isGreaterThanOrEqualTo(9_000);
  }

  @Test
  void aRequestThatWasSignedForTheEngineBeforeIsNotTakenByTheNext() {
    Request first = signed();
    assertThat(engine.authenticate(first).principal()).isPresent();
    Request second = signed();
    Authenticator next = engine();
    assertThat(next.authenticate(first).refusal()).contains(Refusal.FOREIGN_NONCE);
    assertThat(next.authenticate(second).refusal()).contains(Refusal.FOREIGN_NONCE);
    signer.learn(next.noncePrefix());
    assertThat(next.authenticate(signed()).principal()).isPresent();
  }

  @Test
  void nonceMemoryIsBoundedAndAFullOneLetsGoAfterTwoWindows() {
    Nonces nonces = new Nonces(10, 15);
    assertThat(fill(nonces, "one", 20)).isEqualTo(10);
    assertThat(fill(nonces, "one", "another", 20)).as("another key of its").isZero();
    assertThat(fill(nonces, "two", 20)).isEqualTo(5);
    assertThat(nonces.size()).isEqualTo(15);
    now = START.plusMillis(2 * Nonces.WINDOW_MILLIS);
    assertThat(fill(nonces, "two", 20)).isZero();
    now = now.plusMillis(1);
    assertThat(fill(nonces, "two", 20)).isEqualTo(10);
    assertThat(fill(nonces, "three", 20)).isEqualTo(5);
  }

  private int fill(Nonces nonces, String account, int times) {
    return fill(nonces, account, account, times);
  }

  private int fill(Nonces nonces, String account, String keyId, int times) {
    ApiKey.Life life = new ApiKey.Life(START, null, null);
    ApiKey key = new ApiKey(keyId, account, "x", Set.of(), life);
    int added = 0;
    for (int i = 0; i < times; i++) {
      SignedRequest.Stamp stamp =
          new SignedRequest.Stamp(now.toEpochMilli(), "nonce-" + now.toEpochMilli() + "-" + i);
      if (nonces.remember(key, stamp, now.toEpochMilli()) == Nonces.Verdict.NEW) {
        added++;
      }
    }
    return added;
  }

  @Test
  void twoKeysOfAnAccountMayUseTheSameNonceEachOnce() {
    Nonces nonces = new Nonces(10, 15);
    assertThat(fill(nonces, "one", "first", 3)).isEqualTo(3);
    assertThat(fill(nonces, "one", "second", 3)).isEqualTo(3);
    assertThat(fill(nonces, "one", "first", 3)).isZero();
  }

  @Test
  void aFullMemoryRefusesAndSaysSo() {
    Authenticator small =
        new Authenticator(
            MASTER, id -> Optional.ofNullable(principals.get(id)), wall, new Nonces(1, 1));
    signer.learn(small.noncePrefix());
    assertThat(small.authenticate(signed()).principal()).isPresent();
    assertThat(small.authenticate(signed()).refusal()).contains(Refusal.TOO_MANY);
    now = now.plus(Duration.ofMinutes(2));
    assertThat(small.authenticate(signed()).principal()).isPresent();
  }
}
