package org.commonwatt.engine.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.BoundaryFlow;
import org.commonwatt.model.Command;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What flows over boundaries comes into the market from the topic of positions. */
class BoundaryBridgeTest {
  @Test
  void theNewestVersionIsInTheMarketHoweverOftenItIsBrought(@TempDir Path dir) throws Exception {
    LossRules losses = new LossRules("dso", List.of(new AreaLosses(Fixtures.AREA, 20_000, 40)));
    try (TestInfra infra = TestInfra.broker(dir);
        EngineHarness engine = EngineHarness.leading(infra.bootstrap())) {
      engine.run(
          new Command.ActivateRulebook(
              Fixtures.rulebook()
                  .withSafeguards(
                      Safeguards.NONE.withSettlement(
                          new SettlementRules(List.of(), 1).withLosses(losses)))));
      for (int version = 1; version <= 2; version++) {
        infra.publish(Topics.POSITIONS, PositionCodec.encode(Fixtures.MARKET, flow(version)));
      }
      for (int turn = 0; turn < 2; turn++) { // the second goes on behind what the first brought
        try (PositionBridge bridge = bridge(infra, engine)) {
          awaitOffset(engine, 1 + turn);
          assertThat(bridge.trouble()).isNull();
        }
        infra.publish(Topics.POSITIONS, PositionCodec.encode(Fixtures.MARKET, flow(1)));
      }
      Optional<BoundaryFlow> found =
          engine
              .engine()
              .query(view -> view.market().boundary(Fixtures.AREA, Fixtures.slot(0).startMillis()));
      assertThat(found).contains(flow(2));
    }
  }

  private static PositionBridge bridge(TestInfra infra, EngineHarness engine) {
    return new PositionBridge(
        engine.engine(),
        engine.sequencer(),
        new KafkaMarketLog(infra.bootstrap(), 0),
        EngineHarness.WORKERS);
  }

  private static void awaitOffset(EngineHarness engine, long offset) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (taken(engine) < offset && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(taken(engine)).isEqualTo(offset);
  }

  private static long taken(EngineHarness engine) {
    OptionalLong last =
        engine.engine().query(view -> view.market().lastOffset(PositionBridge.SOURCE, 0));
    return last.orElse(-1);
  }

  private static BoundaryFlow flow(int version) {
    return new BoundaryFlow(
        Fixtures.AREA, Fixtures.slot(0), version, 2_000 + version, 0, Quality.ACTUAL);
  }
}
