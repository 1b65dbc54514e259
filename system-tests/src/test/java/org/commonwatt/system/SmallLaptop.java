package org.commonwatt.system;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.Laptop;
import org.commonwatt.cli.laptop.LogAudit;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.ingest.MeterSource;
import org.commonwatt.ingest.PollOutcome;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.LogReader;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;

/**
 * Everything of a community of a few homes in this process but broker and database, which are real
 * children. The test moves the time; trading starts at {@link #START}.
 */
final class SmallLaptop implements AutoCloseable {
  static final Instant START = Instant.parse("2022-08-02T19:00:00Z");
  static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration POLL = Duration.ofMinutes(5);

  private final MovedClock clock = new MovedClock(START.minus(Duration.ofMinutes(30)));
  private final DeviceSimulator devices;
  private final Path root;
  private DataFolder folder;
  private Laptop laptop;

  /** A clock that stands until it is moved. */
  private static final class MovedClock implements InstantSource {
    private volatile Instant now;

    MovedClock(Instant start) {
      now = start;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  SmallLaptop(Path path) throws IOException, InterruptedException, TimeoutException {
    this(path, 2);
  }

  /** The third home is in the second area. */
  SmallLaptop(Path path, int count) throws IOException, InterruptedException, TimeoutException {
    this(path, count, false);
  }

  /**
   * A laptop.
   *
   * @param continuous whether slots trade continuously from 15 to 5 minutes before delivery
   */
  SmallLaptop(Path path, int count, boolean continuous)
      throws IOException, InterruptedException, TimeoutException {
    this(path, count, continuous, community -> community);
  }

  /**
   * A laptop with rules of its own.
   *
   * @param edit changes the text of the community file
   */
  SmallLaptop(Path path, int count, boolean continuous, UnaryOperator<String> edit)
      throws IOException, InterruptedException, TimeoutException {
    folder = DataFolder.create(path.resolve("laptop"));
    root = folder.root();
    List<SimulatedMeter> homes =
        IntStream.rangeClosed(1, count)
            .mapToObj(home -> SimulatedMeter.of("meter-%02d".formatted(home), home))
            .toList();
    devices =
        DeviceSimulator.start(
            SimulatorOptions.of(homes),
            HomeProfiles.bundled(CommunityTemplate.utcOffsetMinutes()),
            clock);
    List<Integer> ports = List.of(meter(0).endpoint().port());
    folder.writeCommunity(
        edit.apply(
                CommunityTemplate.render(
                    new CommunityTemplate.Settings(
                        count, ports, START.toString(), 300, Hash.of(new byte[] {1}), continuous)))
            + ingestKey());
    Community community = CommunityFile.read(folder.communityFile());
    laptop = Laptop.start(new Laptop.Settings(folder, community, 0, clock, PATIENCE));
    if (laptop.market().activate(community.rulebook(), PATIENCE).isPresent()) {
      throw new AssertionError("the rulebook was refused");
    }
    poll();
    tick();
  }

  /** So the job takes no reading that the laptop's own ingest has not signed. */
  private String ingestKey() throws IOException {
    String known = Base64.getEncoder().encodeToString(signingKey().publicKey());
    return "\ningestKeys: [\"" + known + "\"]\n";
  }

  /** The key that the laptop's ingest signs with. */
  SigningKey signingKey() throws IOException {
    return SigningKey.open(folder.part(DataFolder.INGEST_KEY), "an ingest");
  }

  /** Stops everything but the meters and lets go of the folder. */
  void stop() {
    laptop.close();
    folder.close();
  }

  /** Starts again what was stopped, at a later time. */
  void startAt(Instant now) throws InterruptedException {
    clock.now = now;
    folder = DataFolder.open(root);
    Community community = CommunityFile.read(folder.communityFile());
    laptop = Laptop.start(new Laptop.Settings(folder, community, 0, clock, PATIENCE));
  }

  /** The parts themselves. */
  Laptop parts() {
    return laptop;
  }

  Api api() {
    return new Api(laptop.market().httpPort());
  }

  /** Where a home's meter is found; the first is 0. */
  MeterSource meter(int home) {
    return devices.meters(20_000).get(home);
  }

  Path dataFolder() {
    return folder.root();
  }

  Instant now() {
    return clock.instant();
  }

  /** Polls and ticks in steps up to an instant. */
  void advanceTo(Instant end) throws IOException, InterruptedException, TimeoutException {
    while (clock.now.isBefore(end)) {
      step();
      poll();
      tick();
    }
  }

  /** Moves the clock by one polling interval. */
  void step() {
    clock.now = clock.now.plus(POLL);
  }

  /** Polls the meters and waits until the log has their readings. */
  PollOutcome.Spooled poll() throws IOException, InterruptedException {
    var outcome = (PollOutcome.Spooled) laptop.ingest().poll(clock.now.toEpochMilli());
    if (!laptop.ingest().awaitPublished(clock.now.toEpochMilli(), PATIENCE)) {
      throw new AssertionError("the readings did not reach the log");
    }
    return outcome;
  }

  /** Ticks the market. */
  void tick() throws InterruptedException, TimeoutException {
    laptop.market().tick(clock.now.toEpochMilli(), PATIENCE);
  }

  /** Waits until so many slots are on the ledger and in the read models. */
  void awaitRecorded(int slots) throws InterruptedException {
    if (!laptop.market().awaitRecorded(slots, PATIENCE)
        || !laptop.market().awaitProjected(PATIENCE)) {
      throw new AssertionError("not on the ledger: " + laptop.market().troubles());
    }
  }

  /** A record of the log, decoded. */
  record Logged<T>(long offset, T value) {}

  List<Logged<CommandFrame>> commands() {
    return log(Topics.COMMANDS, 0, record -> CommandCodec.decode(record, laptop.keyring()));
  }

  /** The events up to the engine's; what it committed last becomes visible a moment later. */
  List<EventEnvelope> events() {
    long last = laptop.market().query(MarketView::sequence);
    return Eventually.get(
        PATIENCE,
        () -> {
          List<EventEnvelope> visible = visibleEvents();
          return visible.isEmpty() || visible.get(visible.size() - 1).sequence() < last
              ? null
              : visible;
        });
  }

  private List<EventEnvelope> visibleEvents() {
    return log(Topics.EVENTS, 0, EventCodec::splitFrame).stream()
        .flatMap(frame -> frame.value().stream())
        .map(event -> EventCodec.decodeEvent(event, laptop.keyring()))
        .toList();
  }

  /** Every committed record of a partition. */
  <T> List<Logged<T>> log(String topic, int partition, Function<byte[], T> decode) {
    List<LogEntry> entries = new ArrayList<>();
    try (LogReader reader = new LogReader(laptop.broker().bootstrapServers(), topic, partition)) {
      reader.seek(0);
      reader.readTo(reader.committedEnd(), entries::add);
    }
    return entries.stream()
        .map(entry -> new Logged<>(entry.offset(), decode.apply(entry.value())))
        .toList();
  }

  /** Audits the log once it shows what the engine has committed. */
  AuditReport audit() {
    events();
    return LogAudit.run(laptop.broker().bootstrapServers(), laptop.ledger(), laptop.keyring());
  }

  @Override
  public void close() {
    laptop.close();
    devices.close();
    folder.close();
  }
}
