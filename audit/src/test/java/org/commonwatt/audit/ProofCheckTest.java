package org.commonwatt.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.model.Event.UsableEnergyLimited;
import org.commonwatt.model.Hash;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What bounds a storage unit on the log is held against the batteries on the ledger. */
class ProofCheckTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long DAY = 86_400_000;
  private static final long START = 1_659_312_000_000L;
  private static final UsableLimit.Rules RULES =
      new UsableLimit.Rules(900, 100, 365, 2, List.of("ACCREDITED"), false);

  private final BatteryRecount batteries = new BatteryRecount();
  private final Map<String, Long> sequences = new HashMap<>();

  /** What a station of two racks of two modules each goes through, statement by statement. */
  private List<Runnable> life() {
    return List.of(
        () -> state("m-1", made(AssetKind.MODULE, 6_000, null), 0),
        () -> state("m-2", made(AssetKind.MODULE, 6_000, null), 0),
        () -> state("m-3", made(AssetKind.MODULE, 6_000, null), 0),
        () -> state("m-4", made(AssetKind.MODULE, 6_000, null), 0),
        () -> state("m-1", test(5_000), 1),
        () -> state("m-2", test(4_000), 2),
        () -> state("m-3", test(7_000), 3),
        () -> state("m-4", test(6_000), 4),
        () -> state("r-1", made(AssetKind.ESS, 12_000, null), 4),
        () -> state("r-2", made(AssetKind.ESS, 12_000, null), 4),
        () -> state("s", made(AssetKind.ESS, 24_000, "p"), 4),
        () -> state("r-1", new LifeAction.Attach(List.of("m-1", "m-2")), 5),
        () -> state("r-2", new LifeAction.Attach(List.of("m-3", "m-4")), 5),
        () -> state("s", new LifeAction.Attach(List.of("r-1", "r-2")), 5),
        () -> state("s", new LifeAction.Commission(), 6));
  }

  private static LifeAction made(AssetKind kind, long ratedWh, @Nullable String passport) {
    return new LifeAction.Register(kind, List.of(), ratedWh, 10 * ratedWh, passport);
  }

  private static LifeAction test(long energyWh) {
    return new LifeAction.Test(SohTest.Basis.ACCREDITED, "GB/T 34015", 0, energyWh, 0, "");
  }

  private void state(String asset, LifeAction action, int day) {
    long sequence = sequences.merge(asset, 1L, Long::sum);
    Statement statement = Statement.of(asset, sequence, START + day * DAY, action);
    try {
      assertThat(batteries.take(MAPPER.readTree(statement.text()), true)).isNull();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private UsableLimit limit(
      long usableWh, long until, boolean held, List<String> bases, UsableLimit.Left... left) {
    String text = new ProofRecount(requireNonNull(batteries.find("s"))).text();
    return new UsableLimit(
        "p",
        Hash.of(text.getBytes(StandardCharsets.UTF_8)).hex(),
        START + 10 * DAY,
        RULES,
        usableWh,
        until,
        held,
        bases,
        List.of(left),
        List.of());
  }

  private Map<FindingCode, Long> check(UsableLimit... limits) {
    Map<Place, UsableEnergyLimited> stated = new LinkedHashMap<>();
    for (UsableLimit limit : limits) {
      stated.put(Place.command(stated.size(), 0), new UsableEnergyLimited("station", "co", limit));
    }
    Findings findings = new Findings(10, false);
    ProofCheck check = new ProofCheck(stated, batteries, findings);
    check.look(batteries.find("s"));
    check.finish();
    return findings.report(new AuditCounts(0, 0, 0, 0, BigInteger.ZERO, 0, 0, 0, 0)).totals();
  }

  @Test
  void aStationIsWorthItsStringsWeakestModules() {
    life().forEach(Runnable::run);
    // 2 x 4,000 and 2 x 6,000, as no module counts for more than it is rated for: 90 %, less 100
    UsableLimit all = limit(17_900, START + 366 * DAY, false, List.of("ACCREDITED"));
    assertThat(check(all)).isEmpty();
    assertThat(check(with(all, one -> 17_901L))).containsKey(FindingCode.USABLE_ENERGY_DIFFERS);
  }

  private static UsableLimit with(UsableLimit limit, UnaryOperator<Long> usable) {
    return new UsableLimit(
        limit.passport(),
        limit.fingerprint(),
        limit.atMillis(),
        limit.rules(),
        usable.apply(limit.usableWh()),
        limit.untilMillis(),
        limit.held(),
        limit.bases(),
        limit.left(),
        limit.origins());
  }

  @Test
  void aProofOfAStateThatTheLedgerNeverHadIsFound() {
    life().forEach(Runnable::run);
    UsableLimit all = limit(17_900, START + 366 * DAY, false, List.of("ACCREDITED"));
    state("m-1", new LifeAction.Raise("h", Hold.Cause.RECALL), 7);
    assertThat(check(all)).containsKey(FindingCode.USABLE_ENERGY_DIFFERS);
  }

  @Test
  void aHoldTakesAllAndAnIsolatedRackGivesTheOtherOne() {
    life().forEach(Runnable::run);
    state("m-1", new LifeAction.Raise("h", Hold.Cause.RECALL), 7);
    assertThat(check(limit(0, 0, true, List.of(), new UsableLimit.Left("s", "UNIT_HELD"))))
        .isEmpty();
    state("r-1", new LifeAction.Isolate(), 8);
    UsableLimit rest =
        limit(
            10_700,
            START + 368 * DAY,
            true,
            List.of("ACCREDITED"),
            new UsableLimit.Left("m-1", "ISOLATED"),
            new UsableLimit.Left("m-2", "ISOLATED"));
    assertThat(check(rest)).isEmpty();
    UsableLimit unheld =
        limit(10_700, START + 368 * DAY, false, List.of("ACCREDITED"), rest.left().get(0));
    assertThat(check(unheld)).containsKey(FindingCode.USABLE_ENERGY_DIFFERS);
  }

  @Test
  void cyclesBehindATestEndIt() {
    life().forEach(Runnable::run);
    state("s", new LifeAction.Throughput("w-1", 0, 50_000, 24_000), 8);
    assertThat(check(limit(17_900, START + 366 * DAY, false, List.of("ACCREDITED")))).isEmpty();
    state("s", new LifeAction.Throughput("w-1", 1, 50_000, 48_000), 9);
    assertThat(
            check(
                limit(
                    0,
                    0,
                    false,
                    List.of(),
                    new UsableLimit.Left("m-1", "TOO_MANY_CYCLES"),
                    new UsableLimit.Left("m-2", "TOO_MANY_CYCLES"),
                    new UsableLimit.Left("m-3", "TOO_MANY_CYCLES"),
                    new UsableLimit.Left("m-4", "TOO_MANY_CYCLES"))))
        .isEmpty();
  }

  @Test
  void aPassportThatTheLedgerDoesNotHaveProvesNothing() {
    UsableLimit unknown =
        new UsableLimit(
            "p",
            Hash.of(new byte[0]).hex(),
            START,
            RULES,
            0,
            0,
            false,
            List.of(),
            List.of(new UsableLimit.Left("p", "PASSPORT_NOT_FOUND")),
            List.of());
    assertThat(check(unknown)).isEmpty();
    assertThat(check(with(unknown, one -> 1L))).containsKey(FindingCode.USABLE_ENERGY_DIFFERS);
  }
}
