package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.commonwatt.audit.AuditReport;
import org.commonwatt.audit.Finding;
import org.commonwatt.audit.FindingCode;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.engine.provenance.ProvenanceReader;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.StorageTestExpires;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.commonwatt.testkit.battery.FleetKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the engine reads on the ledger of a station, the market and the audit agree on; a falsified
 * proof is found, and so is one that was kept from before a recall.
 */
class ProvedStationAuditTest {
  private static final long SLOT = 900_000;
  private static final long START = 1_659_312_000_000L;
  private static final long DAY = 86_400_000;

  @TempDir private Path folder;
  private final FleetKeys keys = new FleetKeys();
  private final List<Command> commands = new ArrayList<>();
  private EmbeddedLedger ledger;
  private ProvenanceReader reader;

  @BeforeEach
  void build() {
    ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.ofEpochMilli(START)));
    reader = new ProvenanceReader(ledger);
    BatteryLedger batteries = new BatteryLedger(ledger);
    batteries.register(keys.organisation("maker", Role.MAKER, Role.OPERATOR));
    batteries.register(keys.organisation("lab", Role.LAB));
    batteries.register(keys.organisation("meters", Role.METER));
    for (String rack : List.of("r-1", "r-2")) {
      List<String> modules = List.of(rack + "-a", rack + "-b");
      modules.forEach(module -> state(module, made(AssetKind.MODULE, 6_000, null), "maker"));
      modules.forEach(module -> state(module, test(5_000), "lab"));
      state(rack, made(AssetKind.ESS, 12_000, null), "maker");
      state(rack, new LifeAction.Attach(modules), "maker");
    }
    state("station", made(AssetKind.ESS, 24_000, "pass"), "maker");
    state("station", new LifeAction.Attach(List.of("r-1", "r-2")), "maker");
    commands.add(new Command.ActivateRulebook(rulebook()));
    commands.add(new Command.Tick(START + 60_000));
    StorageSpec.Rating rating =
        new StorageSpec.Rating(80_000, 80_000, 24_000, 0, 1_000_000, 1_000_000, -1);
    commands.add(
        new Command.RegisterStorage(
            "meters", new StorageSpec("u", "a", "east", rating, 96, "passport:pass")));
    commands.add(
        new Command.ReportStateOfCharge(
            "meters", "u", new StorageState(START, 0, 0, List.of(), List.of())));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static LifeAction made(AssetKind kind, long ratedWh, @Nullable String passport) {
    return new LifeAction.Register(kind, List.of(), ratedWh, 10 * ratedWh, passport);
  }

  private static LifeAction test(long energyWh) {
    return new LifeAction.Test(SohTest.Basis.ACCREDITED, "GB/T 34015", 0, energyWh, 0, "");
  }

  private void state(String asset, LifeAction action, String... orgs) {
    BatteryLedger batteries = new BatteryLedger(ledger);
    long sequence = batteries.asset(asset).map(one -> one.sequence()).orElse(0L) + 1;
    Statement statement =
        Statement.of(asset, sequence, START - 10 * DAY + sequence, action)
            .withEvidence("ab".repeat(32));
    assertThat(batteries.submit(keys.sign(statement, List.of(orgs))))
        .isInstanceOf(SubmitOutcome.Committed.class);
  }

  /** What the engine would say of the ledger as it is. */
  private void read() {
    commands.add(
        new Command.LimitUsableEnergy(
            "u", reader.read("pass", ProvenanceRules.DEFAULT_PROOF, START + 60_000)));
  }

  private void commit(String id, long energyWh) {
    commands.add(
        new Command.CommitStorage(
            "a",
            "u",
            new StorageCommitment(
                id,
                "a",
                Kind.CHARGE_SERVICE,
                START + SLOT,
                START + 3 * SLOT,
                energyWh,
                20_000,
                0,
                0,
                List.of())));
  }

  /** A station at work, a recall, an isolated rack, a day of metering, tests that end. */
  private void live() {
    read();
    state("station", new LifeAction.Commission(), "maker", "lab");
    read();
    commit("much", 18_001);
    commit("all", 18_000);
    state("r-1-a", new LifeAction.Raise("recall", Hold.Cause.RECALL), "maker");
    read();
    state("r-1", new LifeAction.Isolate(), "maker");
    read();
    commit("rest", 9_000);
    state("station", new LifeAction.Throughput("day-1", 0, 50_000, 48_000), "meters");
    read();
    state("station", new LifeAction.Throughput("day-1", 1, 50_000_000, 24_000_000), "meters");
    read();
    commands.add(new Command.Tick(START + 330 * DAY));
  }

  private AuditReport judge(List<Event> events, UnaryOperator<Command> change) {
    return JudgedMarket.live(commands.stream().map(change).toList(), events, ledger);
  }

  @Test
  void marketAndAuditAgreeOnWhatTheLedgerProves() {
    live();
    List<Event> events = new ArrayList<>();
    AuditReport report = judge(events, command -> command);
    assertThat(report.findings()).allMatch(finding -> finding.code().isNote());
    assertThat(all(events, UsableEnergyLimited.class))
        .extracting(one -> one.limit().usableWh())
        .as("not at work, at work, recalled, a rack isolated, 2 cycles, 1,000 cycles")
        .containsExactly(0L, 18_000L, 0L, 9_000L, 9_000L, 0L);
    assertThat(all(events, CommitmentLost.class))
        .extracting(CommitmentLost::commitment)
        .containsExactly("all", "rest");
    assertThat(all(events, UsableEnergyLimited.class).get(5).limit().left())
        .contains(new UsableLimit.Left("r-2-a", "TOO_MANY_CYCLES"));
  }

  @Test
  void theOwnerIsWarnedInTime() {
    state("station", new LifeAction.Commission(), "maker", "lab");
    read();
    commands.add(new Command.Tick(START + 324 * DAY));
    commands.add(new Command.Tick(START + 326 * DAY));
    commands.add(new Command.Tick(START + 327 * DAY));
    List<Event> events = new ArrayList<>();
    AuditReport report = judge(events, command -> command);
    assertThat(report.findings()).allMatch(finding -> finding.code().isNote());
    assertThat(all(events, StorageTestExpires.class)).hasSize(1);
  }

  @Test
  void aFalsifiedProofIsFound() {
    live();
    assertThat(codes(limit -> with(limit, limit.usableWh() + 1, limit.fingerprint())))
        .containsOnly(FindingCode.USABLE_ENERGY_DIFFERS);
    assertThat(codes(limit -> with(limit, limit.usableWh(), "0".repeat(64))))
        .containsOnly(FindingCode.USABLE_ENERGY_DIFFERS);
  }

  private List<FindingCode> codes(UnaryOperator<UsableLimit> change) {
    return judge(
            new ArrayList<>(),
            command ->
                command instanceof Command.LimitUsableEnergy limit
                    ? new Command.LimitUsableEnergy(limit.unit(), change.apply(limit.limit()))
                    : command)
        .findings()
        .stream()
        .map(Finding::code)
        .filter(code -> !code.isNote())
        .distinct()
        .toList();
  }

  private static UsableLimit with(UsableLimit limit, long usableWh, String fingerprint) {
    return new UsableLimit(
        limit.passport(),
        fingerprint,
        limit.atMillis(),
        limit.rules(),
        usableWh,
        limit.untilMillis(),
        limit.held(),
        limit.bases(),
        limit.left(),
        limit.origins());
  }

  private static <E extends Event> List<E> all(List<Event> events, Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Rulebook rulebook() {
    return new Rulebook(
            1,
            Hash.ZERO,
            "m",
            Areas.single("east"),
            "EUR",
            new Rulebook.Timing(15, 0, 45, 15, START),
            -100_000,
            100_000,
            10_000,
            "supplier",
            List.of(new Rulebook.TariffStep(0, 300_000, 80_000)),
            List.of(new Rulebook.Member("a", "east", List.of("meter-a"))),
            Hash.ZERO)
        .withSafeguards(
            Safeguards.NONE.withRegistration(
                new Registration("registrar", false, "meters", false, "bank", 5)));
  }
}
