package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;

/**
 * A morning in the grid of {@link LoginMarket}: too much power into the village at 07:00, a lowered
 * link, a halt, a home that is silent and a meter that is suspect, and two storage units, of which
 * one is out of order.
 */
final class GridScene {
  private GridScene() {}

  /** Puts it into the market, which must be new. */
  static void fill(LoginMarket market) throws Exception {
    GridRows rows = new GridRows(market.database(), Fixtures.MARKET);
    rows.position("home-01", "village", 0, "300, 250, 200, 240, -50");
    rows.position("home-03", "village", 0, "-300, -310, -200, -300, -10");
    rows.position("home-01", "village", 15, "300, null::bigint, 305, 305, null::bigint");
    rows.position("home-03", "village", 15, "-120, null::bigint, -80, -90, null::bigint");
    rows.position("home-02", "hill", 0, "20, 40, 30, 35, 20");
    rows.position("home-02", "hill", 15, "20, null::bigint, 30, 35, null::bigint");
    rows.members("village", 0, 2);
    rows.members("village", 15, 2);
    rows.members("hill", 0, 1);
    rows.members("hill", 15, 1);
    rows.flow("village", -2_000, "-2000, 50, 10, 40");
    rows.flow("hill", 1_600, "null::bigint, null::bigint, null::bigint, null::bigint");
    rows.alert("village", "IMPORT", 8_000);
    rows.balance("village", 0, "1, 2300, 2250, 46, 3");
    rows.halt("hill");
    rows.silent("home-03", 15);
    rows.finding("home-02-meter", "SPIKE", "the highest of the day");
    storage(market);
    ok(
        market
            .as("grid")
            .post(
                "/v1/slots/2022-08-02T07:45:00Z/link-limits",
                "{\"operator\":\"operator\",\"from\":\"hill\",\"to\":\"village\",\"minFlowWh\":-600,"
                    + "\"maxFlowWh\":500,\"reason\":\"A cable is warm.\"}"));
    assertThat(market.service.awaitProjected(LoginMarket.PATIENCE)).isTrue();
  }

  private static void storage(LoginMarket market) throws Exception {
    ApiClient meters = market.as("meters");
    for (String unit : List.of("barn", "station")) {
      ok(
          meters.post(
              "/v1/storage-units",
              ("{\"officer\":\"meters\",\"unit\":\"%s\",\"owner\":\"home-02\",\"area\":\"hill\","
                      + "\"chargeW\":4000,\"dischargeW\":4000,\"usableWh\":2000,\"reserveWh\":200,"
                      + "\"chargePpm\":800000,\"dischargePpm\":800000,\"horizonSlots\":96}")
                  .formatted(unit)));
      ok(
          meters.post(
              "/v1/storage-units/" + unit + "/state",
              "{\"officer\":\"meters\",\"slotStart\":\"2022-08-02T06:45:00Z\",\"storedWh\":1000}"));
    }
    String own = "/v1/accounts/home-02/storage-units/";
    Reply plan =
        market
            .as("home-02")
            .post(
                own + "station/commitments",
                "{\"id\":\"plan\",\"kind\":\"firm-schedule\",\"from\":\"2022-08-02T07:00:00Z\","
                    + "\"to\":\"2022-08-02T07:15:00Z\",\"injectionWh\":[-500]}");
    assertThat(plan.status()).as(plan.text()).isEqualTo(201);
    ok(
        market
            .as("home-02")
            .post(
                own + "barn/outages",
                "{\"from\":\"2022-08-02T06:45:00Z\",\"to\":\"2022-08-02T08:00:00Z\","
                    + "\"availablePpm\":250000}"));
  }

  private static void ok(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }
}
