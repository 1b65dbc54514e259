package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.SignatureProof;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An organisation that runs other code than it agreed to, and a copy that was changed. */
@Tag("slow")
class FabricFaultsSlowTest {
  private static final long PATIENCE_SECONDS = 120;
  private static final Path RULES =
      Path.of(
          "../settlement-chaincode/src/main/java/org/commonwatt/chaincode/settlement/rules/Settlement.java");

  private final String market = "faults-" + UUID.randomUUID();

  @Test
  void tamperedChaincodeAtOneEndorserCannotCommitABatch(@TempDir Path folder) throws Exception {
    FabricNetwork network = FabricUnderTest.network();
    SampleBatches batches = new SampleBatches(market);
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
    try (Ledger ledger = FabricUnderTest.ledger(Organisation.EXCHANGE)) {
      BatchPoster poster = new BatchPoster(ledger, market);
      Thread thread = new Thread(poster, "poster");
      thread.start();
      Patience.await("some are recorded", () -> poster.recorded() >= 3);
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
      Patience.await("it goes on", () -> poster.recorded() >= atChange + 4);
      poster.stop();
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      assertThat(thread.isAlive()).isFalse();
      SettlementLedger settlement = new SettlementLedger(ledger);
      assertThat(settlement.batches(market)).hasSize(poster.recorded());
      assertThat(settlement.balanceNano(market, "home-02")).isEqualTo(poster.recorded());
    }
  }

  @Test
  void theRegulatorsCopyIsSignedThroughoutAndAForgedBlockIsNot() {
    SampleBatches batches = new SampleBatches(market);
    try (Ledger exchange = FabricUnderTest.ledger(Organisation.EXCHANGE);
        Ledger regulator = FabricUnderTest.ledger(Organisation.REGULATOR)) {
      SubmitOutcome.Committed committed =
          (SubmitOutcome.Committed) posted(new SettlementLedger(exchange), batches);
      Patience.await(
          "the Regulator has the block", () -> regulator.height() > committed.blockNumber());
      SignatureProof proof = FabricUnderTest.proof();
      for (long number = 0; number < regulator.height(); number++) {
        LedgerBlock block = regulator.block(number);
        if (block.transactions().stream().noneMatch(FabricFaultsSlowTest::isPrivateOnly)) {
          assertThat(proof.problems(block)).as("block %s", number).isEmpty();
        }
      }
      LedgerBlock good = regulator.block(committed.blockNumber());
      assertThat(proof.problems(renumbered(good))).hasSize(1);
    }
  }

  /** What the collection's policy alone decides: one organisation's signature may be enough. */
  private static boolean isPrivateOnly(org.commonwatt.ledger.LedgerTransaction transaction) {
    return transaction.call().contract().equals("probe")
        && (transaction.call().function().equals("hide")
            || transaction.call().function().equals("deletePrivate")
            || transaction.call().function().equals("purgePrivate"));
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
          } catch (org.commonwatt.ledger.LedgerException e) {
            return false;
          }
        });
    return outcomes.get(0);
  }

  /** The settlement rules with one line changed: every posting counts twice. */
  private static Path tamper(Path folder) throws Exception {
    String rules = Files.readString(RULES);
    String honest = "Long.toString(posting.amountNano())";
    assertThat(rules).contains(honest);
    Path source =
        Files.writeString(
            folder.resolve("Settlement.java"),
            rules.replace(honest, "Long.toString(2 * posting.amountNano())"));
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
