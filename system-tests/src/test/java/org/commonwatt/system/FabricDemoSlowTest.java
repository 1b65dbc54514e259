package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.cli.laptop.FabricOnLaptop;
import org.commonwatt.fabric.network.FabricCommands;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.FabricOptions;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.RecordedBatch;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.embedded.EmbeddedLedger;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.system.fabric.FabricUnderTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A demo's day on a Fabric network of its own, against the same day on the embedded ledger. */
@Tag("slow")
class FabricDemoSlowTest {
  private static final String MARKET = "fontana";
  private static final int SLOTS = 6;

  @TempDir Path temp;

  @Test
  void aDayOnFabricIsTheDayOfTheEmbeddedLedgerAndIsAudited() throws Exception {
    FabricCommands commands = FabricUnderTest.commands();
    Path fabric = temp.resolve("fabric-demo");
    JsonNode onFabric = demo(fabric, "fabric");
    JsonNode embedded = demo(temp.resolve("embedded-demo"), "embedded");

    assertThat(onFabric.get("ledger").asText()).isEqualTo("fabric");
    assertThat(onFabric.get("audit").asText()).isEqualTo("pass");
    assertThat(onFabric.get("settledBatches").asInt()).isEqualTo(SLOTS);
    assertThat(onFabric.get("bills")).isEqualTo(embedded.get("bills"));

    try (Ledger ledger =
        EmbeddedLedger.open(temp.resolve("embedded-demo/ledger"), InstantSource.system())) {
      List<SettlementBatch> batches = batches(ledger);
      assertThat(batches).hasSize(SLOTS);
      // Each batch names its predecessor's hash, so equal batches have equal hashes.
      assertThat(batchesOnFabric(fabric.resolve("fabric"), commands)).isEqualTo(batches);
      aBundleOfItIsCheckedWithoutIt(fabric, batches.get(SLOTS - 1));
    }
    theAuditTrustsTheAuthoritiesThatItIsGiven(fabric);
  }

  /** The file, the keys of sealed payloads and four certificates are all that a check needs. */
  private void aBundleOfItIsCheckedWithoutIt(Path data, SettlementBatch last) throws Exception {
    Path bundle = temp.resolve("fabric.zip");
    String slot = "--slots=" + Instant.ofEpochMilli(last.slot().startMillis());
    Cli.Result made = Cli.run("audit", "bundle", slot, "--out=" + bundle, "--data=" + data);
    assertThat(made.exitCode()).as(made.toString()).isZero();

    Path trusted = Files.createDirectory(temp.resolve("trusted"));
    for (Organisation one : Organisation.values()) {
      String name = one.id();
      Path folder = data.resolve("fabric/crypto/peerOrganizations/" + name + ".commonwatt.test");
      Files.copy(authority(folder), trusted.resolve(one.mspId() + ".pem"));
    }
    Path orderers = data.resolve("fabric/crypto/ordererOrganizations");
    try (Stream<Path> folders = Files.list(orderers)) {
      Path folder = folders.findFirst().orElseThrow();
      Files.copy(authority(folder), trusted.resolve(FabricNetwork.ORDERER_MSP + ".pem"));
    }
    String[] check = {
      "audit",
      "check",
      bundle.toString(),
      "--keys=" + data.resolve("keys"),
      "--authorities=" + trusted
    };
    Cli.Result honest = Cli.run(check);
    assertThat(honest.exitCode()).as(honest.toString()).isZero();
    assertThat(honest.out()).contains(SLOTS + " batches", "Audit: pass");

    Files.copy(
        trusted.resolve("RegulatorMSP.pem"),
        trusted.resolve("GridOperatorMSP.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(Cli.run(check).out()).contains("BLOCK_SIGNATURE_WRONG", "Audit: fail");
  }

  private static void theAuditTrustsTheAuthoritiesThatItIsGiven(Path data) throws Exception {
    Cli.Result honest = Cli.run("audit", "verify", "--data=" + data);
    assertThat(honest.exitCode()).as(honest.toString()).isZero();
    assertThat(honest.out()).contains("Audit: pass");

    Path organisations = data.resolve("fabric/crypto/peerOrganizations");
    Files.copy(
        authority(organisations.resolve("regulator.commonwatt.test")),
        authority(organisations.resolve("gridoperator.commonwatt.test")),
        StandardCopyOption.REPLACE_EXISTING);
    Cli.Result deceived = Cli.run("audit", "verify", "--data=" + data);
    assertThat(deceived.exitCode()).as(deceived.toString()).isEqualTo(1);
    assertThat(deceived.out())
        .contains("Audit: fail", "BLOCK_SIGNATURE_WRONG", "missing [GridOperatorMSP]");
  }

  /** The certificate by which an audit checks an organisation's identities; no process reads it. */
  private static Path authority(Path organisation) throws IOException {
    try (Stream<Path> files = Files.list(organisation.resolve("msp/cacerts"))) {
      return files.findFirst().orElseThrow();
    }
  }

  private JsonNode demo(Path data, String ledger) throws Exception {
    Path json = temp.resolve(ledger + ".json");
    Cli.Result result =
        Cli.runAlone(
            "demo",
            "--homes=3",
            "--slots=" + SLOTS,
            "--seed=11",
            "--port=0",
            "--exit",
            "--ledger=" + ledger,
            "--data=" + data,
            "--json=" + json);
    assertThat(result.exitCode()).as(result.toString()).isZero();
    return new ObjectMapper().readTree(Files.readString(json));
  }

  private static List<SettlementBatch> batchesOnFabric(Path folder, FabricCommands commands) {
    FabricOptions options = FabricOptions.of(folder, commands, FabricOnLaptop.chaincode());
    try (FabricNetwork network = FabricNetwork.up(options);
        Ledger ledger =
            FabricLedger.open(
                FabricConnection.read(network.connection(Organisation.GRID_OPERATOR)),
                Deadlines.DEFAULT)) {
      return batches(ledger);
    }
  }

  private static List<SettlementBatch> batches(Ledger ledger) {
    return new SettlementLedger(ledger).batches(MARKET).stream().map(RecordedBatch::batch).toList();
  }
}
