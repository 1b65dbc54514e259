package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.readmodel.ReadModels;
import org.commonwatt.engine.receipt.EngineKeys;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices, webhook and disputes of who is a member, was erased, or is nobody. */
class ParticipantRoutesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String GONE = "home-77";
  private static final String HASH = "0a".repeat(32);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private TestInfra infra;
  private Database.Access access;
  private ReadModels readModels;
  private EngineHarness engine;
  private ApiClient api;

  @BeforeEach
  void start(@TempDir Path dir) throws Exception {
    infra = TestInfra.broker(dir);
    access = TestInfra.newDatabase();
    readModels = add(new ReadModels(access, infra.bootstrap(), Fixtures.MARKET));
    engine = add(EngineHarness.opened(infra.bootstrap()));
    api = client(true);
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
  }

  @Test
  void whoWasErasedAndLeftIsGoneAndWhoStaysIsAMemberLikeAnyOther() throws Exception {
    for (String who : List.of(GONE, "home-01")) {
      engine.run(new Command.RecordErasure(who, List.of("participant/" + who + "/0a"), 1));
    }
    assertThat(readModels.caughtUp(engine.engine().query(view -> view.sequence()), PATIENCE))
        .isTrue();
    for (Reply reply : answers(GONE)) {
      assertThat(reply.status()).as(reply.text()).isEqualTo(410);
      assertThat(reply.code()).isEqualTo("PARTICIPANT_ERASED");
    }
    assertThat(answers("home-01")).extracting(Reply::status).doesNotContain(410);
    assertThat(answers("nobody")).extracting(Reply::status).containsOnly(403, 404);
  }

  private List<Reply> answers(String participant) throws Exception {
    String account = "/v1/accounts/" + participant;
    String own = "{\"participant\":\"" + participant + "\"";
    String dispute = "/v1/disputes/1/";
    return List.of(
        api.get(account + "/notices"),
        api.get(account + "/webhook"),
        put(api, participant, "http://127.0.0.1:9/"),
        api.call(HttpMethod.DELETE, account + "/webhook"),
        api.get("/v1/disputes?participant=" + participant),
        api.post(
            "/v1/disputes",
            own + ",\"slotStart\":\"2022-08-02T07:00:00Z\",\"line\":0,\"reason\":\"Not mine.\"}"),
        api.post(dispute + "evidence", own + ",\"sha256\":\"" + HASH + "\"}"),
        api.post(dispute + "decision", own + ",\"decider\":\"nobody\",\"reason\":\"No.\"}"),
        api.post(dispute + "withdrawal", own + "}"));
  }

  @Test
  void anAddressOfAPrivateNetworkIsRefusedWhenItIsRegistered() throws Exception {
    for (String url :
        List.of(
            "https://10.0.0.1/",
            "https://169.254.169.254/latest",
            "https://[fd00::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[64:ff9b::a00:1]/",
            "https://2130706433/")) {
      Reply refused = put(api, "home-01", url);
      assertThat(refused.status()).as(url + " " + refused.text()).isEqualTo(422);
      assertThat(refused.code()).isEqualTo("WEBHOOK_REFUSED");
    }
    assertThat(put(client(false), "home-01", "http://127.0.0.1:9/").code())
        .as("where receivers on this machine are not allowed")
        .isEqualTo("WEBHOOK_REFUSED");
    Reply registered = put(api, "home-01", "http://127.0.0.1:9/");
    assertThat(registered.status()).as(registered.text()).isEqualTo(200);
    assertThat(registered.json().get("state").asText()).isEqualTo("UP_TO_DATE");
    assertThat(registered.json().get("pending").asLong()).isZero();
  }

  @Test
  void aDatabaseThatIsAwayIsToldAsSuchAndAsksToComeAgain() throws Exception {
    away();
    String notices = "/v1/accounts/home-01/notices";
    assertThat(api.header(HttpMethod.GET, notices, "Retry-After")).isEqualTo("1");
    Reply reply = api.get("/v1/disputes?participant=" + GONE);
    assertThat(reply.status()).as("nobody can say whether it was erased").isEqualTo(503);
    assertThat(reply.code()).isEqualTo("READ_MODEL_UNAVAILABLE");
    assertThat(api.get("/v1/time").status()).isEqualTo(200);
  }

  /** The database takes no connection any more, and ends those that it has. */
  private void away() throws Exception {
    int slash = access.url().indexOf('/', "jdbc:postgresql://".length());
    String name = access.url().substring(slash + 1).split("\\?", 2)[0];
    String url = access.url().replace("/" + name, "/postgres");
    try (Connection other = DriverManager.getConnection(url, access.user(), access.password());
        Statement statement = other.createStatement()) {
      statement.execute("alter database " + name + " with allow_connections false");
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
    }
  }

  private static Reply put(ApiClient api, String participant, String url) throws Exception {
    return api.send(
        HttpMethod.PUT,
        "/v1/accounts/" + participant + "/webhook",
        "application/json",
        "{\"url\":\"" + url + "\"}");
  }

  private ApiClient client(boolean localReceivers) {
    Receipts receipts =
        new Receipts(
            new ReceiptSigner(Fixtures.MARKET, 0, infra.key()),
            EngineKeys.with(infra.key(), infra.bootstrap(), Fixtures.MARKET));
    ApiContext context =
        new ApiContext(
            engine.engine(),
            engine.sequencer(),
            readModels,
            receipts,
            "none",
            TestInfra.WALL,
            Keyring.NONE,
            localReceivers,
            List::of,
            Logins.EVERYBODY,
            Admission.of(engine.engine()));
    return add(new ApiClient(add(HttpApi.start(context, 0)).port()));
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }
}
