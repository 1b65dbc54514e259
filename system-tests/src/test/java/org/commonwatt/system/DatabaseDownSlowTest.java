package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the PostgreSQL of the read models while the market trades: orders go on,
 * reports say that they cannot be had, and what was traded meanwhile is there once it is back.
 */
@Tag("slow")
class DatabaseDownSlowTest {
  private static final Duration LIMIT = EngineSite.LIMIT;
  private static final String WHO = "home-01";
  private static final int MEANWHILE = 20;
  private static final long PRICE = 140_000;

  @TempDir private Path folder;

  private final Instant slot = EngineSite.openSlot();

  @Test
  void tradingGoesOnAndReportsAreBackAndWholeAfterwards() throws Exception {
    try (EngineSite site = new EngineSite(folder);
        Cli engine = site.startEngine("lone")) {
      Api api = new Api(EngineSite.uri(engine));
      engine.awaitOut("(LEADING)");
      EngineSite.awaitClock(EngineSite.uri(engine));
      long before = place(api, "before");
      amend(api, before);
      Eventually.passes(LIMIT, () -> assertAmendedOnce(api, before));

      site.killDatabase();
      for (String report : List.of("/v1/bills", amendments(before))) {
        Eventually.passes(LIMIT, () -> assertUnavailable(api.get(report)));
      }
      List<Long> meanwhile = new ArrayList<>();
      for (int i = 0; i < MEANWHILE; i++) {
        long orderId = place(api, "during-" + i);
        amend(api, orderId);
        meanwhile.add(orderId);
      }
      Api.Answer found = api.get("/v1/orders?participant=" + WHO + "&clientOrderId=during-0");
      assertThat(found.status()).as(found.toString()).isEqualTo(200);
      assertUnavailable(api.get(amendments(before)));
      assertThat(engine.out()).doesNotContain("HALTED");

      site.restartDatabase();
      for (long orderId : meanwhile) {
        Eventually.passes(LIMIT, () -> assertAmendedOnce(api, orderId));
      }
      Eventually.passes(
          LIMIT, () -> assertThat(api.get("/v1/bills").status()).as("bills").isEqualTo(200));
      amend(api, place(api, "after"));
    }
  }

  private long place(Api api, String id) throws Exception {
    Api.Answer placed = api.postOrder(Api.order(WHO, id, slot, "buy"));
    assertThat(placed.status()).as(id + ": " + placed).isEqualTo(201);
    return placed.body().required("orderId").asLong();
  }

  /** Orders and what became of them are the engine's own; only amendments are asked of tables. */
  private static void amend(Api api, long orderId) throws Exception {
    Api.Answer amended =
        api.send(
            "PATCH",
            "/v1/orders/" + orderId,
            """
            {"participant":"%s","priceMicroPerKwh":%d,"openWh":50}\
            """
                .formatted(WHO, PRICE));
    assertThat(amended.status()).as(amended.toString()).isEqualTo(200);
  }

  private static String amendments(long orderId) {
    return "/v1/orders/" + orderId + "/amendments";
  }

  private static void assertUnavailable(Api.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
    assertThat(answer.text("code")).isEqualTo("READ_MODEL_UNAVAILABLE");
  }

  private static void assertAmendedOnce(Api api, long orderId) throws Exception {
    Api.Answer answer = api.get(amendments(orderId));
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.body().required("amendments")).as(answer.toString()).hasSize(1);
    assertThat(answer.body().at("/amendments/0/priceMicroPerKwh").asLong()).isEqualTo(PRICE);
  }
}
