package org.commonwatt.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.Hold;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.SohTest;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.cli.battery.StatementSigner;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.log.sign.SigningKey;
import org.commonwatt.model.Hash;

/**
 * The lives of the modules that the station is made of, as the organisations state them on the
 * ledger: made, put into a pack and a car, taken out when that was scrapped, tested, graded, taken
 * apart, tested, repurposed into racks, and these into the station, which is commissioned. Cars are
 * independent, so their statements go in side by side.
 */
final class ScrappedCars {
  /** The station's passport. */
  static final String PASSPORT = "station-passport";

  /** The module that is recalled; it is in the first rack. */
  static final String RECALLED = "module-01";

  /** The rack that is then cut off. */
  static final String ISOLATED = "rack-1";

  /** How many racks there are, all alike. */
  static final int RACKS = 4;

  private static final int CARS = 24;
  private static final long MODULE_WH = 2_500;
  private static final long TESTED_WH = 2_000;
  private static final long GRAMS_PER_WH = 8;
  private static final int KEY_BYTES = 32; // without what X.509 puts before them
  private static final Duration DAY = Duration.ofDays(1);

  private static final Map<String, Role> ORGANISATIONS = organisationRoles();

  private final BatteryLedger ledger;
  private final Instant now;
  private final Map<String, StatementSigner> signers = new LinkedHashMap<>();

  /**
   * Who states, with new keys in a folder.
   *
   * @param now the market's time, to which the lives lead
   */
  ScrappedCars(BatteryLedger ledger, Path keys, Instant now) throws IOException {
    this.ledger = ledger;
    this.now = now;
    for (String org : ORGANISATIONS.keySet()) {
      signers.put(
          org, new StatementSigner(org, SigningKey.open(keys.resolve(org + ".battery"), org)));
    }
  }

  private static Map<String, Role> organisationRoles() {
    Map<String, Role> roles = new LinkedHashMap<>();
    List<String> orgs = StationTemplate.BATTERY_ORGANISATIONS;
    List<Role> own = List.of(Role.MAKER, Role.CARMAKER, Role.SCRAPPER, Role.LAB, Role.SECOND_LIFE);
    for (int i = 0; i < orgs.size(); i++) {
      roles.put(orgs.get(i), own.get(i));
    }
    roles.put(StationTemplate.OWNER, Role.OPERATOR);
    return roles;
  }

