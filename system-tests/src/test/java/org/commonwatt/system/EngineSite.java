package org.commonwatt.system;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.EmbeddedDatabase;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.KafkaChild;
import org.commonwatt.log.kafka.KafkaChildOptions;
import org.commonwatt.log.kafka.KafkaMarketLog;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.FileKeyring;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** A broker and a database that outlive the engines, and engines in processes of their own. */
final class EngineSite implements AutoCloseable {
  static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path folder;
  private EmbeddedDatabase database;
  private final String bootstrap;
  private @Nullable KafkaChild broker;

  /** Starts a broker and a database. */
  EngineSite(Path folder) throws IOException, InterruptedException {
    this(folder, KafkaChild.start(KafkaChildOptions.in(folder.resolve("kafka"))), "");
    Topics.createAll(bootstrap);
  }

  /** Starts a database beside a broker that somebody else runs. */
  EngineSite(Path folder, String bootstrap) throws IOException, InterruptedException {
    this(folder, null, bootstrap);
  }

  private EngineSite(Path folder, @Nullable KafkaChild broker, String bootstrap)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.broker = broker;
    this.bootstrap = broker == null ? bootstrap : broker.bootstrapServers();
    Cli.Result init = Cli.run("init", folder.resolve("community").toString(), "--homes=2");
    assertThat(init.exitCode()).as(init.toString()).isZero();
    database = EmbeddedDatabase.start(folder.resolve("postgres"));
  }

  /** The community file of every engine. */
  Path communityFile() {
    return folder.resolve("community/community.yaml");
  }

  /**
   * Changes the community file, before any engine has it, so that slots trade continuously from
   * twelve hours before their start on: those of {@link #openSlot} and the hours behind it, too.
   */
  void tradeContinuouslyEarly() throws IOException {
    String text = Files.readString(communityFile());
    String early = text.replace("  gateLeadMinutes: 15\n", "  gateLeadMinutes: 720\n");
    assertThat(early).isNotEqualTo(text);
    Files.writeString(communityFile(), early);
  }

  /** The rules of every engine, whose trading began at an instant. */
  Rulebook rulebookFrom(Instant tradingStart) {
    return CommunityFile.read(communityFile())
        .rulebook()
        .withTradingStart(tradingStart.toEpochMilli());
  }

  /**
   * What an engine would say of the log and of an engine's snapshots; nobody may lead meanwhile.
   */
  LogInspection.Report inspect(String name) throws IOException {
    return LogInspection.of(
        CommunityFile.read(communityFile()).rulebook().market(),
        new KafkaMarketLog(bootstrap, 0),
        snapshotsOf(name),
        new FileKeyring(dataOf(name).resolve("keys")));
  }

  /** The snapshots of an engine. */
  SnapshotFolder snapshotsOf(String name) {
    return new SnapshotFolder(dataOf(name).resolve("snapshots"), 3);
  }

  /** A slot that is open for at least an hour. */
  static Instant openSlot() {
    return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(3, ChronoUnit.HOURS);
  }

  /** Address of the broker; the same after a restart. */
  String bootstrap() {
    return bootstrap;
  }

  /** The database of every engine. */
  Database.Access database() {
    return new Database.Access(database.jdbcUrl(), "postgres", "");
  }

  /** Kills the site's own broker and starts it again on its folder and port. */
  void killAndRestartBroker() {
    KafkaChild killed = requireNonNull(broker);
    killed.kill();
    broker =
        KafkaChild.start(
            new KafkaChildOptions(
                folder.resolve("kafka"), killed.port(), KafkaChildOptions.DEFAULT_HEAP_MIB));
  }

  /** {@code kill -9} of the database's server; returns when it is dead. */
  void killDatabase() {
    ProcessHandle server = database.process().orElseThrow();
    assertThat(server.destroyForcibly()).isTrue();
    server.onExit().join();
  }

  /** Starts the database again on its folder and port, after it was killed. */
  void restartDatabase() {
    int port = database.port();
    try {
      database.close();
    } catch (UserError e) {
      // It is dead; what it held in this process is free now.
    }
    database = EmbeddedDatabase.start(folder.resolve("postgres"), port);
  }

  /** Starts an engine; its folder, and so its key and name, is kept between starts. */
  Cli startEngine(String name, String... jvm) throws IOException {
    return Cli.startWith(List.of(jvm), engine(name));
  }

  /** Starts an engine on a machine, at a port of its; it keeps a database of its own. */
  Cli startEngineOn(Machine machine, String name, int port) throws IOException {
    return Cli.startOn(
        machine,
        Arrays.stream(engine(name))
            .filter(argument -> !argument.startsWith("--database="))
            .map(argument -> argument.equals("--port=0") ? "--port=" + port : argument)
            .toArray(String[]::new));
  }

  /** Starts an engine whose process alone sees another clock. */
  Cli startEngineUnder(FakedClock clock, String name) throws IOException {
    return Cli.startIn(clock.environment(), engine(name));
  }

  /** Starts an engine that asks for logins, and has keys to seal with. */
  Cli startEngineWithLogins(String name) throws IOException, InterruptedException {
    Path community = folder.resolve("community");
    Cli.Result made = Cli.run("keys", "make", "--data=" + community);
    assertThat(made.exitCode()).as(made.toString()).isZero();
    List<String> arguments = new ArrayList<>(List.of(engine(name)));
    arguments.addAll(List.of("--logins", "--keys=" + community.resolve("keys")));
    return Cli.start(arguments.toArray(String[]::new));
  }

  /** The file of an account's login, of an engine that asks for it. */
  Path loginOf(String engine, String account) {
    return dataOf(engine).resolve("logins").resolve(account);
  }

  /** The same, with a disk that takes no file larger than so many KiB. */
  Cli startEngineOnFullDisk(String name, int kibibytes) throws IOException {
    return Cli.startOnFullDisk(kibibytes, engine(name));
  }

  private String[] engine(String name) throws IOException {
    Path data = folder.resolve(name);
    Files.createDirectories(data);
    Files.copy(
        communityFile(), data.resolve("community.yaml"), StandardCopyOption.REPLACE_EXISTING);
    return new String[] {
      "engine",
      "run",
      "--port=0",
      "--data=" + data,
      "--bootstrap=" + bootstrap,
      "--database=" + database.jdbcUrl()
    };
  }

  Path dataOf(String name) {
    return folder.resolve(name);
  }

  /** Where an engine answers. */
  static URI uri(Cli engine) {
    return URI.create(engine.awaitOut("Serving at (http://\\S+)/"));
  }

  /** Waits for the market's first tick: before it no slot is open. */
  static void awaitClock(URI leader) {
    Api api = new Api(leader);
    Eventually.holds(
        "the market's clock is set",
        LIMIT,
        () -> api.get("/v1/time").body().path("marketTime").isTextual());
  }

  /** The committed events, checked to be a chain without gap and repeat. */
  List<EventEnvelope> events() {
    List<LogEntry> entries = new ArrayList<>();
    try (LogReader reader = new LogReader(bootstrap, Topics.EVENTS, 0)) {
      reader.readTo(reader.committedEnd(), entries::add);
    }
    List<EventEnvelope> events = new ArrayList<>();
    for (LogEntry entry : entries) {
      for (byte[] bytes : EventCodec.splitFrame(entry.value())) {
        EventEnvelope event = EventCodec.decodeEvent(bytes);
        assertThat(event.sequence()).isEqualTo(events.size() + 1);
        events.add(event);
      }
    }
    return events;
  }

  /**
   * Requires every acknowledged order once on the log, and every unknown one to be answered. What
   * was committed last becomes visible a moment later.
   */
  void assertNothingLostOrDoubled(OrderLoad load, URI leader) throws Exception {
    Eventually.passes(LIMIT, () -> lookForLostAndDoubled(load, leader));
  }

  private void lookForLostAndDoubled(OrderLoad load, URI leader) throws Exception {
    Map<String, Long> accepted = new HashMap<>();
    for (EventEnvelope envelope : events()) {
      if (envelope.event() instanceof Event.OrderAccepted order) {
        assertThat(accepted.put(order.clientOrderId(), order.orderId()))
            .as(order.clientOrderId() + " was accepted twice")
            .isNull();
      }
    }
    load.acknowledged()
        .forEach((id, orderId) -> assertThat(accepted).as("lost").containsEntry(id, orderId));
    Api api = new Api(leader);
    for (String id : load.unknown().keySet()) {
      Api.Answer answer =
          api.get("/v1/orders?participant=" + OrderLoad.participantOf(id) + "&clientOrderId=" + id);
      assertThat(answer.status())
          .as(id + ": " + answer)
          .isEqualTo(accepted.containsKey(id) ? 200 : 404);
    }
    assertThat(load.refused()).isEmpty();
  }

  @Override
  public void close() {
    database.close();
    if (broker != null) {
      broker.close();
    }
  }
}
