package org.commonwatt.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.Community;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.Laptop;
import org.commonwatt.cli.laptop.LedgerKind;
import org.commonwatt.cli.laptop.LocalLogins;
import org.commonwatt.cli.laptop.LogRecords;
import org.commonwatt.cli.laptop.LoginSettings;
import org.commonwatt.cli.laptop.ResidentMemory;
import org.commonwatt.cli.laptop.RulebookDocuments;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.engine.settlement.OriginSubmitter;
import org.commonwatt.ingest.simulator.DeviceSimulator;
import org.commonwatt.ingest.simulator.HomeProfiles;
import org.commonwatt.ingest.simulator.SimulatedMeter;
import org.commonwatt.ingest.simulator.SimulatorOptions;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.log.seal.KeySource;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** A community's simulated days on this machine, from Modbus registers to audited bills. */
public final class Demo implements AutoCloseable {
  private static final ZoneOffset LOCAL = ZoneOffset.of(CommunityTemplate.UTC_OFFSET);
  private static final int POLL_SECONDS = 300;
  private static final int SLOTS_PER_DAY = 96;
  private static final long RATED_POWER_W = 20_000;
  private static final String HOME = "home-";

  /** Two slots trade at once, so that a block of two can be bought. */
  private static final int GATE_LEAD_MINUTES = 30;

  /** So many slots have their gate together, so that a block can join them there. */
  private static final int WINDOW_SLOTS = 2;

  /** A reading that came late would change the bills: the demo rather waits for a busy machine. */
  private static final Duration METER_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final DemoOptions options;
  private final PrintWriter out;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final DemoClock clock;
  private final HomeProfiles profiles;
  private final StationSetup station;
  private final DeviceSimulator devices;
  private final DataFolder folder;
  private final Community community;
  private final Laptop laptop;
  private final ResidentMemory memory;

