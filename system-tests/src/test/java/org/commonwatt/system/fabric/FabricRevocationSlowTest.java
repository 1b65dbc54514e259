package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.stream.Stream;
import org.commonwatt.fabric.network.ClientIdentity;
import org.commonwatt.fabric.network.FabricException;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.hyperledger.fabric.protos.orderer.BroadcastResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that its organisation takes back while the network runs. */
@Tag("slow")
@ExtendWith(RevivesNodes.class)
class FabricRevocationSlowTest {
  private final SampleBatches batches = new SampleBatches("revoked-" + UUID.randomUUID());

  @BeforeEach
  void registerTheRulebook() {
    FabricUnderTest.register(batches);
  }

  @Test
  void aRevokedCertificateIsRefusedAndItsSuccessorIsNot(@TempDir Path elsewhere) throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    ClientIdentity client = network.client(Organisation.EXCHANGE, "leaver", "submitter");
    Path copy = Files.copy(client.certificate(), elsewhere.resolve("cert.pem"));
    try (Ledger leaver = ledger(client);
        Ledger stayer = FabricUnderTest.ledger(Organisation.EXCHANGE)) {
      SubmitOutcome.Committed first = post(leaver, 0, Hash.ZERO);

      assertThat(revoke(client.certificate())).isTrue();
      Patience.await("the peer refuses", () -> isRefused(leaver));

      assertThatThrownBy(() -> post(leaver, 1, new Hash(first.result())))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("access denied");
      assertThatThrownBy(leaver::height).isInstanceOf(LedgerException.class);
      try (LedgerEvents events = leaver.events(LedgerCheckpoint.START)) {
        assertThatThrownBy(() -> events.next(Duration.ofSeconds(60)))
            .isInstanceOf(LedgerException.class)
            .hasMessageContaining("PERMISSION_DENIED");
      }
      SubmitOutcome.Committed second = post(stayer, 1, new Hash(first.result()));
      assertThat(new SettlementLedger(stayer).batches(batches.market())).hasSize(2);

      assertThat(revoke(copy)).as("revoked before").isFalse();
      ClientIdentity successor = network.client(Organisation.EXCHANGE, "leaver", "submitter");
      assertThat(Files.mismatch(successor.certificate(), copy)).isNotEqualTo(-1);
      try (Ledger renewed = ledger(successor)) {
        post(renewed, 2, new Hash(second.result()));
      }
    }
  }

  @Test
  void aCopyOfACertificateIsAsGoodAsTheClientsOwn(@TempDir Path elsewhere) throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    ClientIdentity client = network.client(Organisation.EXCHANGE, "copied", "submitter");
    Path folder = client.certificate().resolveSibling("");
    Path copy = Files.copy(client.certificate(), elsewhere.resolve("cert.pem"));

    assertThat(revoke(copy)).isTrue();
    assertThat(folder).doesNotExist();

    // As if that run had been killed before it came to the client's folder.
    Files.move(setAside(folder), folder);
    Patience.await("the change is in the channel's configuration", () -> !revoke(copy));
    assertThat(folder).doesNotExist();
    ClientIdentity successor = network.client(Organisation.EXCHANGE, "copied", "submitter");
    try (Ledger renewed = ledger(successor)) {
      post(renewed, 0, Hash.ZERO);
    }
  }

  private static Path setAside(Path folder) throws IOException {
    try (Stream<Path> siblings = Files.list(folder.resolveSibling(""))) {
      return siblings
          .filter(
              one -> one.getFileName().toString().startsWith(folder.getFileName() + ".revoked-"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void everyPeerAndTheOrdererRefuseARevokedCertificate() throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    ClientIdentity client = network.client(Organisation.EXCHANGE, "banned", "submitter");
    try (DirectClient banned = new DirectClient(network, client);
        Ledger stayer = FabricUnderTest.ledger(Organisation.EXCHANGE)) {
      for (Organisation organisation : Organisation.values()) {
        assertThat(banned.ask(organisation)).as("%s before", organisation).startsWith("200");
      }
      Envelope ordered = banned.endorsed(batches.payment(0, Hash.ZERO, 1));
      Envelope kept = banned.endorsed(batches.payment(0, Hash.ZERO, 2));
      assertThat(banned.broadcast(ordered).getStatus()).isEqualTo(Status.SUCCESS);
      Patience.await(
          "the batch is recorded",
          () -> !new SettlementLedger(stayer).batches(batches.market()).isEmpty());

      assertThat(revoke(client.certificate())).isTrue();

      Patience.await("the orderer has written the change", () -> isForbidden(banned, kept));
      for (Organisation organisation : Organisation.values()) {
        Patience.await(
            organisation + " refuses", () -> banned.ask(organisation).contains("access denied"));
      }
      assertThat(new SettlementLedger(stayer).batches(batches.market())).hasSize(1);
    }
  }

  @Test
  void aCertificateOfNobodyHereIsNotRevoked() {
    Path server = FabricUnderTest.network().peer(Organisation.REGULATOR).tlsAuthority();
    assertThatThrownBy(() -> revoke(server))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("no organisation of this network has issued " + server);
  }

  /** The orderer takes a change of the configuration before it has put it in a block. */
  private static boolean isForbidden(DirectClient client, Envelope transaction) {
    try {
      BroadcastResponse answer = client.broadcast(transaction);
      assertThat(answer.getStatus()).as(answer.getInfo()).isIn(Status.SUCCESS, Status.FORBIDDEN);
      return answer.getStatus() == Status.FORBIDDEN;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static boolean revoke(Path certificate) {
    return FabricUnderTest.control()
        .revoke(FabricUnderTest.commands(), certificate, InstantSource.system());
  }

  private SubmitOutcome.Committed post(Ledger ledger, int slot, Hash predecessor) {
    SubmitOutcome outcome =
        new SettlementLedger(ledger).post(batches.payment(slot, predecessor, 1));
    assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
    return (SubmitOutcome.Committed) outcome;
  }

  /** Once its peer has the block with the change. */
  private static boolean isRefused(Ledger ledger) {
    try {
      return ledger.height() < 0;
    } catch (LedgerException refused) {
      return true;
    }
  }

  /** The exchange's connection, as another client. */
  private static Ledger ledger(ClientIdentity client) {
    FabricConnection usual =
        FabricConnection.read(FabricUnderTest.network().connection(Organisation.EXCHANGE));
    return FabricLedger.open(
        new FabricConnection(
            usual.peer(),
            new FabricConnection.Client(client.mspId(), client.certificate(), client.privateKey()),
            usual.channel(),
            usual.chaincode()),
        Deadlines.DEFAULT);
  }
}
