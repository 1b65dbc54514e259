package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collateral of the community file bounds orders, whatever engine leads. */
@Tag("slow")
class CollateralSlowTest {
  private static final String HOME = "home-01";

  /** A buy of 100 Wh at 0.15 costs 15,000,000 and fees of less than a third: enough for two. */
  private static final long PAID_IN_NANO = 40_000_000;

  private static final long COST_NANO = 15_000_000;

  private static final String BEFORE = "  # Bill lines are hashed";
  private static final String GUARANTEES =
      """
      guarantees:
        exchange: exchange
        referencePriceMicroPerKwh: 0
        revisionPpm: 0
        revisionHours: 0
      """
          .indent(2);

  @TempDir private Path folder;

  @Test
  void anOrderBeyondTheCollateralOnFileIsRefusedByTheEngineAndByItsSuccessor() throws Exception {
    try (EngineSite site = new EngineSite(folder)) {
      pledge(site.communityFile());
      Instant slot = EngineSite.openSlot();
      try (Cli east = site.startEngine("east")) {
        east.awaitOut("(LEADING)");
        Api api = new Api(EngineSite.uri(east));
        EngineSite.awaitClock(EngineSite.uri(east));
        Eventually.holds(
            "the bridge has reported", EngineSite.LIMIT, () -> available(api) == PAID_IN_NANO);
        Api.Answer taken = buy(api, "first", slot);
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        String first = taken.body().findValue("orderId").asText();
        long reserved = PAID_IN_NANO - available(api);
        assertThat(reserved).isBetween(COST_NANO, COST_NANO * 4 / 3);
        assertThat(buy(api, "second", slot).status()).isEqualTo(201);
        refused(buy(api, "third", slot));
        try (Cli west = site.startEngine("west")) {
          west.awaitOut("(STANDBY)");
          east.kill();
          west.awaitOut("(LEADING)");
          goesOn(new Api(EngineSite.uri(west)), first, PAID_IN_NANO - 2 * reserved);
        }
      }
      assertThat(reports(site)).as("the successor had nothing new to report").hasSize(1);
    }
  }

  /** What was reserved is reserved; what is cancelled is free again. */
  private static void goesOn(Api api, String first, long available) throws Exception {
    Instant slot = EngineSite.openSlot();
    refused(Eventually.get(EngineSite.LIMIT, () -> answered(api, "fourth", slot)));
    assertThat(available(api)).isEqualTo(available);
    assertThat(api.send("DELETE", "/v1/orders/" + first + "?participant=" + HOME, "").status())
        .isEqualTo(200);
    assertThat(buy(api, "fifth", slot).status()).isEqualTo(201);
    refused(buy(api, "sixth", slot));
  }

  private static void pledge(Path file) throws IOException {
    String text = Files.readString(file);
    String secured = text.replace(BEFORE, GUARANTEES + BEFORE);
    assertThat(secured).isNotEqualTo(text);
    Files.writeString(file, secured);
    Files.writeString(
        file,
        """

        collateral:
          - {account: %s, collateralNano: %d, fundShareNano: 0}
        """
            .formatted(HOME, PAID_IN_NANO),
        StandardOpenOption.APPEND);
  }

  private static Api.Answer buy(Api api, String id, Instant slot) throws Exception {
    return api.postOrder(Api.order(HOME, id, slot, "buy"));
  }

  /** Null until the engine leads. */
  private static Api.@Nullable Answer answered(Api api, String id, Instant slot) throws Exception {
    Api.Answer answer = buy(api, id, slot);
    return answer.status() == 503 ? null : answer;
  }

  private static void refused(Api.Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("COLLATERAL_TOO_LOW");
  }

  private static long available(Api api) throws Exception {
    return api.get("/v1/accounts/" + HOME).body().findPath("availableNano").asLong(-1);
  }

  private static List<EventEnvelope> reports(EngineSite site) {
    return site.events().stream()
        .filter(envelope -> envelope.event() instanceof Event.CollateralRecorded)
        .toList();
  }
}
