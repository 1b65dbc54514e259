package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gains that are taken out over the API, from the meter on. */
class PayOutsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ACCOUNT = "/v1/accounts/home-01";
  private static final String PAY_OUT = "POST /v1/accounts/{participant}/pay-outs";

  @Test
  void whatWasGainedForGoodLeavesTheMarketOnce(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.brokerAndDatabase(dir);
        MarketService service = MarketService.start(infra.config(new FakeLedger().ledger()));
        ApiClient api = new ApiClient(service.httpPort())) {
      assertThat(service.awaitLeading(PATIENCE)).isTrue();
      assertThat(service.activate(Fixtures.continuousRulebook(), PATIENCE)).isEmpty();
      service.tick(Fixtures.START + 15 * Fixtures.MINUTE, PATIENCE);
      OpenApi document = new OpenApi(api.get("/openapi.yaml").text());
      assertThat(payOut(api, "1").code()).isEqualTo("WITHDRAWAL_TOO_LARGE");
      for (String home : Fixtures.HOMES) {
        long exported = home.equals("home-01") ? 700 : 0;
        infra.publish(
            Topics.POSITIONS,
            PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, 0, 0, exported)));
      }
      assertThat(service.awaitPositions(Fixtures.slot(0), PATIENCE)).isTrue();
      long gained = nano(api, "balanceNano");
      assertThat(gained).isPositive();

      Reply tooMuch = payOut(api, Long.toString(gained + 1));
      assertThat(tooMuch.status()).as(tooMuch.text()).isEqualTo(409);
      assertThat(tooMuch.json().get("detail").asText()).contains("only " + gained);
      assertThat(nano(api, "payableNano")).isEqualTo(gained);
      Reply done = payOut(api, Long.toString(gained - 7));
      assertThat(done.status()).as(done.text()).isEqualTo(201);
      assertThat(document.violations(PAY_OUT, done)).isEmpty();
      JsonNode told = done.json();
      assertThat(told.get("amountNano").asText()).isEqualTo(Long.toString(gained - 7));
      assertThat(told.get("receipt").get("sequence").asLong()).isPositive();
      assertThat(nano(api, "balanceNano")).isEqualTo(7);
      assertThat(nano(api, "payableNano")).isEqualTo(7);
      assertThat(payOut(api, "8").code()).isEqualTo("WITHDRAWAL_TOO_LARGE");
      for (String wrong : new String[] {"0", "-1", "1.5", "\"7\"", "1000000000000000001"}) {
        assertThat(payOut(api, wrong).status()).as(wrong).isEqualTo(400);
      }
      assertThat(api.post(ACCOUNT + "/pay-outs", "{}").status()).isEqualTo(400);
      assertThat(api.post("/v1/accounts/stranger/pay-outs", "{\"amountNano\":1}").code())
          .isEqualTo("UNKNOWN_PARTICIPANT");
      Reply account = api.get(ACCOUNT);
      assertThat(document.violations("GET /v1/accounts/{participant}", account)).isEmpty();
    }
  }

  private static long nano(ApiClient api, String field) throws Exception {
    return Long.parseLong(api.get(ACCOUNT).json().get(field).asText());
  }

  private static Reply payOut(ApiClient api, String amount) throws Exception {
    return api.post(ACCOUNT + "/pay-outs", "{\"amountNano\":" + amount + "}");
  }
}
