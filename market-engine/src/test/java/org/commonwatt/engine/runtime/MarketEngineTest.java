package org.commonwatt.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.sequencer.OverloadedException;
import org.commonwatt.engine.sequencer.UnknownOutcomeException;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.KafkaLease;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Side;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MarketEngineTest {
  private TestInfra infra;

  @BeforeAll
  void startBroker(@TempDir Path dir) {
    infra = TestInfra.broker(dir);
  }

  @BeforeEach
  void emptyTheLog() throws Exception {
    infra.freshTopics();
  }

  @AfterAll
  void stopBroker() {
    infra.close();
  }

  @Test
  void aRestartReplaysToTheSameStateAndSequence() throws Exception {
    Summary before;
    try (EngineHarness engine = EngineHarness.opened(infra.bootstrap())) {
      tradeFirstSlot(engine);
      before = summary(engine);
    }
    List<byte[]> stored = events();

    try (EngineHarness engine = EngineHarness.leading(infra.bootstrap())) {
      assertThat(summary(engine)).isEqualTo(before);
      assertThat(engine.run(new Command.Tick(Fixtures.START)).sequence())
          .isGreaterThan(before.sequence());
    }
    assertThat(before.trades()).isEqualTo(2);
    assertThat(events().subList(0, stored.size())).containsExactlyElementsOf(stored);
    assertChained(events());
  }

  @Test
  void aTickAfterAVeryLongStandstillIsWrittenInSeveralRecordsAndReplayed() throws Exception {
    long later = Fixtures.START + Duration.ofDays(60).toMillis();
    Summary before;
    try (EngineHarness engine = EngineHarness.opened(infra.bootstrap())) {
      engine.run(Fixtures.order("home-01", 0, Side.BUY, 300_000));
      int records = entries(Topics.EVENTS).size();
      assertThat(engine.run(new Command.Tick(later)).events()).hasSizeGreaterThan(10_000);
      assertThat(entries(Topics.EVENTS)).hasSizeGreaterThan(records + 1);
      before = summary(engine);
    }
    try (EngineHarness engine = EngineHarness.leading(infra.bootstrap())) {
      assertThat(summary(engine)).isEqualTo(before);
    }
    assertChained(events());
  }

  @Test
  void theFencedOfTwoEnginesCannotPublishAndFollowsTheOther() throws Exception {
    try (EngineHarness old = EngineHarness.opened(infra.bootstrap());
        EngineHarness young = EngineHarness.leading(infra.bootstrap())) {
      young.run(Fixtures.order("home-01", 0, Side.BUY, 200_000));

      assertThat(old.await(EngineState.STANDBY).detail()).contains("waits for the lease");
      assertThatThrownBy(() -> old.engine().query(MarketView::sequence))
          .isInstanceOf(EngineNotReadyException.class);
      // What the old one still sends reaches the log, and it sees there what the young one did.
      assertThat(old.run(Fixtures.order("home-02", 0, Side.SELL, 100_000)).events()).hasSize(1);
      long orders = young.engine().query(view -> view.totals().orders());
      assertThat(orders).isEqualTo(2);
      assertThat(young.engine().health().state()).isEqualTo(EngineState.LEADING);
    }
    assertChained(events());
  }

  @Test
  void aStandbyFollowsSilentlyAndGoesOnWhereTheLeaderWas() throws Exception {
    Summary before;
    try (EngineHarness leader = leased("leader")) {
      leader.await(EngineState.LEADING);
      leader.run(new Command.ActivateRulebook(Fixtures.rulebook()));
      leader.run(new Command.Tick(Fixtures.START - 60 * Fixtures.MINUTE));
      try (EngineHarness standby = leased("standby")) {
        standby.await(EngineState.STANDBY);
        tradeFirstSlot(leader);
        before = summary(leader);
        leader.close();
        standby.await(EngineState.LEADING);
        assertThat(summary(standby)).isEqualTo(before);
        assertThat(standby.run(new Command.Tick(Fixtures.START + Fixtures.MINUTE)).sequence())
            .isGreaterThan(before.sequence());
      }
    }
    assertChained(events());
  }

  @Test
  void anEngineSaysThatItHasCaughtUpOnceItHasReplayedAndNoLongerWhenItIsFenced() throws Exception {
    EngineHarness.opened(infra.bootstrap()).close();
    ToldLease lease = new ToldLease();
    try (EngineHarness old = new EngineHarness(infra.bootstrap(), new NoSnapshots(), lease)) {
      old.await(EngineState.LEADING);
      assertThat(lease.told()).containsExactly(false, true);
      try (EngineHarness young = EngineHarness.leading(infra.bootstrap())) {
        young.run(Fixtures.order("home-01", 0, Side.BUY, 200_000));
        old.await(EngineState.STANDBY);
        assertThat(lease.told()).startsWith(false, true, false);
      }
    }
  }

  private EngineHarness leased(String name) {
    return new EngineHarness(
        infra.bootstrap(), new NoSnapshots(), new KafkaLease(infra.bootstrap(), 0, name));
  }

  @Test
  void aListenerThatStallsTheEngineIsAnsweredWithRefusalsOnceTheBoundWaits() throws Exception {
    try (EngineHarness engine = EngineHarness.opened(infra.bootstrap())) {
      CountDownLatch stalled = new CountDownLatch(1);
      engine.engine().listen(frame -> await(stalled));
      List<CompletableFuture<CommandResult>> results = new ArrayList<>();
      for (int i = 0; i < 3 * EngineHarness.BOUND; i++) {
        results.add(engine.sequencer().submit(new Command.Tick(Fixtures.START)));
        assertThat(engine.sequencer().waiting()).isLessThanOrEqualTo(EngineHarness.BOUND);
      }
      long refused = results.stream().filter(CompletableFuture::isCompletedExceptionally).count();
      assertThat(refused).isGreaterThanOrEqualTo(EngineHarness.BOUND);
      stalled.countDown();
      for (CompletableFuture<CommandResult> result : results) {
        Throwable failure = result.handle((ok, failed) -> failed).get(180, TimeUnit.SECONDS);
        assertThat(failure == null || failure instanceof OverloadedException).isTrue();
      }
      // A caller may hear of the answer a moment before the room behind it is free.
      long end = System.nanoTime() + EngineHarness.PATIENCE.toNanos();
      while (engine.sequencer().waiting() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(engine.sequencer().waiting()).isZero();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTakeoverAbortsTheOpenTransactionOfTheOldEngine() throws Exception {
    EngineHarness.opened(infra.bootstrap()).close();
    int before = events().size();
    try (KafkaProducer<byte[], byte[]> old = transactional()) {
      old.initTransactions();
      old.beginTransaction();
      old.send(new ProducerRecord<>(Topics.EVENTS, 0, null, foreignFrame()));
      old.flush();

      try (EngineHarness young = EngineHarness.leading(infra.bootstrap())) {
        assertThatThrownBy(old::commitTransaction).isInstanceOf(KafkaException.class);
        young.run(new Command.Tick(Fixtures.START));
        assertThat(young.engine().health().state()).isEqualTo(EngineState.LEADING);
      }
    }
    assertThat(events()).hasSizeGreaterThan(before);
    assertChained(events());
  }

  @Test
  void aForeignEventOnTheLogHaltsTheEngineNamingTheOffset() throws Exception {
    EngineHarness.opened(infra.bootstrap()).close();
    infra.publish(Topics.EVENTS, foreignFrame());
    long offset = lastOffset(Topics.EVENTS);
    try (EngineHarness engine = new EngineHarness(infra.bootstrap())) {
      EngineHealth health = engine.awaitStop();
      assertThat(health.state()).isEqualTo(EngineState.HALTED);
      assertThat(health.detail()).contains("events offset " + offset).contains("no command");
    }
  }

  @Test
  void anEventThatDiffersFromItsCommandHaltsTheEngineNamingBothOffsets() throws Exception {
    try (EngineHarness engine = new EngineHarness(infra.bootstrap())) {
      assertThat(engine.engine().await(view -> true, EngineHarness.PATIENCE)).isTrue();
    }
    infra.publish(Topics.EVENTS, foreignFrame());
    infra.publish(
        Topics.COMMANDS,
        CommandCodec.encode(
            Fixtures.MARKET,
            new CommandFrame(
                "other",
                1,
                List.of(new CommandFrame.Entry(CommandOrigin.NONE, new Command.Tick(5))))));
    try (EngineHarness engine = new EngineHarness(infra.bootstrap())) {
      EngineHealth health = engine.awaitStop();
      assertThat(health.state()).isEqualTo(EngineState.HALTED);
      assertThat(health.detail())
          .contains("events offset " + lastOffset(Topics.EVENTS))
          .contains("commands at offset " + lastOffset(Topics.COMMANDS))
          .contains("differs");
    }
  }

  @Test
  void aRecordThatIsNoCommandHaltsTheEngineNamingTheOffset() throws Exception {
    try (EngineHarness engine = EngineHarness.opened(infra.bootstrap())) {
      infra.publish(Topics.COMMANDS, new byte[] {1, 2, 3});
      EngineHealth health = engine.awaitStop();
      assertThat(health.state()).isEqualTo(EngineState.HALTED);
      assertThat(health.detail()).contains("commands offset " + lastOffset(Topics.COMMANDS));
      assertThatThrownBy(() -> engine.run(new Command.Tick(Fixtures.START)))
          .hasCauseInstanceOf(UnknownOutcomeException.class);
    }
  }

  @Test
  @Tag("slow")
  void aKilledBrokerLosesAndDoublesNothingThatWasAcknowledged() throws Exception {
    List<Long> acknowledged = new ArrayList<>();
    try (EngineHarness engine = EngineHarness.opened(infra.bootstrap())) {
      Thread orders = new Thread(() -> placeMany(engine, acknowledged));
      orders.start();
      engine.engine().await(view -> view.totals().orders() >= 50, EngineHarness.PATIENCE);
      infra.killBroker();
      infra.restartBroker();
      orders.join();
      long total = engine.engine().query(view -> view.totals().orders());
      assertThat(acknowledged).hasSize(300).doesNotHaveDuplicates();
      assertThat(total).isEqualTo(300);
    }
    assertChained(events());
    try (EngineHarness engine = EngineHarness.leading(infra.bootstrap())) {
      long replayed = engine.engine().query(view -> view.totals().orders());
      assertThat(replayed).isEqualTo(300);
    }
  }

  /** What a client does: after an unknown outcome it sends the order again under the same id. */
  private static void placeMany(EngineHarness engine, List<Long> acknowledged) {
    for (int i = 0; i < 300; i++) {
      Command.PlaceOrder order =
          new Command.PlaceOrder(
              "home-01", "c-" + i, Fixtures.AREA, Fixtures.START, Side.BUY, 100_000, 1);
      while (true) {
        try {
          var result = engine.run(order);
          acknowledged.add(
              result
                  .first(Event.OrderAccepted.class)
                  .map(Event.OrderAccepted::orderId)
                  .orElseGet(
                      () -> result.first(Event.OrderRepeated.class).orElseThrow().orderId()));
          break;
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(UnknownOutcomeException.class);
        } catch (Exception e) {
          throw new AssertionError(e);
        }
      }
    }
  }

  private static void tradeFirstSlot(EngineHarness engine) throws Exception {
    engine.run(Fixtures.order("home-01", 0, Side.BUY, 300_000));
    engine.run(Fixtures.order("home-02", 0, Side.SELL, 100_000));
    engine.run(new Command.Tick(Fixtures.START - 15 * Fixtures.MINUTE));
  }

  private record Summary(long sequence, long orders, long trades, long time, String order) {}

  private static Summary summary(EngineHarness engine) {
    return engine
        .engine()
        .query(
            view ->
                new Summary(
                    view.sequence(),
                    view.totals().orders(),
                    view.totals().trades(),
                    view.market().timeMillis(),
                    view.market().order(1).orElseThrow().toString()));
  }

  private List<byte[]> events() {
    List<byte[]> found = new ArrayList<>();
    entries(Topics.EVENTS).forEach(entry -> found.addAll(EventCodec.splitFrame(entry.value())));
    return found;
  }

  private static void assertChained(List<byte[]> events) {
    Hash previous = Hash.ZERO;
    long sequence = 0;
    for (byte[] bytes : events) {
      EventEnvelope envelope = EventCodec.decodeEvent(bytes);
      assertThat(envelope.sequence()).isEqualTo(++sequence);
      assertThat(envelope.previousHash()).isEqualTo(previous);
      previous = EventCodec.hash(bytes);
    }
    assertThat(sequence).isPositive();
  }

  private byte[] foreignFrame() {
    EventEnvelope foreign =
        new EventEnvelope(0, 0, 0, 1, 1, Hash.ZERO, new Event.TimeAdvanced(12345));
    return EventCodec.encodeFrame(Fixtures.MARKET, List.of(EventCodec.encodeEvent(foreign)));
  }

  private long lastOffset(String topic) {
    List<LogEntry> found = entries(topic);
    return found.get(found.size() - 1).offset();
  }

  private List<LogEntry> entries(String topic) {
    infra.awaitNothingOpen(topic);
    List<LogEntry> found = new ArrayList<>();
    try (LogReader reader = new LogReader(infra.bootstrap(), topic, 0)) {
      reader.readTo(reader.committedEnd(), found::add);
    }
    return found;
  }

  private KafkaProducer<byte[], byte[]> transactional() {
    return new KafkaProducer<>(
        Map.of(
            "bootstrap.servers", infra.bootstrap(),
            "transactional.id", "engine-0",
            "max.block.ms", Duration.ofMinutes(1).toMillis()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