  private Demo(DemoOptions options, PrintWriter out) throws IOException, InterruptedException {
    this.options = options;
    this.out = out;
    clock = new DemoClock(options.tradingStart(LOCAL).minus(DemoPlan.HISTORY));
    profiles = HomeProfiles.bundled(CommunityTemplate.utcOffsetMinutes());
    List<ProcessHandle> helpers = new ArrayList<>();
    try {
      memory = add(new ResidentMemory(() -> List.copyOf(helpers)));
      folder = add(DataFolder.create(options.data()));
      folder.takeLog();
      folder.markDemo();
      out.println(
          "Starting a broker, a database, "
              + (options.ledger() == LedgerKind.FABRIC ? "a Fabric network" : "a ledger")
              + " and the meters of "
              + options.homes()
              + " homes, a wind plant and a storage station ...");
      out.flush();
      station = add(new StationSetup(clock.instant()));
      devices = add(startDevices());
      folder.writeCommunity(communityText());
      community = CommunityFile.read(folder.communityFile());
      new RulebookDocuments(folder).keep();
      laptop =
          add(
              Laptop.start(
                  new Laptop.Settings(
                      folder,
                      community,
                      options.port(),
                      clock,
                      METER_TIMEOUT,
                      options.ledger(),
                      KeySource.seeded("demo keys " + options.seed()),
                      options.logins() ? Optional.of(openIssuer(folder)) : Optional.empty(),
                      Optional.empty(),
                      Optional.empty())));
      helpers.addAll(laptop.processes());
    } catch (IOException | RuntimeException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts everything the demo needs.
   *
   * @throws UserError when machine, port or folder do not allow it
   */
  public static Demo start(DemoOptions options, PrintWriter out)
      throws IOException, InterruptedException {
    return new Demo(options, out);
  }

  /** Whoever is at this machine may be anybody in a demo. */
  private static LoginSettings openIssuer(DataFolder folder) {
    return new LoginSettings(
        folder.part(LocalLogins.MASTER_KEY),
        new LoginSettings.People(Optional.empty(), Optional.of(BuiltInIssuer.Place.LOCAL), true));
  }

  /** Runs the days, prints bills and verdict, and returns the summary. */
  public DemoSummary run(boolean terminal)
      throws InterruptedException, IOException, TimeoutException {
    URI api = URI.create("http://127.0.0.1:" + laptop.market().httpPort());
    if (options.logins()) {
      out.println("Logins are in " + options.data().resolve(LocalLogins.FOLDER).toAbsolutePath());
      laptop.logins().flatMap(LocalLogins::people).ifPresent(out::println);
    }
    out.println("The API and a first page are at " + api + "/");
    Rulebook rulebook = community.rulebook();
    Optional<Rejection> refused = laptop.market().activate(rulebook, PATIENCE);
    if (refused.isPresent()) {
      throw new IllegalStateException("the rulebook was refused: " + refused.get());
    }
    Map<String, Rejection> unregistered =
        new LinkedHashMap<>(laptop.market().register(community.registrations(), PATIENCE));
    unregistered.putAll(laptop.market().registerSources(community.sources(), PATIENCE));
    if (!unregistered.isEmpty()) {
      throw new IllegalStateException("registrations were refused: " + unregistered);
    }
    laptop.market().declareSources(community.sources());
    int slots = options.slots().orElse(options.days() * SLOTS_PER_DAY);
    DemoPlan plan = new DemoPlan(rulebook, slots, POLL_SECONDS);
    ProgressLine progress = new ProgressLine(out, terminal, LOCAL);
    StationCrew crew = crew(api, plan, progress);
    Conductor conductor =
        new Conductor(
            plan, clock, laptop, new Conductor.Crew(agents(api), crew, pace(plan), progress));
    conductor.run();
    DemoSummary summary = summarise(conductor.readings(), crew);
    print(summary);
    return summary;
  }

  private Pace pace(DemoPlan plan) {
    return options.step()
        ? new SlotSteps(
            plan, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), out)
        : Pace.atMost(options.speed());
  }

  /** The broker's process, for tests that kill it. */
  long brokerPid() {
    return laptop.broker().pid();
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        out.println("did not stop cleanly: " + e);
      }
    }
  }

  private DeviceSimulator startDevices() throws IOException {
    List<SimulatedMeter> meters =
        IntStream.rangeClosed(1, options.homes())
            .mapToObj(home -> SimulatedMeter.of("meter-%02d".formatted(home), home))
            .toList();
    return DeviceSimulator.start(SimulatorOptions.of(meters), profiles, station.devices(), clock);
  }

  private String communityText() {
    List<Integer> ports =
        devices.meters(RATED_POWER_W).stream()
            .map(meter -> meter.endpoint().port())
            .distinct()
            .toList();
    Hash salt = Hash.of(("demo salt " + options.seed()).getBytes(StandardCharsets.US_ASCII));
    return CommunityTemplate.render(
        new CommunityTemplate.Settings(
            options.homes(),
            ports,
            options.tradingStart(LOCAL).toString(),
            POLL_SECONDS,
            salt,
            true,
            new CommunityTemplate.Gate(GATE_LEAD_MINUTES, options.step() ? 0 : WINDOW_SLOTS),
            StationSetup.meters(devices)));
  }

  private List<HomeAgent> agents(URI api) {
    BidStrategy strategy = new BidStrategy(options.seed());
    Forecast forecast = new Forecast(options.seed(), this::homeNetWh);
    List<HomeAgent> agents = new ArrayList<>();
    for (Rulebook.Member member : community.rulebook().members()) {
      if (!isHome(member.participant())) {
        continue;
      }
      EnergySource source = source(member.participant());
      HomeAgent.Outlook outlook = new HomeAgent.Outlook(strategy, forecast, source);
      agents.add(
          new HomeAgent(member, community.rulebook(), outlook, client(api, member.participant())));
    }
    return agents;
  }

  /** What a home's injection is made of, null when nothing is registered. */
  private @Nullable EnergySource source(String participant) {
    for (OriginSubmitter.Injection one : community.sources()) {
      if (one.account().equals(participant)) {
        return one.source();
      }
    }
    return null;
  }

  private static boolean isHome(String participant) {
    return participant.startsWith(HOME);
  }

  private MarketClient client(URI api, String account) {
    return new MarketClient(api, PATIENCE, laptop.logins().map(logins -> logins.login(account)));
  }

  private StationCrew crew(URI api, DemoPlan plan, ProgressLine progress) throws IOException {
    return station.crew(
        plan,
        devices,
        new StationSetup.Means(
            account -> client(api, account),
            new BatteryLedger(laptop.ledger()),
            progress::tell,
            folder.part("storage-keys"),
            options.seed(),
            METER_TIMEOUT));
  }

  private DemoSummary summarise(long readings, StationCrew crew) {
    EventTally.Profile profile = (who, slot) -> profileNetWh(crew, who, slot);
    EventTally tally = new EventTally();
    String bootstrap = laptop.broker().bootstrapServers();
    try (LogRecords events = new LogRecords(bootstrap, Topics.EVENTS)) {
      for (StoredRecord record : events) {
        EventCodec.splitFrame(record.bytes())
            .forEach(event -> tally.add(EventCodec.decodeEvent(event, laptop.keyring()).event()));
      }
    }
    AuditReport audit = laptop.verify();
    Conservation conservation = tally.conservation(profile);
    Rulebook rulebook = community.rulebook();
    return new DemoSummary(
        options.homes(),
        tally.settledSlots().size(),
        readings,
        tally.orders(),
        tally.trades(),
        tally.tradedWh(),
        tally.recordedBatches(),
        tally.moneySumNano(),
        tally.congestion(rulebook.areas().ids()),
        tally.gates(),
        tally.continuous(),
        tally.storage(crew.cutOffWh(), crew.refused(), crew.leftOut()),
        tally.bills(accounts(rulebook), rulebook.currency()),
        audit.passed() && conservation.holds() ? "pass" : "fail",
        details(audit, conservation),
        options.ledger().toString(),
        OriginTotals.of(laptop.ledger(), rulebook.market(), tally.settledSlots()),
        conservation,
        wallSeconds(),
        memory.peakMiB());
  }

  /** Who has a bill and is no home. */
  private static List<String> accounts(Rulebook rulebook) {
    List<String> accounts =
        new ArrayList<>(List.of(StationTemplate.OWNER, StationTemplate.PLANT, rulebook.supplier()));
    String operator = rulebook.areas().gridOperator();
    if (operator != null) {
      accounts.addAll(List.of(operator, rulebook.congestionRentAccount()));
    }
    return accounts;
  }

  private long profileNetWh(StationCrew crew, String participant, long slotStartMillis) {
    return isHome(participant)
        ? homeNetWh(participant, slotStartMillis)
        : crew.netWh(participant, community.rulebook().slotAt(slotStartMillis));
  }

  private long homeNetWh(String participant, long slotStartMillis) {
    return profiles.netWh(
        Integer.parseInt(participant.substring(participant.indexOf('-') + 1)), slotStartMillis);
  }

  private static List<String> details(AuditReport audit, Conservation conservation) {
    List<String> details =
        new ArrayList<>(audit.findings().stream().map(Finding::toString).toList());
    if (!conservation.holds()) {
      details.add("not conserved: " + conservation);
    }
    return details;
  }

  private static long wallSeconds() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1000;
  }

  private void print(DemoSummary summary) {
    out.println();
    out.print(BillTable.render(summary.bills(), community.rulebook().currency()));
    out.println();
    out.println(
        "%d slots, %d readings, %d orders, %d trades of %d Wh; %d batches on the ledger (%s)"
            .formatted(
                summary.slots(),
                summary.readings(),
                summary.orders(),
                summary.trades(),
                summary.tradedWh(),
                summary.settledBatches(),
                laptop.ledger().label()));
    out.println(summary.congestion().describe(community.rulebook().currency()));
    out.println(summary.gates().describe());
    out.println(summary.continuous().describe(community.rulebook().currency()));
    out.println(summary.continuous().describeWishes());
    out.println(summary.storage().describe(community.rulebook().currency()));
    out.println(summary.origin().describe());
    out.println(
        "Conserved: bought = sold %s, postings sum to zero %s, meters = profiles %s, every trade settled once %s"
            .formatted(
                word(summary.conservation().boughtEqualsSold()),
                word(summary.conservation().postingsSumToZero()),
                word(summary.conservation().meteredEqualsProfile()),
                word(summary.conservation().tradesSettledOnce())));
    out.println(
        "Audit: "
            + summary.audit()
            + " ("
            + summary.wallSeconds()
            + " s, peak memory of all processes "
            + summary.peakRssMiB()
            + " MiB)");
    summary.auditDetails().forEach(detail -> out.println("  " + detail));
    out.println("Everything is in " + options.data());
    out.flush();
  }

  private static String word(boolean holds) {
    return holds ? "yes" : "NO";
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }
}
