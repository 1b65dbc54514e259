package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.Command;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Market power of real orders, of which one traded and one was taken back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketPowerApiTest {
  private static final OpenApi DOCUMENT = OpenApi.packaged();

  private LoginMarket market;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    market = new LoginMarket(dir);
    place("home-01", Side.SELL, 100_000, 600);
    long back = place("home-03", Side.SELL, 200_000, 5_000);
    place("home-03", Side.SELL, 120_000, 200);
    Reply gone =
        market.as("home-03").call(HttpMethod.DELETE, "/v1/orders/" + back + "?participant=home-03");
    assertThat(gone.status()).as(gone.text()).isEqualTo(200);
    place("home-02", Side.BUY, 300_000, 700); // of which the link carries 600
    assertThat(market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
  }

  @AfterAll
  void stop() throws Exception {
    market.close();
  }

  private long place(String home, Side side, long price, long energyWh) throws Exception {
    Command.PlaceOrder order =
        new Command.PlaceOrder(
            home,
            home + "-" + energyWh,
            Fixtures.areaOf(home),
            Fixtures.slot(3).startMillis(),
            side,
            price,
            energyWh);
    Reply reply = market.as(home).post(order);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().get("orderId").asLong();
  }

  private JsonNode ask(String query) throws Exception {
    Reply reply = market.as("agency").get("/v1/market-power" + query);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    assertThat(DOCUMENT.violations("GET /v1/market-power", reply)).isEmpty();
    return reply.json().get("slots");
  }

  @Test
  void whatWasTakenBackDoesNotCountAndWhatStandsDoes() throws Exception {
    assertThat(ask(""))
        .singleElement()
        .satisfies(
            slot -> {
              assertThat(slot.get("sellers").asInt()).isEqualTo(2);
              assertThat(slot.get("offeredWh").asLong()).isEqualTo(800);
              assertThat(slot.get("askedWh").asLong()).isEqualTo(700);
              assertThat(slot.get("soldWh").asLong()).isEqualTo(600);
              assertThat(slot.get("hhi").asInt()).as("home-01 alone").isEqualTo(10_000);
              assertThat(slot.get("residualSupplyPpm").asLong())
                  .as("200 of 700")
                  .isEqualTo(285_714);
              assertThat(slot.get("pivotalSellers").toString())
                  .isEqualTo("[\"home-01\",\"home-03\"]");
            });
  }

  @Test
  void anAreaIsAskedForAloneAndARangeHolds() throws Exception {
    assertThat(ask("?area=village"))
        .singleElement()
        .satisfies(
            slot -> {
              assertThat(slot.get("offeredWh").asLong()).isEqualTo(800);
              assertThat(slot.get("askedWh").asLong()).as("of the hill").isZero();
              assertThat(slot.get("residualSupplyPpm").isNull()).isTrue();
              assertThat(slot.get("pivotalSellers")).isEmpty();
            });
    assertThat(ask("?to=2022-08-02T07:45:00Z")).isEmpty();
    assertThat(ask("?from=2022-08-02T07:45:00Z&limit=1")).hasSize(1);
  }

  @Test
  void onlyTheRegulatorIsTold() throws Exception {
    for (String account : LoginMarket.ACCOUNTS.keySet()) {
      if (!account.equals("agency")) {
        assertThat(market.as(account).get("/v1/market-power").code())
            .as(account)
            .isEqualTo("ROLE_NOT_ALLOWED");
      }
    }
    assertThat(market.as("agency").get("/v1/market-power?area=no%20such").code())
        .isEqualTo("MALFORMED");
  }
}
