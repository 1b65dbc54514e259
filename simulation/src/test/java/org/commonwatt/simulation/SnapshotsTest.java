package org.commonwatt.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.commonwatt.engine.runtime.EngineHaltedException;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.runtime.LogInspection;
import org.commonwatt.engine.runtime.MarketEngine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.snapshot.Snapshot;
import org.commonwatt.engine.snapshot.SnapshotFolder;
import org.commonwatt.engine.snapshot.SnapshotStore;
import org.commonwatt.log.EventWriter;
import org.commonwatt.log.Lease;
import org.commonwatt.log.LogEntry;
import org.commonwatt.log.MarketLog;
import org.commonwatt.log.RecordReader;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines that stop and go on from what they kept in a real folder; the log is simulated. */
class SnapshotsTest {
  private static final int KEPT = 3;

  @TempDir private Path folder;
  private SnapshotFolder snapshots;
  private Market market = new Market();

  /** A log without faults, and the commands on it. */
  private static final class Market {
    private final Site site = Site.of(7, Simulation.Wiring.STRAIGHT);
    private final SimulatedLog log;
    private long frames;

    Market() {
      site.chance().stopFaults();
      log = new SimulatedLog(site.broker(), uplink(workers()));
    }

    SimulatedWorkers workers() {
      return new SimulatedWorkers(site.scheduler(), site.chance());
    }

    Uplink uplink(SimulatedWorkers workers) {
      return new Uplink(site.scheduler(), site.chance(), site.weather(), workers);
    }

    void append(Command command) {
      List<CommandFrame.Entry> entries =
          List.of(new CommandFrame.Entry(CommandOrigin.NONE, command));
      site.broker()
          .appendCommand(
              CommandCodec.encode(Community.MARKET, new CommandFrame("test", ++frames, entries)));
    }

    void appendOrders(int count) {
      for (int i = 0; i < count; i++) {
        String home = Community.HOMES.get(i % Community.HOMES.size());
        append(Community.order(site.chance(), home, "c-" + frames, Community.START));
      }
    }

    /** Runs an engine until it has nothing to do, asks it, and closes it. */
    MarketView lead(SnapshotStore store) {
      SimulatedWorkers workers = workers();
      MarketEngine engine =
          new MarketEngine(
              new MarketEngine.Settings(
                  Community.MARKET,
                  new SimulatedLog(site.broker(), uplink(workers)),
                  Lease.ofOneEngine("test"),
                  new MarketEngine.SnapshotRules(store, 10)),
              workers);
      engine.start();
      site.scheduler().run(Duration.ofSeconds(5));
      assertThat(engine.health().state()).isEqualTo(EngineState.LEADING);
      MarketView view = engine.query(v -> v);
      engine.close();
      return view;
    }
  }

  @BeforeEach
  void tradeAWhile() {
    snapshots = new SnapshotFolder(folder.resolve("snapshots"), KEPT);
    market.append(new Command.ActivateRulebook(Rulebooks.plain()));
    market.append(new Command.Tick(Community.START - 45 * Community.MINUTE));
    for (int i = 0; i < 5; i++) {
      market.appendOrders(15);
      market.append(new Command.Tick(Community.START + i * 10L * Community.MINUTE));
      market.lead(snapshots);
    }
  }

  @Test
  void goingOnFromAnySnapshotGivesTheStateOfAFullReplay() throws Exception {
    market.appendOrders(5);
    market.lead(new UnwritableDisk());
    LogInspection.Report report = inspect();
    assertThat(report.snapshots()).hasSize(KEPT).allMatch(kept -> kept.problem() == null);
    assertThat(report.snapshots()).allMatch(kept -> place(kept).sequence() < report.sequence());
    assertThat(report.nextCommand()).isEqualTo(report.commandsEnd());
  }

  @Test
  void anEngineThatIsClosedLeavesASnapshotOfItsLastEvent() throws Exception {
    LogInspection.Report report = inspect();
    assertThat(place(report.snapshots().get(0)).sequence()).isEqualTo(report.sequence());
    assertThat(place(report.snapshots().get(0)).rulebookVersion()).isEqualTo(1);
    List<String> before = snapshots.names();
    market.lead(snapshots);
    assertThat(snapshots.names()).as("nothing new, no new snapshot").isEqualTo(before);
  }

  @Test
  void aDamagedSnapshotIsSkippedAndAnOlderOneServes() throws Exception {
    String newest = snapshots.names().get(0);
    for (int at : List.of(0, 30, 200, -1)) {
      byte[] bytes = bytesOf(newest);
      byte[] damaged = bytes.clone();
      damaged[at < 0 ? bytes.length + at : at] ^= 1;
      Files.write(folder.resolve("snapshots").resolve(newest), damaged);
      assertThat(inspect().snapshots().get(0).problem()).contains("checksum");
      assertThat(inspect().snapshots().get(1).problem()).isNull();
      Files.write(folder.resolve("snapshots").resolve(newest), bytes);
    }
    assertGoesOn();
  }

