package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.commonwatt.engine.FakeLedger;
import org.commonwatt.engine.Fixtures;
import org.commonwatt.engine.MarketService;
import org.commonwatt.engine.TestInfra;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.engine.http.ApiClient.Reply;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.MasterKey;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.identity.oidc.TokenLogins;
import org.commonwatt.log.codec.PositionCodec;
import org.commonwatt.log.kafka.Topics;
import org.commonwatt.model.Command;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A market with accounts, over a real engine, broker and database: three homes, of which the second
 * runs storage, and one account of every other role. A slot is settled, so there are bills.
 */
final class LoginMarket implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(3);
  static final MasterKey MASTER = MasterKey.ofSeed("login-market");

  /** Accounts by their ids. */
  static final Map<String, Account> ACCOUNTS =
      byId(
          new Account("home-01", Role.PROSUMER, Set.of("home-01")),
          new Account("home-02", Role.STORAGE_OPERATOR, Set.of("home-02")),
          new Account("home-03", Role.PROSUMER, Set.of("home-03")),
          new Account("grid", Role.GRID_OPERATOR, Set.of("operator", "dso")),
          new Account("agency", Role.REGULATOR, Set.of()),
          new Account("meters", Role.METER_ORGANISATION, Set.of("meters")),
          new Account("bank", Role.REGISTRATION_OFFICER, Set.of("bank")),
          new Account("cells", Role.BATTERY_ORGANISATION, Set.of("cells")),
          new Account("admin", Role.ADMINISTRATOR, Set.of()));

  private static final RateRules.Rate MUCH = new RateRules.Rate(1_000_000, 1_000);

  private final List<AutoCloseable> parts = new ArrayList<>();
  private final TestInfra infra;
  private volatile Instant now = TestInfra.WALL.instant();
  final FakeLedger ledger = new FakeLedger();
  final Identity identity;
  final ExampleBatteries batteries;
  final MarketService service;

  /** Of which nobody can send too much. */
  LoginMarket(Path dir) throws Exception {
    this(dir, new RateRules(MUCH, MUCH, MUCH, MUCH));
  }

  /** Whose rates are counted by the clock that is turned by hand. */
  LoginMarket(Path dir, RateRules rates) throws Exception {
    this(dir, rates, identity -> null);
  }

  /** Where people log in, too. */
  LoginMarket(Path dir, Function<Identity, TokenLogins> provider) throws Exception {
    this(dir, new RateRules(MUCH, MUCH, MUCH, MUCH), provider);
  }

  /** Whose API encrypts. */
  LoginMarket(Path dir, TlsSettings tls) throws Exception {
    this(dir, new RateRules(MUCH, MUCH, MUCH, MUCH), identity -> null, Optional.of(tls));
  }

  private LoginMarket(Path dir, RateRules rates, Function<Identity, @Nullable TokenLogins> provider)
      throws Exception {
    this(dir, rates, provider, Optional.empty());
  }

  private LoginMarket(
      Path dir,
      RateRules rates,
      Function<Identity, @Nullable TokenLogins> provider,
      Optional<TlsSettings> tls)
      throws Exception {
    RateLimits limits = new RateLimits(rates, () -> now.toEpochMilli() * 1_000_000);
    infra = TestInfra.brokerAndDatabase(dir);
    identity = Identity.open(access(), Fixtures.MARKET, MASTER, () -> now);
    parts.add(identity);
    for (Account account : ACCOUNTS.values()) {
      identity.ensure(account, account.id() + ".all", Set.of(Scope.values()));
    }
    batteries = new ExampleBatteries(ledger.ledger());
    List.of("home-01", "home-02").forEach(home -> batteries.moduleOf(home, batteryOf(home)));
    service =
        MarketService.start(
            infra
                .config(ledger.ledger())
                .with(new AccountLogins(identity, () -> now, limits, provider.apply(identity)), tls)
                .withEvidence(new EvidenceStore(dir.resolve("evidence"), 0)));
    parts.add(service);
    assertThat(service.awaitLeading(PATIENCE)).isTrue();
    assertThat(service.activate(rules(), PATIENCE)).isEmpty();
    Registration.Pledge enough = new Registration.Pledge(1_000_000_000_000_000L, 0);
    List<Registration> pledges =
        Fixtures.HOMES.stream().map(home -> new Registration(home, null, enough)).toList();
    assertThat(service.register(pledges, PATIENCE)).isEmpty();
    service.tick(Fixtures.START - 10 * Fixtures.MINUTE, PATIENCE);
    measured(-4, 700, Fixtures.HOMES);
    assertThat(service.awaitRecorded(1, PATIENCE)).isTrue();
    List.of("home-01", "home-02")
        .forEach(home -> FirstInvoice.issue(ledger.ledger(), Fixtures.MARKET, home));
    assertThat(service.awaitProjected(PATIENCE)).isTrue();
  }

  private static Map<String, Account> byId(Account... accounts) {
    Map<String, Account> byId = new HashMap<>();
    for (Account account : accounts) {
      byId.put(account.id(), account);
    }
    return byId;
  }

  /** The id of a home's battery, which does not tell whose it is. */
  static String batteryOf(String home) {
    return home.replace("home-", "module-of-");
  }

  /** Version 1 of its rules. */
  static Rulebook rules() {
    Rulebook rules = Fixtures.continuousRulebook();
    Curtailment curtailment = new Curtailment(Curtailment.Order.CONTINUOUS_FIRST, 1_000_000);
    return rules
        .withTradingStart(Fixtures.START - 60 * Fixtures.MINUTE)
        .withSafeguards(
            new Safeguards(
                    rules.guarantees(),
                    new Fallbacks(
                        "operator", MissedGate.LATE_AUCTION, 3_600, 0, 1_440, 1_440, curtailment))
                .withRegistration(Fixtures.registration()));
  }

  /** An account by its id. */
  static Account account(String id) {
    return Objects.requireNonNull(ACCOUNTS.get(id));
  }

  Identity.Access access() {
    return new Identity.Access(database().url(), database().user(), database().password());
  }

  Database.Access database() {
    return infra.database();
  }

  /** Renames a table of the accounts, so that they cannot be used. */
  void rename(String from, String to) throws Exception {
    execute("alter table identity." + from + " rename to " + to);
  }

  /** Does something to the database of the accounts. */
  void execute(String sql) throws Exception {
    Identity.Access access = access();
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  int port() {
    return service.httpPort();
  }

  /** Turns the clock of the accounts. */
  void passes(Duration time) {
    now = now.plus(time);
  }

  Instant now() {
    return now;
  }

  /** A client without a login. */
  ApiClient stranger() {
    return client(Map.of());
  }

  /** A client of an account, by a key that has every scope. */
  ApiClient as(String account) {
    return by(account + ".all");
  }

  /** A client by a key. */
  ApiClient by(String keyId) {
    return client(Map.of("Authorization", bearer(keyId)));
  }

  /** A client that says what for. */
  ApiClient as(String account, String purpose) {
    return client(Map.of("Authorization", bearer(account + ".all"), Doors.PURPOSE, purpose));
  }

  static String bearer(String keyId) {
    return "Bearer " + MASTER.token(keyId).text();
  }

  /** A client that sends headers. */
  ApiClient client(Map<String, String> headers) {
    ApiClient client = new ApiClient(port(), headers);
    parts.add(client);
    return client;
  }

  /** Reports what homes took in a slot, and waits until all of its members' positions are there. */
  void measured(int slot, long importWh, List<String> homes) throws Exception {
    for (String home : homes) {
      infra.publish(
          Topics.POSITIONS,
          PositionCodec.encode(Fixtures.MARKET, Fixtures.position(home, slot, importWh, 0)));
    }
    assertThat(service.awaitPositions(Fixtures.slot(slot), PATIENCE)).isTrue();
  }

  /** Places an order that rests, as its owner. */
  long order(String home, int slot) throws Exception {
    Command.PlaceOrder order = Fixtures.order(home, slot, Side.BUY, 1_000);
    Reply reply = as(home).post(order);
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().get("orderId").asLong();
  }

  /** Opens a dispute of the only line of a home, as its owner. */
  long dispute(String home) throws Exception {
    int line = as(home).get("/v1/bills/" + home).json().at("/lines/0/line").asInt();
    Reply reply =
        as(home)
            .post(
                "/v1/disputes",
                ("{\"participant\":\"%s\",\"slotStart\":\"2022-08-02T06:00:00Z\",\"line\":%d,"
                        + "\"reason\":\"Not mine.\"}")
                    .formatted(home, line));
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.json().get("disputeId").asLong();
  }

  /** Registers a webhook of a home, as its owner. */
  void webhook(String home) throws Exception {
    Reply reply =
        as(home)
            .send(
                HttpMethod.PUT,
                "/v1/accounts/" + home + "/webhook",
                "application/json",
                "{\"url\":\"http://127.0.0.1:9/\"}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
  }

  @Override
  public void close() throws Exception {
    for (int i = parts.size() - 1; i >= 0; i--) {
      parts.get(i).close();
    }
    infra.close();
  }
}
