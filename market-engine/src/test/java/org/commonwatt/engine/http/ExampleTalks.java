package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.testkit.ledger.PartyKey;

/**
 * What the examples of negotiations and calls answer: home-03 has proposed to home-02, about its
 * unit, which is called. The document's signatures are of these keys.
 */
final class ExampleTalks {
  private static final PartyKey SELLER = new PartyKey(2);
  private static final PartyKey CUSTOMER = new PartyKey(3);

  private final ApiClient api;

  ExampleTalks(ApiClient api) {
    this.api = api;
  }

  void begin() throws Exception {
    key(api, "home-02", SELLER);
    key(api, "home-03", CUSTOMER);
    Reply unit =
        api.post(
            "/v1/storage-units",
            "{\"officer\":\"meters\",\"unit\":\"station-2\",\"owner\":\"home-02\",\"area\":\"hill\","
                + "\"chargeW\":9000,\"dischargeW\":9000,\"usableWh\":9000,\"chargePpm\":900000,"
                + "\"dischargePpm\":900000,\"horizonSlots\":96}");
    assertThat(unit.status()).as(unit.text()).isEqualTo(200);
    Reply state =
        api.post(
            "/v1/storage-units/station-2/state",
            "{\"officer\":\"meters\",\"slotStart\":\"2022-08-02T06:45:00Z\",\"storedWh\":0}");
    assertThat(state.status()).as(state.text()).isEqualTo(200);
    Reply lease =
        api.post(
            "/v1/accounts/home-02/storage-units/station-2/commitments",
            "{\"id\":\"share-2\",\"kind\":\"lease\",\"from\":\"2022-08-02T08:15:00Z\",\"to\":"
                + "\"2022-08-02T09:15:00Z\",\"energyWh\":500,\"chargeSlotWh\":200,\"dischargeSlotWh\":200}");
    assertThat(lease.status()).as(lease.text()).isEqualTo(201);
    for (String id : List.of("talk-1", "talk-2", "talk-3")) {
      propose(api, "home-03", CUSTOMER, terms(id, "station-2", "home-02", "home-03"));
    }
    Reply offer =
        api.post(
            "/v1/accounts/home-02/storage-auctions/2022-08-02T10:00:00Z/offers",
            "{\"unit\":\"station-2\",\"slots\":["
                + "{\"priceMicroPerKwh\":0,\"mostWh\":1},".repeat(3)
                + "{\"priceMicroPerKwh\":0,\"mostWh\":1}]}");
    assertThat(offer.status()).as(offer.text()).isEqualTo(201);
    for (String id : List.of("call-0", "call-2")) {
      call(api, id, "hill");
    }
  }

  /** Calls 1 Wh of each quarter-hour from 9:15 to 9:45. */
  static void call(ApiClient api, String id, String area) throws Exception {
    Reply called =
        api.post(
            "/v1/grid/storage-calls",
            ("{\"operator\":\"operator\",\"call\":\"%s\",\"area\":\"%s\",\"from\":\"2022-08-02T09:15:00Z\","
                    + "\"to\":\"2022-08-02T09:45:00Z\",\"injectionSlotWh\":-1,\"priceMicroPerKwh\":324700,"
                    + "\"answerMinutes\":1440,\"reason\":\"wind\"}")
                .formatted(id, area));
    assertThat(called.status()).as(called.text()).isEqualTo(201);
  }

  /** Says which key a participant signs with. */
  static void key(ApiClient api, String participant, PartyKey key) throws Exception {
    Reply registered =
        api.send(
            HttpMethod.PUT,
            "/v1/accounts/" + participant + "/signing-key",
            "application/json",
            "{\"key\":\"" + key.publicKey() + "\"}");
    assertThat(registered.status()).as(registered.text()).isEqualTo(200);
  }

  /** Proposes terms that {@link #terms} has made. */
  static void propose(ApiClient api, String by, PartyKey key, ServiceTerms terms) throws Exception {
    String customer = terms.isStanding() ? "" : "\"customer\":\"" + terms.customer() + "\",";
    Reply proposed =
        api.post(
            "/v1/accounts/" + by + "/storage-negotiations",
            ("{\"negotiation\":\"%s\",\"expires\":\"2022-08-02T07:45:00Z\",\"signature\":\"%s\",\"terms\":"
                    + "{\"unit\":\"%s\",\"seller\":\"%s\",%s\"priceMicroPerKwh\":100000,\"commitment\":{\"id\":"
                    + "\"%s\",\"kind\":\"charge-service\",\"from\":\"2022-08-02T08:15:00Z\",\"to\":"
                    + "\"2022-08-02T09:15:00Z\",\"energyWh\":1000,\"chargeSlotWh\":500}}}")
                .formatted(
                    terms.negotiation(),
                    key.sign(terms.signedBytes()),
                    terms.unit(),
                    terms.seller(),
                    customer,
                    terms.negotiation()));
    assertThat(proposed.status()).as(proposed.text()).isEqualTo(201);
  }

  /** A charge service from 8:15 to 9:15, whose commitment is called as the negotiation. */
  static ServiceTerms terms(String id, String unit, String seller, String customer) {
    return new ServiceTerms(
        Fixtures.MARKET,
        id,
        unit,
        seller,
        100_000,
        new StorageCommitment(
            id,
            customer,
            Kind.CHARGE_SERVICE,
            Fixtures.slot(5).startMillis(),
            Fixtures.slot(9).startMillis(),
            1_000,
            500,
            0,
            0,
            List.of()));
  }
}