  @Test
  void snapshotsThatWereCutAreSkippedAndTheWholeLogServes() throws Exception {
    int number = 0;
    for (String name : snapshots.names()) {
      byte[] bytes = bytesOf(name);
      byte[] cut = Arrays.copyOf(bytes, number++ * bytes.length / 4);
      Files.write(folder.resolve("snapshots").resolve(name), cut);
    }
    assertThat(inspect().snapshots()).noneMatch(kept -> kept.problem() == null);
    assertGoesOn();
  }

  @Test
  void snapshotsOfAnotherLogAreSkipped() throws Exception {
    market = new Market();
    market.append(new Command.ActivateRulebook(Rulebooks.plain()));
    market.append(new Command.Tick(Community.START - 44 * Community.MINUTE));
    market.appendOrders(300);
    market.lead(new UnwritableDisk());
    assertThat(inspect().snapshots())
        .allMatch(kept -> String.valueOf(kept.problem()).contains("does not fit"));
    assertGoesOn();
  }

  @Test
  void snapshotsFromBehindTheEndOfTheLogAreSkipped() throws Exception {
    market = new Market();
    assertThat(market.lead(snapshots).sequence()).isZero();
    assertThat(inspect().snapshots())
        .allMatch(kept -> String.valueOf(kept.problem()).contains("behind the end"));
  }

  @Test
  void snapshotsOfAnotherMarketAreSkipped() throws Exception {
    LogInspection.Report report = LogInspection.of("other", new Market().log, snapshots);
    assertThat(report.snapshots())
        .hasSize(KEPT)
        .allMatch(kept -> String.valueOf(kept.problem()).contains("is of market simulated"));
    assertThatThrownBy(() -> LogInspection.of("other", market.log, snapshots))
        .isInstanceOf(EngineHaltedException.class)
        .hasMessageContaining("of market simulated");
  }

  @Test
  void aGoodSnapshotDoesNotHideThatTheLogBeforeItWasChanged() {
    assertThatThrownBy(
            () -> LogInspection.of(Community.MARKET, new ChangedLog(market.log), snapshots))
        .isInstanceOf(EngineHaltedException.class)
        .hasMessageContaining("events offset 1");
  }

  @Test
  void aDiskThatTakesNothingStopsNobody() {
    market.appendOrders(30);
    assertThat(market.lead(new UnwritableDisk()).sequence()).isPositive();
  }

  private static Snapshot.Place place(LogInspection.Kept kept) {
    return Objects.requireNonNull(kept.place());
  }

  private void assertGoesOn() throws IOException {
    long before = inspect().sequence();
    market.append(new Command.Tick(Community.START + 60 * Community.MINUTE));
    assertThat(market.lead(snapshots).sequence()).isGreaterThan(before);
    assertThat(inspect().snapshots()).anyMatch(kept -> kept.problem() == null);
  }

  private byte[] bytesOf(String name) throws IOException {
    try (InputStream in = snapshots.open(name)) {
      return in.readAllBytes();
    }
  }

  private LogInspection.Report inspect() throws IOException {
    return LogInspection.of(Community.MARKET, market.log, snapshots);
  }

  /** Keeps nothing. */
  private static final class UnwritableDisk implements SnapshotStore {
    @Override
    public List<String> names() {
      return List.of();
    }

    @Override
    public InputStream open(String name) throws IOException {
      throw new IOException("nothing is kept");
    }

    @Override
    public void write(long sequence, Content content) throws IOException {
      throw new IOException("no space left on device");
    }

    @Override
    public int dropBefore(long sequence) {
      return 0;
    }
  }

  /** A log whose second record of events has another last byte. */
  private record ChangedLog(MarketLog log) implements MarketLog {
    @Override
    public RecordReader commands() {
      return log.commands();
    }

    @Override
    public RecordReader events() {
      return new Changing(log.events());
    }

    @Override
    public RecordReader positions() {
      return log.positions();
    }

    @Override
    public EventWriter eventWriter() {
      return log.eventWriter();
    }
  }

  private record Changing(RecordReader reader) implements RecordReader {
    @Override
    public void seek(long offset) {
      reader.seek(offset);
    }

    @Override
    public long position() {
      return reader.position();
    }

    @Override
    public List<LogEntry> poll(Duration timeout) {
      return reader.poll(timeout).stream().map(Changing::changed).toList();
    }

    private static LogEntry changed(LogEntry entry) {
      if (entry.offset() != 1) {
        return entry;
      }
      byte[] value = entry.value().clone();
      value[value.length - 1] ^= 1;
      return new LogEntry(1, value);
    }

    @Override
    public long committedEnd() {
      return reader.committedEnd();
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
