package org.commonwatt.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.commonwatt.testkit.net.TestPorts;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Accounts, keys and views on a real PostgreSQL, which several engines may share. */
class IdentityTest {
  private static final MasterKey MASTER = MasterKey.ofSeed("identity");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Account HOME = new Account("home-01", Role.PROSUMER, Set.of("home-01"));

  private static EmbeddedPostgres postgres;
  private static int databases;

  private Identity.Access access;
  private final List<Identity> open = new ArrayList<>();
  private volatile Instant now = START;

  @BeforeAll
  static void startServer() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.pick())
            .setPGStartupWait(Duration.ofMinutes(3))
            .start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    postgres.close();
  }

  @BeforeEach
  void newDatabase() throws SQLException {
    String name = "t" + ++databases;
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    access = new Identity.Access(postgres.getJdbcUrl("postgres", name), "postgres", "");
  }

  @AfterEach
  void close() {
    open.forEach(Identity::close);
  }

  private Identity engine(String market) {
    Identity identity = Identity.open(access, market, MASTER, () -> now);
    open.add(identity);
    return identity;
  }

  private static Authenticator.Outcome login(Identity at, String keyId) {
    return at.authenticator()
        .authenticate(
            new Authenticator.Request(
                "Bearer " + MASTER.token(keyId).text(), "GET", "/", new byte[0]));
  }

  @Test
  void whatIsEnsuredIsThereAfterARestartAndDoneTwiceChangesNothing() throws Exception {
    Identity first = engine("village");
    first.ensure(HOME, "home-01.local", Set.of(Scope.READ, Scope.TRADE));
    first.ensure(HOME, "home-01.local", Set.of(Scope.READ));
    Principal known = login(engine("village"), "home-01.local").principal().orElseThrow();
    assertThat(known.account()).isEqualTo(HOME);
    assertThat(known.key().scopes()).containsExactlyInAnyOrder(Scope.READ, Scope.TRADE);
    assertThat(login(engine("town"), "home-01.local").refusal())
        .as("markets do not share accounts")
        .contains(Refusal.UNKNOWN);
  }

  @Test
  void aKeyThatIsRevokedAtOneEngineIsRevokedAtTheOther() throws Exception {
    Identity one = engine("village");
    Identity other = engine("village");
    one.ensure(HOME, "home-01.local", Set.of(Scope.READ));
    await(() -> login(other, "home-01.local").principal().isPresent());
    assertThat(one.revoke("home-02", "home-01.local")).as("not its key").isEmpty();
    assertThat(one.revoke("home-01", "no-such-key")).isEmpty();
    assertThat(one.revoke("home-01", "home-01.local").orElseThrow().isRevoked()).isTrue();
    assertThat(login(one, "home-01.local").refusal()).contains(Refusal.REVOKED);
    await(
        () ->
            login(other, "home-01.local").refusal().equals(java.util.Optional.of(Refusal.REVOKED)));
    one.ensure(HOME, "home-01.local", Set.of(Scope.READ));
    assertThat(login(one, "home-01.local").refusal())
        .as("a start does not bring it back")
        .contains(Refusal.REVOKED);
  }

  @Test
  void whatALoginGotDoneIsDoneWhenItsRevocationReturnsAndNoMoreIs() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.READ));
    Principal home = login(identity, "home-01.local").principal().orElseThrow();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Boolean> doing =
        CompletableFuture.supplyAsync(
            () ->
                identity
                    .whileCurrent(
                        home,
                        () -> {
                          begun.countDown();
                          return reached(end);
                        })
                    .orElseThrow());
    assertThat(reached(begun)).isTrue();
    CompletableFuture<Boolean> revoked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return identity.revoke("home-01", "home-01.local").isPresent();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThatThrownBy(() -> revoked.get(300, TimeUnit.MILLISECONDS))
        .as("what the key does is not done yet")
        .isInstanceOf(TimeoutException.class);
    end.countDown();
    assertThat(doing.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(revoked.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(identity.whileCurrent(home, () -> "done")).isEmpty();
  }

  private static boolean reached(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anIssuedKeyHasWhatWasAskedForAndEnds() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.READ, Scope.KEYS));
    Identity.Issued issued =
        identity
            .issue(
                "home-01",
                new Identity.NewKey("battery", Set.of(Scope.TRADE), START.plusSeconds(60)))
            .orElseThrow();
    assertThat(identity.keys("home-01")).extracting(ApiKey::label).contains("battery", "local");
    String id = issued.key().id();
    assertThat(login(identity, id).principal().orElseThrow().has(Scope.TRADE)).isTrue();
    assertThat(login(identity, id).principal().orElseThrow().has(Scope.READ)).isFalse();
    now = START.plusSeconds(60);
    assertThat(login(identity, id).refusal()).contains(Refusal.EXPIRED);
    assertThat(login(engine("village"), id).refusal()).contains(Refusal.EXPIRED);
  }

  @Test
  void anAccountHasOnlySoManyKeysAndOneThatEndedMakesRoom() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.KEYS));
    Identity.NewKey wanted = new Identity.NewKey("x", Set.of(Scope.READ), null);
    String last = "";
    for (int i = 1; i < Identity.MAX_KEYS; i++) {
      last = identity.issue("home-01", wanted).orElseThrow().key().id();
    }
    assertThat(identity.issue("home-01", wanted)).isEmpty();
    identity.revoke("home-01", last);
    assertThat(identity.issue("home-01", wanted)).isPresent();
  }

  @Test
  void ofEndedKeysOnlySoManyStayAndThoseThatNoKeyMadeAllOfThem() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.KEYS));
    identity.ensure(HOME, "home-01.old", Set.of(Scope.KEYS));
    identity.revoke("home-01", "home-01.old");
    String first = issued(identity, "home-01.local");
    identity.revoke("home-01", first);
    for (int i = 0; i <= Identity.MAX_ENDED_KEYS; i++) {
      now = now.plusSeconds(1);
      identity.revoke("home-01", issued(identity, "home-01.local"));
    }
    issued(identity, "home-01.local");
    assertThat(identity.keys("home-01")).hasSize(Identity.MAX_ENDED_KEYS + 3);
    assertThat(login(identity, first).refusal()).contains(Refusal.UNKNOWN);
    assertThat(login(identity, "home-01.old").refusal()).contains(Refusal.REVOKED);
  }

  @Test
  void aKeyThatAnotherEngineRevokedMakesNoneAndIsKnownToBeRevoked() throws Exception {
    Identity one = engine("village");
    Identity other = engine("village");
    one.ensure(HOME, "home-01.local", Set.of(Scope.KEYS));
    await(() -> login(other, "home-01.local").principal().isPresent());
    Principal maker = login(other, "home-01.local").principal().orElseThrow();
    Identity.NewKey wanted = new Identity.NewKey("x", Set.of(Scope.KEYS), null, maker);
    one.revoke("home-01", "home-01.local");
    assertThat(other.issue("home-01", wanted)).isEmpty();
    assertThat(login(other, "home-01.local").refusal()).contains(Refusal.REVOKED);
  }

  @Test
  void whatAKeyMadeIsTakenBackWithItAndNothingElse() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.KEYS));
    String first = issued(identity, "home-01.local");
    String second = issued(identity, first);
    String third = issued(identity, second);
    String other = issued(identity, "home-01.local");
    identity.revoke("home-01", first);
    for (String gone : List.of(first, second, third)) {
      assertThat(login(identity, gone).refusal()).contains(Refusal.REVOKED);
    }
    assertThat(login(identity, other).principal()).isPresent();
    assertThat(login(identity, "home-01.local").principal()).isPresent();
  }

  private static String issued(Identity identity, String by) throws Exception {
    Principal maker = login(identity, by).principal().orElseThrow();
    Identity.NewKey wanted = new Identity.NewKey("made", Set.of(Scope.KEYS), null, maker);
    return identity.issue("home-01", wanted).orElseThrow().key().id();
  }

  @Test
  void whoLookedIsKeptForWhomItIsAboutLatestFirst() throws Exception {
    Identity identity = engine("village");
    for (int i = 0; i < 3; i++) {
      PersonalView.Look look = new PersonalView.Look("case " + i, "bill", START.plusSeconds(i));
      identity.saw(
          List.of(
              new PersonalView("home-01", "agency", Role.REGULATOR, look),
              new PersonalView("home-02", "agency", Role.REGULATOR, look)));
    }
    assertThat(identity.views("home-01", Long.MAX_VALUE, 2))
        .extracting(view -> view.first().look().purpose())
        .containsExactly("case 2", "case 1");
    assertThat(engine("village").views("home-02", Long.MAX_VALUE, 10)).hasSize(3);
    assertThat(engine("town").views("home-02", Long.MAX_VALUE, 10)).isEmpty();
  }

  @Test
  void after1001LooksTheFirstIsStillFoundWhateverWasLookedAtThen() throws Exception {
    Identity identity = engine("village");
    look(identity, "agency", "the first", START);
    for (int i = 0; i < 1_001; i++) {
      look(identity, "agency", "again", START.plusSeconds(i));
    }
    assertThat(identity.views("home-01", Long.MAX_VALUE, 1_000))
        .extracting(kept -> kept.first().look().purpose() + " " + kept.times())
        .as("equal looks of a day are one row")
        .containsExactly("again 1001", "the first 1");
    KeptView again = identity.views("home-01", Long.MAX_VALUE, 1).get(0);
    assertThat(again.first().look().at()).isEqualTo(START);
    assertThat(again.lastAt()).isEqualTo(START.plusSeconds(1_000));
    look(identity, "agency", "again", START.plus(Duration.ofDays(1)));
    look(identity, "grid", "again", START);
    assertThat(identity.views("home-01", Long.MAX_VALUE, 1_000)).hasSize(4);
    for (int i = 0; i < 1_001; i++) {
      look(identity, "agency", "reason " + i, START);
    }
    List<String> purposes = new ArrayList<>();
    long before = Long.MAX_VALUE;
    List<KeptView> page = identity.views("home-01", before, 100);
    while (!page.isEmpty()) {
      page.forEach(kept -> purposes.add(kept.first().look().purpose()));
      page = identity.views("home-01", page.get(page.size() - 1).number(), 100);
    }
    assertThat(purposes).hasSize(1_005).endsWith("the first");
  }

  private static void look(Identity identity, String viewer, String purpose, Instant at)
      throws SQLException {
    PersonalView.Look look = new PersonalView.Look(purpose, "bill", at);
    identity.saw(List.of(new PersonalView("home-01", viewer, Role.REGULATOR, look)));
  }

  @Test
  void looksThatWereKeptOneByOneAreMergedWhenTheTablesAreBroughtUpToDate() throws Exception {
    Flyway.configure()
        .dataSource(access.url(), access.user(), access.password())
        .schemas("identity")
        .locations("classpath:db/identity")
        .target("6.1")
        .load()
        .migrate();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into identity.personal_view (market, participant, viewer, role, purpose, what,"
              + " seen_at) select 'village', 'home-01', 'agency', 'regulator', 'case', 'bill',"
              + " timestamptz '2026-01-02 20:00:00Z' + i * interval '1 hour' from"
              + " generate_series(0, 5) i");
    }
    assertThat(engine("village").views("home-01", Long.MAX_VALUE, 10))
        .extracting(kept -> kept.first().look().at() + " " + kept.lastAt() + " " + kept.times())
        .containsExactly(
            "2026-01-03T00:00:00Z 2026-01-03T01:00:00Z 2",
            "2026-01-02T20:00:00Z 2026-01-02T23:00:00Z 4");
  }

  @Test
  void theTablesHoldNoSecret() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.READ));
    String secret = MASTER.token("home-01.local").text().substring("home-01.local.".length());
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select k::text from identity.api_key k union all select a::text from"
                    + " identity.account a")) {
      int count = 0;
      while (rows.next()) {
        assertThat(rows.getString(1)).doesNotContain(secret);
        count++;
      }
      assertThat(count).isEqualTo(2);
    }
  }

  @Test
  void connectionsThatTheServerEndedAreReplacedWithoutAWord() throws Exception {
    Identity identity = engine("village");
    identity.ensure(HOME, "home-01.local", Set.of(Scope.KEYS));
    asked(
        "select count(pg_terminate_backend(pid, 60000)) from pg_stat_activity where pid <>"
            + " pg_backend_pid() and datname = current_database()");
    assertThat(identity.revoke("home-01", "home-01.local").orElseThrow().isRevoked()).isTrue();
  }

  @Test
  void aConnectionWhoseFirstWorkWasRolledBackFindsTheTablesAfterwards() throws Exception {
    engine("village");
    try (Transactions transactions = Transactions.open(access, "identity")) {
      String accounts = "select count(*) from account";
      assertThat(tries(transactions, "no statement")).isEqualTo(1);
      assertThat(transactions.<Long>run(connection -> Sql.count(connection, accounts))).isZero();
    }
  }

  @Test
  void workThatIsSentAwayIsDoneAgainButNotWhatFailsAlwaysOrWhileItIsKept() throws Exception {
    asked("create table t (n int)");
    asked(
        "create function fail() returns trigger language plpgsql as 'begin raise exception using"
            + " errcode = ''40P01''; end'");
    asked(
        "create constraint trigger late after insert on t initially deferred for each row execute"
            + " function fail()");
    try (Transactions transactions = Transactions.open(access, "public")) {
      assertThat(tries(transactions, raising("40P01"))).as("a deadlock").isEqualTo(4);
      assertThat(tries(transactions, raising("08006"))).as("a lost connection").isEqualTo(4);
      assertThat(tries(transactions, raising("22012"))).as("a division by zero").isEqualTo(1);
      assertThat(tries(transactions, "insert into t values (1)"))
          .as("nobody can say what was kept")
          .isEqualTo(1);
    }
  }

  private static String raising(String state) {
    return "do 'begin raise exception using errcode = ''" + state + "''; end'";
  }

  private static int tries(Transactions transactions, String failing) {
    AtomicInteger tries = new AtomicInteger();
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      tries.incrementAndGet();
                      return Sql.update(connection, failing);
                    }))
        .isInstanceOf(SQLException.class);
    return tries.get();
  }

  private void asked(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to be in two minutes");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
