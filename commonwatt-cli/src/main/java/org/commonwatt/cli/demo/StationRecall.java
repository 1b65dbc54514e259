package org.commonwatt.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.cli.community.StationTemplate;

/**
 * The recall of a module in the middle of the day: its maker states it, the market takes back what
 * the station has promised, the owner has the rack cut off, and the market offers the rest again.
 */
final class StationRecall {
  private static final String STATEMENTS = "/v1/batteries/statements";
  private static final String UNIT =
      "/v1/accounts/" + StationTemplate.OWNER + "/storage-units/" + StationFacts.UNIT;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final ScrappedCars cars;
  private final MarketClient owner;
  private final MarketClient maker;
  private final MarketClient workshop;
  private final ObjectMapper json = new ObjectMapper();

  StationRecall(ScrappedCars cars, Function<String, MarketClient> clients) {
    this.cars = cars;
    this.owner = clients.apply(StationTemplate.OWNER);
    this.maker = clients.apply(ScrappedCars.maker());
    this.workshop = clients.apply(ScrappedCars.workshop());
  }

  /** Waits until the market knows what the station's record proves; returns that, Wh. */
  long awaitProof() throws InterruptedException {
    return await(proof -> proof.path("usableWh").asLong() > 0).required("usableWh").asLong();
  }

  /** The maker recalls the module; returns what the station has lost of its promises. */
  List<String> recall(Instant now) throws InterruptedException {
    List<String> lost = commitments();
    state(maker, cars.recall(now), "HOLD_EXISTS");
    await(proof -> proof.path("usableWh").asLong(-1) == 0);
    lost.removeAll(commitments());
    return lost;
  }

  /** The rack is cut off; returns what is proved of the rest, Wh. */
  long isolate(Instant now) throws InterruptedException {
    state(workshop, cars.isolation(now), "WRONG_STATE");
    return awaitProof();
  }

  private void state(MarketClient by, SignedStatement signed, String fine)
      throws InterruptedException {
    try {
      by.send(STATEMENTS, (ObjectNode) json.readTree(signed.text()), "SEQUENCE_TAKEN", fine);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a statement is JSON", e);
    }
  }

  private List<String> commitments() throws InterruptedException {
    List<String> ids = new ArrayList<>();
    owner.read(UNIT).required("commitments").forEach(one -> ids.add(one.required("id").asText()));
    return ids;
  }

  private JsonNode await(Predicate<JsonNode> there) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    JsonNode proof = owner.read(UNIT).path("proof");
    while (!there.test(proof)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the station's proof stays " + proof);
      }
      Thread.sleep(PAUSE.toMillis());
      proof = owner.read(UNIT).path("proof");
    }
    return proof;
  }
}
