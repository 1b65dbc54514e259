package org.commonwatt.engine.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.commonwatt.core.MarketBounds;
import org.commonwatt.core.SettlementWait;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.runtime.EngineHarness;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.Command;
import org.commonwatt.model.SettlementBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Positions that the market refused because too much waited come again, as the job sends them. */
class RefusedPositionsTest {
  private static final int SLOTS = 20;
  private static final int TWO_SLOTS = 56; // of three members each
  private static final int OPEN_SLOTS = 9; // each opens two hours before its start

  /** Those that wait, those that were open by then, and as many as may have positions. */
  private static final int FIRST_REFUSED = 2 + OPEN_SLOTS + 2;

  private static final int TURNS = 2 * SLOTS;

  private long published;
  private long timeMillis = Fixtures.slot(SLOTS).startMillis();

  @Test
  void theBridgeGoesOnBehindThemAndBringsTheirNewRecords(@TempDir Path dir) throws Exception {
    try (TestInfra infra = TestInfra.broker(dir);
        EngineHarness engine =
            EngineHarness.leading(infra.bootstrap(), MarketBounds.USUAL.withBacklog(TWO_SLOTS));
        PositionBridge bridge =
            new PositionBridge(
                engine.engine(),
                engine.sequencer(),
                new KafkaMarketLog(infra.bootstrap(), 0),
                EngineHarness.WORKERS)) {
      engine.run(new Command.ActivateRulebook(Fixtures.rulebook()));
      engine.run(new Command.Tick(timeMillis));
      publishAll(infra, engine);
      letTheLedgerConfirm(engine);
      assertThat(settled(engine)).as("it stands still").isEqualTo(FIRST_REFUSED);
      SettlementWait wait =
          engine.engine().query(view -> view.market().awaitedSettlement()).orElseThrow();
      assertThat(wait.missing()).isEqualTo(Fixtures.HOMES);
      assertThat(wait.ledger()).isFalse();

      publishAll(infra, engine);
      letTheLedgerConfirm(engine);
      assertThat(settled(engine)).isEqualTo(SLOTS);
      assertThat(engine.engine().<Long>query(view -> view.market().recordedSlots()))
          .isEqualTo(SLOTS);
      assertThat(bridge.trouble()).isNull();
    }
  }

  /** What the job does: it emits the positions of all slots, once more as new records. */
  private void publishAll(TestInfra infra, EngineHarness engine) throws Exception {
    for (int slot = 0; slot < SLOTS; slot++) {
      for (String home : Fixtures.HOMES) {
        infra.publish(
            Topics.POSITIONS,
            PositionCodec.encode(
                Fixtures.MARKET, Fixtures.position(home, slot, 10, 0), Keyring.NONE));
        published++;
      }
    }
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
    while (taken(engine) < published && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(taken(engine)).isEqualTo(published);
  }

  private static long taken(EngineHarness engine) {
    OptionalLong last =
        engine.engine().query(view -> view.market().lastOffset(PositionBridge.SOURCE, 0));
    return last.orElse(-1) + 1;
  }

  private void letTheLedgerConfirm(EngineHarness engine) throws Exception {
    for (int turn = 0; turn < TURNS; turn++) {
      for (SettlementBatch batch :
          engine.engine().query(view -> view.market().unconfirmedBatches())) {
        engine.run(new Command.ConfirmBatch(batch.batchId(), "tx", 1));
      }
      timeMillis += 1_000;
      engine.run(new Command.Tick(timeMillis));
    }
  }

  private static long settled(EngineHarness engine) {
    return engine.engine().query(view -> view.market().settledSlots());
  }
}
