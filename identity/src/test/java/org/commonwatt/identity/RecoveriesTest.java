package org.commonwatt.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.identity.RecoveryException.Fault;
import org.commonwatt.testkit.net.TestPorts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A lost login is replaced when two have approved it, once, and in time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecoveriesTest {
  private static final MasterKey MASTER = MasterKey.ofSeed("recoveries");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private EmbeddedPostgres postgres;
  private Identity identity;
  private Instant now = START;
  private int homes;
  private String home;

  @BeforeAll
  void start() throws IOException {
    postgres =
        EmbeddedPostgres.builder()
            .setPort(TestPorts.pick())
            .setPGStartupWait(Duration.ofMinutes(3))
            .start();
    identity =
        Identity.open(
            new Identity.Access(postgres.getJdbcUrl("postgres", "postgres"), "postgres", ""),
            "village",
            MASTER,
            () -> now);
  }

  @AfterAll
  void stop() throws IOException {
    identity.close();
    postgres.close();
  }

  @BeforeEach
  void newHome() throws Exception {
    home = "home-" + ++homes;
    identity.ensure(
        new Account(home, Role.PROSUMER, Set.of(home)), home + ".lost", Set.of(Scope.READ));
  }

  private static Principal by(String account, Role role) {
    ApiKey.Life life = new ApiKey.Life(START, null, null);
    ApiKey key = new ApiKey(account + ".key", account, "x", Set.of(Scope.OPERATE), life);
    return new Principal(new Account(account, role, Set.of()), key);
  }

  private static Principal admin(int number) {
    return by("admin-" + number, Role.ADMINISTRATOR);
  }

  private static Principal agency(int number) {
    return by("agency-" + number, Role.REGULATOR);
  }

  private String requested() throws Exception {
    return identity.recoveries().request(admin(1), home, "came with a passport").id();
  }

  private String approved(String id) throws Exception {
    assertThat(identity.recoveries().approve(admin(1), id).code()).isEmpty();
    return identity.recoveries().approve(agency(1), id).code().orElseThrow();
  }

  /** A step that does not go on. */
  private interface Step {
    void take() throws Exception;
  }

  private static Fault refused(Step step) throws Exception {
    try {
      step.take();
    } catch (RecoveryException e) {
      return e.fault();
    }
    throw new AssertionError("it went on");
  }

  private Authenticator.Outcome login(KeyToken token) {
    return identity
        .authenticator()
        .authenticate(new Authenticator.Request("Bearer " + token.text(), "GET", "/", new byte[0]));
  }

  @Test
  void afterTwoHaveApprovedTheCodeGivesANewKeyAndEndsAllLoginsFromBefore() throws Exception {
    String id = requested();
    String code = approved(id);
    assertThat(login(MASTER.token(home + ".lost")).principal()).as("until it is used").isPresent();
    Principal token = token(now);
    assertThat(identity.isCurrent(token)).isTrue();
    now = now.plusSeconds(60);
    Identity.Recovered done = identity.recover(id, code);
    assertThat(done.account().id()).isEqualTo(home);
    assertThat(login(done.issued().token()).principal().orElseThrow().key().scopes())
        .isEqualTo(Role.PROSUMER.scopes());
    assertThat(login(MASTER.token(home + ".lost")).refusal()).contains(Refusal.REVOKED);
    assertThat(identity.isCurrent(token)).as("a token from before").isFalse();
    assertThat(identity.isCurrent(token(now))).isTrue();
    assertThat(refused(() -> identity.recover(id, code))).isEqualTo(Fault.UNKNOWN_RECOVERY);
  }

  private Principal token(Instant issued) {
    ApiKey.Life life = new ApiKey.Life(issued, issued.plusSeconds(900), null);
    Account account = identity.account(home).orElseThrow();
    return new Principal(
        account,
        new ApiKey("oidc.x", home, "x", Set.of(Scope.READ), life),
        Principal.By.TOKEN,
        Optional.empty());
  }

  @Test
  void aTokenFromBeforeMakesNoKeyAlsoWhereTheRecoveryIsNotHeardOfYet() throws Exception {
    Principal before = token(now);
    Identity.NewKey wanted = new Identity.NewKey("x", Set.of(Scope.READ), null, before);
    assertThat(identity.issue(home, wanted)).isPresent();
    String id = requested();
    String code = approved(id);
    now = now.plusSeconds(60);
    identity.recover(id, code);
    assertThat(identity.issue(home, wanted)).as("asked of the database").isEmpty();
    Identity.NewKey later = new Identity.NewKey("x", Set.of(Scope.READ), null, token(now));
    assertThat(identity.issue(home, later)).isPresent();
  }

  @Test
  void everyStepIsKeptAndShownToWhomItIsAbout() throws Exception {
    String id = requested();
    identity.recover(id, approved(id));
    Recovery recovery = identity.recoveries().list(home, 10).get(0);
    assertThat(recovery.state()).isEqualTo(Recovery.State.DONE);
    assertThat(recovery.steps())
        .extracting(step -> step.what() + " " + step.by())
        .containsExactly("requested admin-1", "approved admin-1", "approved agency-1", "done null");
    assertThat(identity.views(home, Long.MAX_VALUE, 10))
        .extracting(kept -> kept.first().viewer() + " " + kept.first().look().what())
        .containsExactly(
            home + " login recovery done",
            "agency-1 login recovery approved",
            "admin-1 login recovery approved",
            "admin-1 login recovery requested");
    assertThat(identity.recoveries().list("another", 10)).isEmpty();
    assertThat(identity.recoveries().list(null, 1)).hasSize(1);
  }

  @Test
  void theSamePersonApprovesOnceAndOneOfTwoIsAnAdministrator() throws Exception {
    String id = requested();
    identity.recoveries().approve(agency(1), id);
    assertThat(refused(() -> identity.recoveries().approve(agency(1), id)))
        .isEqualTo(Fault.SECOND_PERSON_NEEDED);
    assertThat(refused(() -> identity.recoveries().approve(agency(2), id)))
        .isEqualTo(Fault.ADMINISTRATOR_NEEDED);
    assertThat(identity.recoveries().approve(admin(2), id).code()).isPresent();
    assertThat(refused(() -> identity.recoveries().approve(admin(3), id)))
        .isEqualTo(Fault.RECOVERY_ENDED);
  }

  @Test
  void nobodyApprovesOrRefusesForTheOwnAccount() throws Exception {
    String id = requested();
    assertThat(refused(() -> identity.recoveries().refuse(by(home, Role.ADMINISTRATOR), id)))
        .as("or a thief would, each time")
        .isEqualTo(Fault.OWN_ACCOUNT);
    assertThat(refused(() -> identity.recoveries().approve(by(home, Role.ADMINISTRATOR), id)))
        .isEqualTo(Fault.OWN_ACCOUNT);
  }

  @Test
  void aRecoveryThatIsRefusedGoesNoFurtherAlsoWhenItsCodeWasTold() throws Exception {
    String id = requested();
    String code = approved(id);
    assertThat(identity.recoveries().refuse(agency(2), id).state())
        .isEqualTo(Recovery.State.REFUSED);
    assertThat(refused(() -> identity.recover(id, code))).isEqualTo(Fault.UNKNOWN_RECOVERY);
    assertThat(refused(() -> identity.recoveries().approve(admin(2), id)))
        .isEqualTo(Fault.RECOVERY_ENDED);
    assertThat(login(MASTER.token(home + ".lost")).principal()).isPresent();
    assertThat(requested()).as("another may be asked for").isNotEqualTo(id);
  }

  @Test
  void aWrongCodeUsesNothingUpAndBothTimesEnd() throws Exception {
    String id = requested();
    assertThat(refused(() -> requested())).isEqualTo(Fault.RECOVERY_OPEN);
    String code = approved(id);
    assertThat(refused(() -> identity.recover(id, code + "x"))).isEqualTo(Fault.UNKNOWN_RECOVERY);
    assertThat(refused(() -> identity.recover("r0", code))).isEqualTo(Fault.UNKNOWN_RECOVERY);
    now = now.plus(Recoveries.TO_USE);
    assertThat(refused(() -> identity.recover(id, code))).isEqualTo(Fault.RECOVERY_ENDED);
    String next = requested();
    now = now.plus(Recoveries.TO_APPROVE);
    assertThat(refused(() -> identity.recoveries().approve(admin(1), next)))
        .isEqualTo(Fault.RECOVERY_ENDED);
    assertThat(identity.recoveries().list(home, 1).get(0).state())
        .isEqualTo(Recovery.State.EXPIRED);
  }

  @Test
  void whatIsNotThereIsRefused() throws Exception {
    assertThat(refused(() -> identity.recoveries().request(admin(1), "nobody", "x")))
        .isEqualTo(Fault.UNKNOWN_ACCOUNT);
    assertThat(refused(() -> identity.recoveries().approve(admin(1), "r0")))
        .isEqualTo(Fault.UNKNOWN_RECOVERY);
    assertThat(refused(() -> identity.recoveries().refuse(admin(1), "r0")))
        .isEqualTo(Fault.UNKNOWN_RECOVERY);
  }
}
