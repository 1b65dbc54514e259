package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.CommitStatus;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.LedgerTransaction;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.SignatureProof;
import org.commonwatt.model.Hash;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * An organisation that runs other code than it agreed to or does without the other one, and a copy
 * that was changed.
 */
@Tag("slow")
@ExtendWith(RevivesNodes.class)
class FabricFaultsSlowTest {
  private static final Path RULES =
      Path.of(
          "../settlement-chaincode/src/main/java/org/commonwatt/chaincode/settlement/rules/PostingRows.java");

  private final String market = "faults-" + UUID.randomUUID();

  @Test
  void tamperedChaincodeAtOneEndorserCannotCommitABatch(@TempDir Path folder) throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    SampleBatches batches = FabricUnderTest.register(new SampleBatches(market));
    try (Ledger ledger = FabricUnderTest.ledger(Organisation.EXCHANGE)) {
      SettlementLedger settlement = new SettlementLedger(ledger);
      List<String> tampered = new ArrayList<>(List.of(tamper(folder).toString()));
      tampered.addAll(FabricUnderTest.classPath());
      network.runChaincode(Organisation.GRID_OPERATOR, tampered);
      try {
        long height = ledger.height();
        SubmitOutcome outcome = posted(settlement, batches);
        assertThat(outcome).isInstanceOf(SubmitOutcome.Rejected.class);
        assertThat(((SubmitOutcome.Rejected) outcome).rejection().code())
            .isEqualTo(LedgerRejection.ENDORSEMENT_MISMATCH);
        assertThat(ledger.height()).isEqualTo(height);
      } finally {
        network.runChaincode(Organisation.GRID_OPERATOR, FabricUnderTest.classPath());
      }
      assertThat(posted(settlement, batches)).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(settlement.balanceNano(market, "home-02")).isEqualTo(5);
    }
  }

  @Test
  void underLoadNoBatchIsRecordedWhileOneEndorserRunsOtherCode(@TempDir Path folder)
      throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    List<String> tampered = new ArrayList<>(List.of(tamper(folder).toString()));
    tampered.addAll(FabricUnderTest.classPath());
    try (Ledger ledger = FabricUnderTest.ledger(Organisation.EXCHANGE);
        Load load = new Load(market, 1)) {
      BatchPoster poster = load.clients().get(0);
      load.awaitRecorded(3);
      int atChange;
      try {
        network.runChaincode(Organisation.GRID_OPERATOR, tampered);
        atChange = poster.recorded();
        Patience.await(
            "the change is noticed",
            () -> poster.lastAnswer().contains(LedgerRejection.ENDORSEMENT_MISMATCH));
        // One that both had endorsed before the change may still have been on its way.
        assertThat(poster.recorded()).isBetween(atChange, atChange + 1);
      } finally {
        network.runChaincode(Organisation.GRID_OPERATOR, FabricUnderTest.classPath());
      }
      load.awaitRecorded(3);
      load.stop();
      SettlementLedger settlement = new SettlementLedger(ledger);
      assertThat(settlement.batches(poster.market())).hasSize(poster.recorded());
      assertThat(settlement.balanceNano(poster.market(), "home-02")).isEqualTo(poster.recorded());
    }
  }

  @Test
  void oneEndorserAndItsClientCannotMakeABatchValid() throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    SampleBatches batches = FabricUnderTest.register(new SampleBatches(market));
    try (DirectClient colluding =
            new DirectClient(
                network, network.client(Organisation.EXCHANGE, "submitter", "submitter"));
        PeerCopies copies = new PeerCopies()) {
      Ledger ledger = copies.of(Organisation.EXCHANGE);
      SettlementLedger settlement = new SettlementLedger(ledger);
      SubmitOutcome.Committed first = (SubmitOutcome.Committed) posted(settlement, batches);
      SettlementBatch second = batches.payment(1, new Hash(first.result()), 1_000);
      Envelope alone = colluding.endorsedBy(Organisation.EXCHANGE, second);
      String id = DirectClient.id(alone);

      assertThat(colluding.broadcast(alone).getStatus()).isEqualTo(Status.SUCCESS);

      for (Organisation organisation : Organisation.values()) {
        Ledger copy = copies.of(organisation);
        Patience.await(organisation + " has the block", () -> copy.status(id).isPresent());
        CommitStatus verdict = copy.status(id).orElseThrow();
        assertThat(verdict.code()).isEqualTo("ENDORSEMENT_POLICY_FAILURE");
        assertThat(copy.block(verdict.blockNumber()).transactions())
            .as("it is kept, without an event")
            .anyMatch(one -> one.transactionId().equals(id) && one.eventName() == null);
      }
      for (Organisation organisation : Organisation.endorsers()) {
        SettlementLedger seen = new SettlementLedger(copies.of(organisation));
        assertThat(seen.batches(market)).hasSize(1);
        assertThat(seen.balanceNano(market, "home-02")).isEqualTo(5);
      }
      assertThat(settlement.post(second)).isInstanceOf(SubmitOutcome.Committed.class);
      assertThat(settlement.balanceNano(market, "home-02")).isEqualTo(1_005);
    }
  }

  @Test
  void theRegulatorsCopyIsSignedThroughoutAndAForgedBlockIsNot() {
    SampleBatches batches = FabricUnderTest.register(new SampleBatches(market));
    try (Ledger exchange = FabricUnderTest.ledger(Organisation.EXCHANGE);
        Ledger regulator = FabricUnderTest.ledger(Organisation.REGULATOR)) {
      SubmitOutcome.Committed committed =
          (SubmitOutcome.Committed) posted(new SettlementLedger(exchange), batches);
      Patience.await(
          "the Regulator has the block", () -> regulator.height() > committed.blockNumber());
      SignatureProof proof = FabricUnderTest.proof();
      List<Long> checked = new ArrayList<>();
      for (long number = 0; number < regulator.height(); number++) {
        LedgerBlock block = regulator.block(number);
        if (block.transactions().stream().allMatch(FabricFaultsSlowTest::needsBothEndorsers)) {
          assertThat(proof.problems(block)).as("block %s", number).isEmpty();
          checked.add(number);
        }
      }
      assertThat(checked).contains(0L, committed.blockNumber());
      LedgerBlock good = regulator.block(committed.blockNumber());
      assertThat(proof.problems(renumbered(good))).hasSize(1);
    }
  }

  /**
   * Whether the chaincode's policy decides, as for all that the product does. Other tests of this
   * JVM leave calls of the probe on the network, some of keys or collections with policies of their
   * own, for which one organisation's signature is enough.
   */
  private static boolean needsBothEndorsers(LedgerTransaction transaction) {
    return transaction.governs() || transaction.call().contract().equals(SettlementLedger.CONTRACT);
  }

  private static LedgerBlock renumbered(LedgerBlock block) {
    return new LedgerBlock(
        block.number() + 1,
        block.previousHash(),
        block.dataHash(),
        block.envelopes(),
        block.metadata(),
        block.transactions());
  }

  /** Posts the market's first batch; a chaincode that has just started is given time. */
  private static SubmitOutcome posted(SettlementLedger settlement, SampleBatches batches) {
    List<SubmitOutcome> outcomes = new ArrayList<>();
    Patience.await(
        "the chaincode answers",
        () -> {
          try {
            outcomes.add(settlement.post(batches.payment(0, Hash.ZERO, 5)));
            return true;
          } catch (LedgerException e) {
            return false;
          }
        });
    return outcomes.get(0);
  }

  /** The settlement rules with one line changed: every posting counts twice. */
  private static Path tamper(Path folder) throws Exception {
    String rules = Files.readString(RULES);
    String honest = ".append(posting.amountNano())";
    assertThat(rules).contains(honest);
    Path source =
        Files.writeString(
            folder.resolve("PostingRows.java"),
            rules.replace(honest, ".append(2 * posting.amountNano())"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  files,
                  null,
                  List.of(
                      "-proc:none",
                      "-d",
                      classes.toString(),
                      "-cp",
                      String.join(File.pathSeparator, FabricUnderTest.jars())),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).isTrue();
    }
    try (Stream<Path> made = Files.walk(classes)) {
      assertThat(made.filter(Files::isRegularFile)).isNotEmpty();
    }
    return classes;
  }
}
