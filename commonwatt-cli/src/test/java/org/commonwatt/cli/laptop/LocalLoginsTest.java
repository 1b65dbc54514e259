package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.community.CommunityTemplate;
import org.commonwatt.engine.issuer.BuiltInIssuer;
import org.commonwatt.engine.readmodel.Database;
import org.commonwatt.identity.Authenticator;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.MasterKey;
import org.commonwatt.identity.Refusal;
import org.commonwatt.identity.Role;
import org.commonwatt.identity.Scope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLoginsTest {
  @TempDir private static Path shared;
  private static EmbeddedDatabase database;

  @TempDir private Path folder;

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabase.start(shared.resolve("postgres"));
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  void everyParticipantAndOfficerHasAFileThatOnlyItsOwnerMayRead() throws Exception {
    Rulebook rulebook = rulebook("first", "home-02");
    try (LocalLogins logins = open(rulebook)) {
      assertThat(logins.login("home-01")).startsWith("local.home-01.");
    }
    assertThat(files())
        .contains("home-01", "home-02", "administrator", "regulator", "meter-organisation")
        .contains(rulebook.supplier(), rulebook.areas().gridOperator());
    Path file = folder.resolve("logins/home-01");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void theLoginOfAFileLetsItsAccountIn() throws Exception {
    Rulebook rulebook = rulebook("second", "home-02");
    open(rulebook).close();
    try (Identity identity = identity(rulebook)) {
      var outcome = identity.authenticator().authenticate(request("home-02"));
      var account = outcome.principal().orElseThrow().account();
      assertThat(account.role()).isEqualTo(Role.PROSUMER);
      assertThat(account.participants()).containsExactly("home-02");
    }
  }

  @Test
  void whoConfirmsWhatComesLaterHasAnAccountThatMayDoSo() throws Exception {
    Rulebook rulebook = registering("officers", "administrator", "bank");
    open(rulebook).close();
    assertThat(files()).contains("bank");
    try (Identity identity = identity(rulebook)) {
      for (String officer : List.of("bank", "meter-organisation")) {
        var login = identity.authenticator().authenticate(request(officer)).principal();
        assertThat(login.orElseThrow().account().participants()).containsExactly(officer);
        assertThat(login.orElseThrow().key().scopes()).contains(Scope.OPERATE);
      }
      assertThat(identity.account("administrator").orElseThrow().participants()).isEmpty();
      assertThat(identity.account("bank").orElseThrow().role())
          .as("no administrator, who may recover anybody's login")
          .isEqualTo(Role.REGISTRATION_OFFICER);
    }
  }

  @Test
  void aBatteryOrganisationHasALoginAndActsForItself() throws Exception {
    Rulebook rulebook = rulebook("batteries", "home-02");
    BuiltInIssuer.Place place = BuiltInIssuer.Place.LOCAL;
    open(rulebook, place, List.of("cell-maker", "test-lab")).close();
    assertThat(files()).contains("cell-maker", "test-lab");
    try (Identity identity = identity(rulebook)) {
      var login = identity.authenticator().authenticate(request("test-lab")).principal();
      assertThat(login.orElseThrow().account().role()).isEqualTo(Role.BATTERY_ORGANISATION);
      assertThat(login.orElseThrow().account().participants())
          .as("the organisation that signs")
          .containsExactly("test-lab");
    }
    for (String taken : List.of("home-01", "regulator", "test-lab")) {
      assertThatThrownBy(() -> open(rulebook, place, List.of("test-lab", taken)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(taken + " is an account of the market already");
    }
  }

  @Test
  void whoTradesOrReadsMetersConfirmsNoDeposits() throws Exception {
    Rulebook plain = rulebook("sharing", "home-02");
    for (String bank : List.of(plain.supplier(), "meter-organisation")) {
      assertThatThrownBy(() -> open(registering("sharing", "registrar", bank)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining(bank + " cannot be registration-officer, too");
    }
  }

  private Rulebook registering(String market, String registrar, String bank) throws IOException {
    Rulebook plain = rulebook(market, "home-02");
    return plain.withSafeguards(
        plain
            .safeguards()
            .withRegistration(
                new Registration(registrar, true, "meter-organisation", false, bank, 9)));
  }

  @Test
  void aKeyThatWasRevokedStaysRevoked() throws Exception {
    Rulebook rulebook = rulebook("third", "home-02");
    open(rulebook).close();
    try (Identity identity = identity(rulebook)) {
      assertThat(identity.revoke("home-01", "local.home-01")).isPresent();
    }
    Path file = folder.resolve("logins/home-01");
    Authenticator.Request login = request("home-01");
    Files.delete(file);
    open(rulebook).close();
    try (Identity identity = identity(rulebook)) {
      assertThat(identity.authenticator().authenticate(login).refusal()).contains(Refusal.REVOKED);
      assertThat(file).as("of no use any more").doesNotExist();
    }
  }

  @Test
  void filesOfAnotherMasterKeyAreWrittenAnew() throws Exception {
    Rulebook rulebook = rulebook("fourth", "home-02");
    open(rulebook).close();
    String before = Files.readString(folder.resolve("logins/home-01"));
    Files.delete(folder.resolve("logins.key"));
    open(rulebook).close();
    assertThat(Files.readString(folder.resolve("logins/home-01"))).isNotEqualTo(before);
  }

  @Test
  void aMasterKeyThatOthersMayReadIsNotUsed() throws Exception {
    Rulebook rulebook = rulebook("fifth", "home-02");
    open(rulebook).close();
    Files.setPosixFilePermissions(
        folder.resolve("logins.key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> open(rulebook))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void theBuiltInIssuerSaysWhatItIsAndStaysOnThisMachine() throws Exception {
    Rulebook rulebook = rulebook("seventh", "home-02");
    try (LocalLogins logins = open(rulebook)) {
      assertThat(logins.people().orElseThrow())
          .contains("Built-in issuer (local use only)")
          .contains("http://127.0.0.1:")
          .endsWith("/built-in-issuer");
    }
    BuiltInIssuer.Place everywhere = new BuiltInIssuer.Place("0.0.0.0", 0, false);
    assertThatThrownBy(() -> open(rulebook, everywhere))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("local use only");
    open(rulebook, new BuiltInIssuer.Place("0.0.0.0", 0, true)).close();
  }

  @Test
  void aParticipantThatIsCalledLikeAnOfficerIsRefused() {
    assertThatThrownBy(() -> open(rulebook("sixth", "regulator")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("called regulator");
  }

  /** The rules of a new community of two homes, of which the second has another name. */
  private Rulebook rulebook(String market, String second) throws IOException {
    String text =
        CommunityTemplate.render(
            new CommunityTemplate.Settings(
                2, List.of(6001), "2022-08-02T07:00:00Z", 300, Hash.of(new byte[] {1}), false));
    Path file = folder.resolve("community.yaml");
    Files.writeString(
        file, text.replaceFirst("market: \\S+", "market: " + market).replace("home-02", second));
    return CommunityFile.read(file).rulebook();
  }

  @Test
  void anIdThatLeavesNoRoomForThatOfAKeyIsNamed() {
    String id = "h".repeat(59);
    assertThatThrownBy(() -> open(rulebook("seventh", id)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(id + " is too long");
  }

  private LocalLogins open(Rulebook rulebook) {
    return open(rulebook, BuiltInIssuer.Place.LOCAL);
  }

  private LocalLogins open(Rulebook rulebook, BuiltInIssuer.Place place) {
    return open(rulebook, place, List.of());
  }

  private LocalLogins open(
      Rulebook rulebook, BuiltInIssuer.Place place, List<String> batteryOrganisations) {
    LoginSettings.People people =
        new LoginSettings.People(Optional.empty(), Optional.of(place), false);
    return LocalLogins.open(
        new LoginSettings(folder.resolve("logins.key"), people),
        folder.resolve("logins"),
        LocalAccounts.of(rulebook, batteryOrganisations),
        new Database.Access(database.jdbcUrl(), Laptop.USER, ""));
  }

  private Identity identity(Rulebook rulebook) throws IOException {
    return Identity.open(
        new Identity.Access(database.jdbcUrl(), Laptop.USER, ""),
        rulebook.market(),
        MasterKey.open(folder.resolve("logins.key")),
        InstantSource.system());
  }

  private Authenticator.Request request(String account) throws IOException {
    String login = Files.readString(folder.resolve("logins").resolve(account)).strip();
    return new Authenticator.Request("Bearer " + login, "GET", "/v1/time", new byte[0]);
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("logins"))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
