package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of the broker in the middle of a day costs time and nothing else. */
@Tag("slow")
class BrokerKilledTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void aDayWithAKilledBrokerEndsWithTheBillsOfAnUndisturbedOne()
      throws IOException, InterruptedException {
    ObjectNode undisturbed = DemoRun.undisturbed(7);
    try (DemoRun demo = DemoRun.start(folder.resolve("killed"), 7)) {
      Api api = demo.api();
      Eventually.holds(LIMIT, () -> traded(api) >= 3);
      ProcessHandle broker = demo.broker();
      assertThat(broker.destroyForcibly()).isTrue();
      broker.onExit().join();
      ObjectNode killed = demo.summary();
      assertThat(killed.get("audit").asText()).isEqualTo("pass");
      assertThat(killed.get("bills").toString()).isEqualTo(undisturbed.get("bills").toString());
    }
  }

  /** How many slots had an auction with a trade, of the 24. */
  private static long traded(Api api) throws IOException, InterruptedException {
    Api.Answer slots = api.get("/v1/slots");
    return slots.status() == 200
        ? slots.body().findValues("volumeWh").stream().filter(wh -> wh.asLong() > 0).count()
        : 0;
  }
}
