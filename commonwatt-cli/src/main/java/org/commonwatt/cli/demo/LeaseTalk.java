package org.commonwatt.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.ServiceTerms;
import org.commonwatt.model.StorageCommitment;

/**
 * Negotiates leases of the station: the plant proposes a price, the owner counters, the plant
 * accepts, and both have signed the same text.
 */
final class LeaseTalk {
  private static final int KEY_BYTES = 32; // without what X.509 puts before them

  private final String marketId;
  private final Party owner;
  private final Party plant;

  /**
   * A party.
   *
   * @param id its account
   * @param market its way to the market
   * @param key what it signs with
   */
  record Party(String id, MarketClient market, SigningKey key) {
    /** With a new key in a folder. */
    static Party of(String id, MarketClient market, Path folder) throws IOException {
      return new Party(id, market, SigningKey.open(folder.resolve(id + ".key"), id));
    }

    String path() {
      return "/v1/accounts/" + id + "/storage-negotiations";
    }

    String sign(ServiceTerms terms) {
      return HexFormat.of().formatHex(key.sign(terms.signedBytes()));
    }
  }

  LeaseTalk(String marketId, Party owner, Party plant) {
    this.marketId = marketId;
    this.owner = owner;
    this.plant = plant;
  }

  /** Both say which key they sign with. */
  void registerKeys() throws InterruptedException {
    for (Party party : List.of(owner, plant)) {
      byte[] x509 = party.key().publicKey();
      byte[] raw = Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length);
      party
          .market()
          .put(
              "/v1/accounts/" + party.id() + "/signing-key",
              party.market().body().put("key", HexFormat.of().formatHex(raw)));
    }
  }

  /**
   * What is leased.
   *
   * @param days for which slots
   * @param energyWh what it may hold, Wh
   * @param startWh what it holds at first of the plant's own, Wh
   */
  record Share(StationPlan.Day days, long energyWh, long startWh) {
    String id() {
      return "lease-" + days.first().startMillis() / 1_000;
    }
  }

  /**
   * Comes to terms about a lease.
   *
   * @return why there is none; empty when there is
   */
  Optional<String> lease(Share share) throws InterruptedException {
    String id = share.id();
    ServiceTerms first = terms(share, StationFacts.LEASE_BID_MICRO);
    ServiceTerms second = terms(share, StationFacts.LEASE_PRICE_MICRO);
    plant
        .market()
        .send(
            plant.path(),
            signed(plant, first, plant.market().body().put("negotiation", id)),
            "NEGOTIATION_EXISTS");
    owner
        .market()
        .send(
            owner.path() + "/" + id + "/counter-proposal",
            signed(owner, second, answer(owner, 1, first)),
            "NOT_YOUR_TURN",
            "NEGOTIATION_ENDED");
    JsonNode accepted =
        plant
            .market()
            .send(
                plant.path() + "/" + id + "/acceptance",
                answer(plant, 2, second).put("signature", plant.sign(second)),
                "NEGOTIATION_ENDED",
                MarketClient.NOT_FEASIBLE);
    return MarketClient.notFeasible(id, accepted);
  }

  private static ObjectNode answer(Party by, int round, ServiceTerms answered) {
    return by.market().body().put("round", round).put("answered", answered.hash().hex());
  }

  private static ObjectNode signed(Party by, ServiceTerms terms, ObjectNode body) {
    StorageCommitment one = terms.commitment();
    ObjectNode node =
        body.putObject("terms")
            .put("unit", terms.unit())
            .put("seller", terms.seller())
            .put("customer", terms.customer())
            .put("priceMicroPerKwh", terms.priceMicroPerKwh());
    node.putObject("commitment")
        .put("id", one.id())
        .put("kind", "lease")
        .put("from", Instant.ofEpochMilli(one.fromMillis()).toString())
        .put("to", Instant.ofEpochMilli(one.toMillis()).toString())
        .put("energyWh", one.energyWh())
        .put("chargeSlotWh", one.chargeSlotWh())
        .put("dischargeSlotWh", one.dischargeSlotWh())
        .put("startWh", one.startWh());
    return body.put("expires", Instant.ofEpochMilli(one.fromMillis()).toString())
        .put("signature", by.sign(terms));
  }

  private ServiceTerms terms(Share share, long priceMicro) {
    return new ServiceTerms(
        marketId,
        share.id(),
        StationFacts.UNIT,
        StationTemplate.OWNER,
        priceMicro,
        new StorageCommitment(
            share.id(),
            StationTemplate.PLANT,
            StorageCommitment.Kind.LEASE,
            share.days().first().startMillis(),
            share.days().end().startMillis(),
            share.energyWh(),
            StationFacts.LEASED_SLOT_WH,
            StationFacts.LEASED_SLOT_WH,
            share.startWh(),
            List.of()));
  }
}
