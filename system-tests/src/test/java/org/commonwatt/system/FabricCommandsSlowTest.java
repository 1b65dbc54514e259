package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.life.LifeAction;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.system.fabric.FabricUnderTest;
import org.commonwatt.testkit.battery.FleetKeys;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/operations/fabric.md, as a user of a terminal gives them. */
@Tag("slow")
class FabricCommandsSlowTest {
  private static final int PROCESSES = 6;

  @TempDir Path data;
  @TempDir Path own;

  @Test
  void aNetworkIsStartedLookedAtFollowedRevokedFromAndStopped() throws Exception {
    FabricUnderTest.commands();
    try (Cli up = Cli.start("fabric", "up", "--data", data.toString())) {
      up.awaitOut("(Ctrl-C stops it)");
      assertAllRun();
      anEndedProcessRunsAgain(up);
      eventsGoOnWhereTheyEnded();
      aFourthOrganisationJoinsAndStatesOfABattery();
      aRevokedSubmitterPostsNoMore();
      assertThat(lines(succeeds("logs", "--lines", "3"), "== ")).hasSize(PROCESSES);
      assertThat(succeeds("down")).contains("Stopped.");
      assertThat(up.await().exitCode()).isZero();
    }
    Cli.Result status = fabric("status");
    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.out().lines().filter(line -> line.contains("stopped"))).hasSize(PROCESSES);
    assertThat(succeeds("down")).contains("It did not run.");
    Cli.Result events = fabric("events", "--exit");
    assertThat(events.exitCode()).as(events.toString()).isEqualTo(3);
    assertThat(events.err()).contains("the peer did not show its chain");
  }

  private void assertAllRun() throws InterruptedException {
    String status = succeeds("status");
    assertThat(status.lines().skip(1)).hasSize(PROCESSES).noneMatch(row -> row.contains("stopped"));
    assertThat(lines(status, "peer-")).hasSize(3).allMatch(row -> row.matches(".* MiB +[0-9]+"));
  }

  private void anEndedProcessRunsAgain(Cli up) throws InterruptedException {
    Matcher row =
        Pattern.compile("(?m)^peer-regulator +\\S+ +([0-9]+) ").matcher(succeeds("status"));
    assertThat(row.find()).isTrue();
    ProcessHandle peer = ProcessHandle.of(Long.parseLong(row.group(1))).orElseThrow();
    peer.destroyForcibly();
    up.awaitOut("(peer-regulator) had ended and runs again");
    assertAllRun();
  }

  private void eventsGoOnWhereTheyEnded() throws InterruptedException {
    String[] follow = {"events", "--checkpoint", own.resolve("checkpoint").toString(), "--exit"};
    try (Ledger ledger = FabricLedger.open(connection(), Deadlines.DEFAULT)) {
      new SampleBatches("events").registered(ledger);
    }
    assertThat(lines(succeeds(follow), "block "))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("EntriesPosted"));
    String first = post("events", 0, Hash.ZERO);
    assertThat(lines(succeeds(follow), "block "))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("BatchPosted").contains(first));
    String second = post("events", 1, new Hash(first));
    assertThat(lines(succeeds(follow), "block "))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(second));
    assertThat(lines(succeeds(follow), "block ")).as("none is new").isEmpty();
    assertThat(lines(succeeds("events", "--exit"), "block ")).as("from the start").hasSize(3);
  }

  /** Signed by two of the founders; what it states it reads again at its own peer. */
  private void aFourthOrganisationJoinsAndStatesOfABattery() throws InterruptedException {
    FleetKeys keys = new FleetKeys();
    try (Ledger exchange = FabricLedger.open(connection(), Deadlines.DEFAULT)) {
      new BatteryLedger(exchange).register(keys.organisation("second-life", Role.SECOND_LIFE));
    }
    try (Cli join = join("second-life")) {
      join.awaitOut("(Ctrl-C stops it)");
      assertThat(Files.exists(own.resolve("fabric/crypto/peerOrganizations"))).isTrue();
      FabricConnection member =
          FabricConnection.read(own.resolve("fabric/connection-second-life.json"));
      assertThat(member.client().mspId()).isEqualTo("SecondLifeMSP");
      try (Ledger ledger = FabricLedger.open(member, Deadlines.DEFAULT)) {
        BatteryLedger batteries = new BatteryLedger(ledger);
        LifeAction taken =
            new LifeAction.Register(AssetKind.MODULE, List.of(), 6_000, 60_000, null);
        Statement statement = Statement.of("module-1", 1, 1_659_312_000_000L, taken);
        assertThat(batteries.submit(keys.sign(statement, List.of("second-life"))))
            .isInstanceOf(SubmitOutcome.Committed.class);
        assertThat(batteries.asset("module-1").orElseThrow().ownerOrg()).isEqualTo("second-life");
        assertThat(ledger.height()).isPositive();
      }
    }
    Cli.Result founder = Cli.run(joining("regulator"));
    assertThat(founder.exitCode()).as(founder.toString()).isEqualTo(3);
    assertThat(founder.err()).contains("regulator is a founder of the network");
  }

  private Cli join(String name) {
    return Cli.start(joining(name));
  }

  private String[] joining(String name) {
    return new String[] {
      "fabric",
      "join",
      "--data",
      own.toString(),
      "--network",
      data.toString(),
      "--organisation",
      name
    };
  }

  private void aRevokedSubmitterPostsNoMore() throws Exception {
    Path certificate = connection().client().certificate();
    Path copy = Files.copy(certificate, own.resolve("cert.pem"));
    try (Ledger ledger = FabricLedger.open(connection(), Deadlines.DEFAULT)) {
      assertThat(succeeds("revoke", "--certificate", certificate.toString())).contains("Revoked.");
      Eventually.holds(Duration.ofMinutes(1), () -> isRefused(ledger));
      assertThatThrownBy(() -> post(ledger, "revoked", 0, Hash.ZERO))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("access denied");
    }
    assertThat(succeeds("revoke", "--certificate", copy.toString()))
        .contains("It was revoked before.");
  }

  private static boolean isRefused(Ledger ledger) {
    try {
      return ledger.height() < 0;
    } catch (LedgerException refused) {
      return true;
    }
  }

  private String post(String market, int slot, Hash predecessor) {
    try (Ledger ledger = FabricLedger.open(connection(), Deadlines.DEFAULT)) {
      return post(ledger, market, slot, predecessor);
    }
  }

  private static String post(Ledger ledger, String market, int slot, Hash predecessor) {
    SubmitOutcome outcome =
        new SettlementLedger(ledger).post(new SampleBatches(market).payment(slot, predecessor, 1));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return ((SubmitOutcome.Committed) outcome).result();
  }

  private FabricConnection connection() {
    return FabricConnection.read(data.resolve("fabric/connection-exchange.json"));
  }

  private String succeeds(String... arguments) throws InterruptedException {
    Cli.Result result = fabric(arguments);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return result.out();
  }

  private Cli.Result fabric(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("fabric"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    return Cli.run(command.toArray(new String[0]));
  }

  private static List<String> lines(String text, String start) {
    return text.lines().filter(line -> line.startsWith(start)).toList();
  }
}
