package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Map;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A lost login is recovered over the API, under four eyes, and its open orders are gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginRecoveriesTest {
  private static final String ALL = "/v1/recoveries";

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private Reply requested(String account) throws Exception {
    String body = "{\"account\": \"%s\", \"reason\": \"came with a passport\"}".formatted(account);
    return market.as("admin").post(ALL, body);
  }

  private Reply step(String by, String id, String what) throws Exception {
    return market.as(by).call(HttpMethod.POST, ALL + "/" + id + "/" + what);
  }

  private Reply complete(String id, String code) throws Exception {
    return market.stranger().post(ALL + "/" + id + "/completion", "{\"code\": \"" + code + "\"}");
  }

  @Test
  void twoApproveAndWhoHasTheCodeIsIn() throws Exception {
    long order = market.order("home-02", 5);
    String id = requested("home-02").json().get("recoveryId").asText();
    assertThat(requested("home-02").code()).isEqualTo("RECOVERY_OPEN");
    assertThat(step("admin", id, "approval").json().has("code")).isFalse();
    assertThat(step("admin", id, "approval").code()).isEqualTo("SECOND_PERSON_NEEDED");
    Reply last = step("agency", id, "approval");
    String code = last.json().get("code").asText();
    assertThat(market.as("admin").get(ALL).code()).isEqualTo("PURPOSE_REQUIRED");
    Reply all = market.as("admin", "a call of home-02").get(ALL);
    assertThat(all.text()).contains(id).doesNotContain(code);
    assertThat(complete(id, "guess").code()).isEqualTo("UNKNOWN_RECOVERY");
    Reply done = complete(id, code);
    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().at("/orders/0/cancelled/orderIds/0").asLong()).isEqualTo(order);
    assertThat(market.as("home-02").get("/v1/whoami").code()).isEqualTo("LOGIN_REVOKED");
    ApiClient home =
        market.client(Map.of("Authorization", "Bearer " + done.json().at("/key/login").asText()));
    assertThat(home.get("/v1/whoami").json().get("account").asText()).isEqualTo("home-02");
    assertThat(home.get("/v1/accounts/home-02/views").json().get("views").findValuesAsText("what"))
        .containsExactly(
            "login recovery done",
            "recoveries",
            "login recovery approved",
            "login recovery approved",
            "login recovery requested");
    assertThat(home.get(ALL).json().at("/recoveries/0/state").asText()).isEqualTo("done");
    assertThat(market.as("home-01").get(ALL).json().get("recoveries")).isEmpty();
    assertThat(complete(id, code).code()).isEqualTo("UNKNOWN_RECOVERY");
  }

  @Test
  void whatWasOnlyReadIsNotSaidToBeDoneOrNot() throws Exception {
    market.rename("recovery", "away");
    try {
      Reply read = market.as("admin", "a call").get(ALL);
      assertThat(read.code()).isEqualTo("ACCOUNTS_UNAVAILABLE");
      assertThat(read.text()).contains("Nothing was told or done");
      assertThat(requested("home-01").text()).contains("GET /v1/recoveries tells");
    } finally {
      market.rename("away", "recovery");
    }
  }

  @Test
  void aRecoveryIsRefusedForGood() throws Exception {
    String id = requested("home-03").json().get("recoveryId").asText();
    assertThat(step("agency", id, "refusal").json().get("state").asText()).isEqualTo("refused");
    assertThat(step("admin", id, "approval").code()).isEqualTo("RECOVERY_ENDED");
    assertThat(requested("nobody").code()).isEqualTo("UNKNOWN_ACCOUNT");
    assertThat(step("home-03", id, "approval").code()).isEqualTo("ROLE_NOT_ALLOWED");
    assertThat(market.as("home-03").get("/v1/whoami").status()).isEqualTo(200);
  }
}
