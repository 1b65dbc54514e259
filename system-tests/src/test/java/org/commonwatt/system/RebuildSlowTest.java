package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.cli.laptop.EmbeddedDatabase;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.readmodel.Rebuild;
import org.commonwatt.ledger.ConflictRetry;
import org.commonwatt.ledger.memory.LedgerFaults;
import org.commonwatt.ledger.memory.MemoryChain;
import org.commonwatt.ledger.memory.MemoryLedger;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.codec.RejectedReadingCodec;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.RejectedReading;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.StoragePrices;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command over a log that gives rows in every table that projectors write: into an empty
 * database, over a row that somebody changed, and over what it wrote itself.
 */
@Tag("slow")
class RebuildSlowTest {
  private static final String MARKET = RandomCommands.MARKET;

  /** Frames, so many that one market meets everything that has a table. */
  private static final int FRAMES = 3_600;

  /** One that does, to save the search: where the rules have changed, others are tried. */
  private static final long SEED = 8519392794254051655L;

  private static final int SEEDS = 40;

  /** What hardly a random market has beside all the rest: they are told behind what it has. */
  private static final List<Event> TOLD =
      List.of(
          new Event.WindowCleared(
              DeliverySlot.containing(0, 15),
              2,
              BigInteger.TWO,
              BigInteger.TEN,
              false,
              List.of(new Event.Reduced(1, 0)),
              List.of(2L)),
          new Event.StorageAuctionCleared(
              0,
              true,
              BigInteger.TEN,
              BigInteger.TEN,
              List.of(
                  new StoragePrices("village", List.of(new StoragePrices.Slot(1L, null, 2, 2)))),
              List.of(new StoragePrices.Flow("hill", "village", 0, 1, 3)),
              List.of(),
              List.of()),
          new Event.ImbalancePriceImported(
              new ImbalancePrice("village", DeliverySlot.containing(0, 15), 1, 300_000, 100_000)),
          new Event.DisputeEvidenceAdded(1, "a", Hash.of(new byte[] {1})));

  /** What some table needs and not every market meets. */
  private static final Set<Class<?>> RARE =
      Set.of(
          Event.AccountDefaulted.class,
          Event.ReceivablePaid.class,
          Event.GateMissed.class,
          Event.AuctionCancelled.class,
          Event.TradeBusted.class,
          Event.LinkLimited.class,
          Event.TradeCurtailed.class,
          Event.ProductHalted.class,
          Event.OrderAmended.class,
          Event.AreaBalanced.class,
          Event.BilateralAccepted.class);

  @TempDir private Path folder;

  @Test
  void everyTableIsRebuiltAndOneThatDiffersIsNamed() throws Exception {
    Path data = folder.resolve("village");
    assertThat(Cli.run("init", data.toString(), "--homes=2").exitCode()).isZero();
    Path file = data.resolve("community.yaml");
    Files.writeString(
        file, Files.readString(file).replace("market: fontana\n", "market: " + MARKET + "\n"));
    write(data);
    Set<String> tables = tables(data);
    assertThat(tables).contains("continuous_trade", "account_default", "dispute", "erasure");

    Cli.Result first = rebuild(data, 1);
    assertThat(named(first)).as("each has rows, and had none before").isEqualTo(tables);
    change(data);
    assertThat(named(rebuild(data, 1))).containsExactly("bill_line");
    Cli.Result last = rebuild(data, 0);
    assertThat(last.out()).contains("every table is as it was");
    assertThat(rows(last)).as("dropped and written again").isEqualTo(tables);
  }

  private static Cli.Result rebuild(Path data, int exitCode) throws InterruptedException {
    Cli.Result result = Cli.run("rebuild", "--data=" + data);
    assertThat(result.exitCode()).as(result.toString()).isEqualTo(exitCode);
    return result;
  }

  /** The tables that were not as the log says. */
  private static Set<String> named(Cli.Result result) {
    String list = result.out().split("not as the log says:\n", 2)[1];
    return list.lines().map(String::strip).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The tables of which rows were dropped, without the projectors' own. */
  private static Set<String> rows(Cli.Result result) {
    return Pattern.compile("(?m)^ +(\\w+) +[1-9]\\d* rows$")
        .matcher(result.out())
        .results()
        .map(MatchResult::group)
        .map(row -> row.strip().split(" ")[0])
        .filter(table -> !table.equals("projector"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The log of a market that had it all, and a reading that was refused. */
  private void write(Path data) throws Exception {
    RandomMarket market = market();
    TOLD.forEach(market::tell);
    List<byte[]> events = market.eventLog().stream().map(StoredRecord::bytes).toList();
    Rejection unknown = new Rejection(RejectionCode.UNKNOWN_METER, "the meter is unknown");
    RejectedReading refused = new RejectedReading("meter", 1, unknown, "00ff");
    try (KafkaChild broker = KafkaChild.start(KafkaChildOptions.in(data.resolve("kafka")))) {
      Topics.createAll(broker.bootstrapServers());
      try (EventWriter writer = new KafkaMarketLog(broker.bootstrapServers(), 0).eventWriter()) {
        writer.takeOver();
        writer.write(events);
      }
      publish(broker.bootstrapServers(), RejectedReadingCodec.encode(MARKET, refused));
    }
  }

  private static void publish(String bootstrap, byte[] refused) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.REJECTED_READINGS, 0, null, refused)).get();
    }
  }

  /**
   * Beside the fake ledger, which has the contracts' rules and signs nothing: only the log counts.
   */
  private RandomMarket market() {
    LongStream seeds = LongStream.concat(LongStream.of(SEED), new Random(5).longs(SEEDS));
    for (long seed : seeds.toArray()) {
      try (MemoryLedger kept =
          new MemoryLedger(
              new MemoryChain(), MemoryLedger.SUBMITTER, LedgerFaults.NONE, ConflictRetry.NONE)) {
        RandomMarket market = new RandomMarket(seed, kept, true);
        market.live(FRAMES);
        boolean keepsTrades = market.keepsAnAuctionTrade() && market.keepsALinkTrade();
        if (market.seen().containsAll(RARE) && keepsTrades) {
          return market;
        }
      }
    }
    throw new AssertionError("no market met everything: take more frames or seeds");
  }

  /** Every table that projectors write. */
  private static Set<String> tables(Path data) throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("postgres"))) {
      return new TreeSet<>(Rebuild.digests(access(database), MARKET).keySet());
    }
  }

  /** Moves a nano-unit of somebody's bill. */
  private static void change(Path data) throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("postgres"));
        Database rows = Database.open(access(database))) {
      int changed =
          rows.write(
              connection -> {
                try (Statement update = connection.createStatement()) {
                  return update.executeUpdate(
                      "update bill_line set amount_nano = amount_nano + 1 where ctid ="
                          + " (select min(ctid) from bill_line)");
                }
              });
      assertThat(changed).isEqualTo(1);
    }
  }

  private static Database.Access access(EmbeddedDatabase database) {
    return new Database.Access(database.jdbcUrl(), "postgres", "");
  }
}