  private static String org(Role role) {
    return ORGANISATIONS.entrySet().stream()
        .filter(one -> one.getValue() == role)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** States all of it. */
  void live() {
    ORGANISATIONS.forEach(this::register);
    sideBySide();
    List<String> racks = new ArrayList<>();
    for (int rack = 1; rack <= RACKS; rack++) {
      racks.add("rack-" + rack);
      rack(rack);
    }
    station(racks);
  }

  private void sideBySide() {
    ExecutorService threads = Executors.newFixedThreadPool(CARS);
    try {
      CompletableFuture.allOf(
              IntStream.rangeClosed(1, CARS)
                  .mapToObj(car -> CompletableFuture.runAsync(() -> car(car), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      threads.shutdownNow();
    }
  }

  private void register(String org, Role role) {
    StatementSigner signer = signer(org);
    byte[] x509 = signer.key().publicKey();
    String key =
        HexFormat.of().formatHex(Arrays.copyOfRange(x509, x509.length - KEY_BYTES, x509.length));
    require(ledger.register(new Organisation(org, key, List.of(role), List.of())), org);
  }

  /** Four years from the maker to the test. */
  private void car(int car) {
    String pack = "pack-%02d".formatted(car);
    String module = "module-%02d".formatted(car);
    Life life = new Life(pack);
    Life part = new Life(module);
    String maker = org(Role.MAKER);
    part.does(1_500, registered(AssetKind.MODULE, car), maker);
    life.does(1_499, registered(AssetKind.PACK, car), maker);
    life.does(1_498, new LifeAction.Attach(List.of(module)), maker);
    life.does(1_450, new LifeAction.Install(vin(car)), org(Role.CARMAKER));
    life.does(90, new LifeAction.Remove(), org(Role.SCRAPPER));
    life.does(86, tested(), org(Role.LAB));
    life.does(85, new LifeAction.Grade("B"), org(Role.LAB));
    String again = org(Role.SECOND_LIFE);
    life.does(80, new LifeAction.Transfer(again), maker, again);
    life.does(
        70,
        new LifeAction.Dismantle(
            List.of(new LifeAction.Accounted(module, LifeAction.Fate.REUSED)), List.of()),
        again);
    part.sequence = ledger.asset(module).orElseThrow().sequence();
    part.does(60, tested(), org(Role.LAB));
  }

  private static LifeAction tested() {
    return new LifeAction.Test(SohTest.Basis.ACCREDITED, "GB/T 34015", 0, TESTED_WH, 0, "");
  }

  private static LifeAction registered(AssetKind kind, int car) {
    String code = "04Q%sB76836300JBC4%07d".formatted(kind.name().charAt(0), car);
    return new LifeAction.Register(kind, List.of(code), MODULE_WH, MODULE_WH * GRAMS_PER_WH, null);
  }

  /** Of a salt that nobody keeps and a number that no car has. */
  private static String vin(int car) {
    return Hash.of(("demo car " + car).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private void rack(int rack) {
    int each = CARS / RACKS;
    List<String> modules =
        IntStream.rangeClosed((rack - 1) * each + 1, rack * each)
            .mapToObj("module-%02d"::formatted)
            .toList();
    String again = org(Role.SECOND_LIFE);
    new Life("rack-" + rack).does(40, storage(each, modules, "rack-" + rack + "-passport"), again);
  }

  private void station(List<String> racks) {
    String again = org(Role.SECOND_LIFE);
    String owner = StationTemplate.OWNER;
    Life life = new Life(StationFacts.UNIT);
    life.does(30, storage(CARS, racks, PASSPORT), again);
    life.does(20, new LifeAction.Transfer(owner), again, owner);
    life.does(10, new LifeAction.Commission(), owner, org(Role.LAB));
  }

  private static LifeAction storage(int modules, List<String> parts, String passport) {
    long ratedWh = modules * MODULE_WH;
    return new LifeAction.Repurpose(
        AssetKind.ESS,
        List.of(),
        ratedWh,
        ratedWh * GRAMS_PER_WH,
        parts,
        passport,
        org(Role.SECOND_LIFE));
  }

  /** What the maker states of the module that it recalls. */
  SignedStatement recall(Instant at) {
    return signed(RECALLED, at, new LifeAction.Raise("recall-1", Hold.Cause.RECALL), maker());
  }

  /** Who recalls. */
  static String maker() {
    return org(Role.MAKER);
  }

  /** What the owner states of the rack that the second-life firm cuts off for it. */
  SignedStatement isolation(Instant at) {
    return signed(ISOLATED, at, new LifeAction.Isolate(), StationTemplate.OWNER, workshop());
  }

  /** Who cuts racks off, and hands in that it did. */
  static String workshop() {
    return org(Role.SECOND_LIFE);
  }

  private SignedStatement signed(String asset, Instant at, LifeAction action, String... orgs) {
    long sequence = ledger.asset(asset).orElseThrow().sequence() + 1;
    return signed(asset, sequence, at.toEpochMilli(), action, orgs);
  }

  private SignedStatement signed(
      String asset, long sequence, long atMillis, LifeAction action, String... orgs) {
    SignedStatement signed =
        new SignedStatement(
            Statement.of(asset, sequence, atMillis, action).withEvidence(document(asset, action)),
            List.of());
    for (String org : orgs) {
      signed = signer(org).sign(signed);
    }
    return signed;
  }

  private StatementSigner signer(String org) {
    return Objects.requireNonNull(signers.get(org), org);
  }

  /** A document that says no more than the statement. */
  private static String document(String asset, LifeAction action) {
    return Hash.of(("demo: " + action + " of " + asset).getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static void require(SubmitOutcome outcome, String what) {
    if (!(outcome instanceof SubmitOutcome.Committed)) {
      throw new IllegalStateException("the ledger did not take " + what + ": " + outcome);
    }
  }

  /** An asset whose events are stated one after the other. */
  private final class Life {
    private final String asset;
    private long sequence;

    Life(String asset) {
      this.asset = asset;
    }

    void does(int daysAgo, LifeAction action, String... orgs) {
      sequence++;
      long atMillis = now.minus(DAY.multipliedBy(daysAgo)).toEpochMilli();
      require(ledger.submit(signed(asset, sequence, atMillis, action, orgs)), asset + " " + action);
    }
  }
}
