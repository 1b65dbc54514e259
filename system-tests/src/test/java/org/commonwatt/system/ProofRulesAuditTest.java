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
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.commonwatt.testkit.battery.FleetKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A rulebook says what is taken as proof: what the engine reads of a station whose modules came
 * without a history, and what a home's nameplate is worth, market and audit agree on.
 */
class ProofRulesAuditTest {
  private static final long START = 1_659_312_000_000L;
  private static final long DAY = 86_400_000;
  private static final long SLOT = 900_000;
  private static final String LEGIBLE = "001MB240000003B3C0221953";
  private static final ProvenanceRules STRICT =
      new ProvenanceRules(
          new UsableLimit.Rules(900, 0, 365, 1_000, List.of("ACCREDITED"), true), 0);
  private static final ProvenanceRules LENIENT =
      new ProvenanceRules(
          new UsableLimit.Rules(800, 100, 20, 100, List.of("ACCREDITED", "IN_HOUSE"), true),
          20_000);

  @TempDir private Path folder;
  private final FleetKeys keys = new FleetKeys();
  private final List<Command> commands = new ArrayList<>();
  private EmbeddedLedger ledger;
  private ProvenanceReader reader;

  @BeforeEach
  void open() {
    ledger = EmbeddedLedger.open(folder, InstantSource.fixed(Instant.ofEpochMilli(START)));
    reader = new ProvenanceReader(ledger);
    BatteryLedger batteries = new BatteryLedger(ledger);
    batteries.register(keys.organisation("maker", Role.MAKER, Role.OPERATOR));
    batteries.register(keys.organisation("firm", Role.SECOND_LIFE));
    batteries.register(keys.organisation("lab", Role.LAB));
    commands.add(new Command.ActivateRulebook(rulebook(STRICT, 1)));
    commands.add(new Command.Tick(START + 60_000));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  /** A module got from a pack that came without a history, and with a code that nobody reads. */
  private void station() {
    state("pack", register("scratched"), "firm");
    state("pack", test(SohTest.Basis.ACCREDITED, 11_000), "lab");
    state("pack", new LifeAction.Grade("A"), "lab");
    LifeAction.Found module =
        new LifeAction.Found(
            "m-1", AssetKind.MODULE, List.of(LEGIBLE), 6_000, 60_000, LifeAction.Fate.REUSED);
    state("pack", new LifeAction.Dismantle(List.of(), List.of(module)), "firm");
    state("m-1", test(SohTest.Basis.IN_HOUSE, 5_000), "firm");
    state(
        "station",
        new LifeAction.Repurpose(
            AssetKind.ESS, List.of("worn off"), 6_000, 60_000, List.of("m-1"), "pass", "firm"),
        "firm");
    state("station", new LifeAction.Transfer("maker"), "firm", "maker");
    state("station", new LifeAction.Commission(), "maker", "lab");
  }

  private static LifeAction register(String code) {
    return new LifeAction.Register(AssetKind.PACK, List.of(code), 12_000, 120_000, null);
  }

  private static LifeAction test(SohTest.Basis basis, long energyWh) {
    return new LifeAction.Test(basis, "GB/T 34015", 0, energyWh, 0, "");
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

  private void register(String unit, String provenance) {
    StorageSpec.Rating rating =
        new StorageSpec.Rating(80_000, 80_000, 20_000, 0, 1_000_000, 1_000_000, -1);
    commands.add(
        new Command.RegisterStorage(
            "meters", new StorageSpec(unit, "a", "east", rating, 96, provenance)));
  }

  private void commit(String id, long energyWh) {
    commands.add(
        new Command.CommitStorage(
            "a",
            "h",
            new StorageCommitment(
                id,
                "a",
                StorageCommitment.Kind.CHARGE_SERVICE,
                START + SLOT,
                START + 3 * SLOT,
                energyWh,
                20_000,
                0,
                0,
                List.of())));
  }

  /** What the engine would say of the station under a rulebook. */
  private void read(ProvenanceRules rules) {
    commands.add(
        new Command.LimitUsableEnergy("u", reader.read("pass", rules.proof(), START + 60_000)));
  }

  private void live() {
    station();
    register("u", "passport:pass");
    register("h", "nameplate:15000"); // is refused: no nameplates yet
    read(STRICT);
    commands.add(new Command.ActivateRulebook(rulebook(LENIENT, 2)));
    read(STRICT); // is refused: it came too late
    read(LENIENT);
    register("h", "nameplate:15000");
    commands.add(
        new Command.ReportStateOfCharge(
            "meters", "h", new StorageState(START, 0, 0, List.of(), List.of())));
    register("k", "nameplate:12000");
    commit("much", 11_901);
    commit("all", 11_900);
    commands.add(
        new Command.ActivateRulebook(rulebook(new ProvenanceRules(LENIENT.proof(), 10_000), 3)));
  }

  @Test
  void marketAndAuditAgreeOnWhatARulebookTakesAsProof() {
    live();
    List<Event> events = new ArrayList<>();
    AuditReport report = judge(events, command -> command);
    assertThat(report.findings()).allMatch(finding -> finding.code().isNote());
    List<UsableLimit> limits = limits(events);
    assertThat(limits)
        .extracting(UsableLimit::usableWh)
        .as("tested by the firm only; taken; by nameplates; which are too large then")
        .containsExactly(0L, 3_900L, 11_900L, 9_500L, 0L, 0L);
    assertThat(limits.get(1).bases()).containsExactly("IN_HOUSE");
    assertThat(limits.get(1).origins())
        .as("of the pack, and of the station itself")
        .containsExactly("UNKNOWN_HISTORY", "UNREADABLE_CODE");
    assertThat(limits.get(1).untilMillis()).isEqualTo(START + 10 * DAY + 2);
    assertThat(limits.get(2).bases()).containsExactly("NAMEPLATE");
    assertThat(events).filteredOn(StorageCommitted.class::isInstance).hasSize(1);
    assertThat(events)
        .filteredOn(CommitmentLost.class::isInstance)
        .extracting(event -> ((CommitmentLost) event).commitment())
        .as("with the rulebook that takes less")
        .containsExactly("all");
  }

  @Test
  void aProofThatLeavesAnOriginOutIsFound() {
    live();
    assertThat(
            judge(
                    new ArrayList<>(),
                    command ->
                        command instanceof Command.LimitUsableEnergy limit
                            ? new Command.LimitUsableEnergy(limit.unit(), silent(limit.limit()))
                            : command)
                .findings()
                .stream()
                .map(Finding::code)
                .filter(code -> !code.isNote()))
        .contains(FindingCode.USABLE_ENERGY_DIFFERS);
  }

  private static UsableLimit silent(UsableLimit limit) {
    return new UsableLimit(
        limit.passport(),
        limit.fingerprint(),
        limit.atMillis(),
        limit.rules(),
        limit.usableWh(),
        limit.untilMillis(),
        limit.held(),
        limit.bases(),
        limit.left(),
        List.of());
  }

  private AuditReport judge(List<Event> events, UnaryOperator<Command> change) {
    return JudgedMarket.live(commands.stream().map(change).toList(), events, ledger);
  }

  private static List<UsableLimit> limits(List<Event> events) {
    return events.stream()
        .filter(UsableEnergyLimited.class::isInstance)
        .map(event -> ((UsableEnergyLimited) event).limit())
        .toList();
  }

  private static Rulebook rulebook(ProvenanceRules rules, int version) {
    return new Rulebook(
            version,
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
            Safeguards.NONE
                .withRegistration(new Registration("registrar", false, "meters", false, "bank", 5))
                .withProvenance(rules));
  }
}
