package org.commonwatt.ledger.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that posts as fast as it can is killed; what it was answered must be there. */
@Tag("slow")
class KilledWriterTest {
  private static final int ANSWERS = 40;

  @Test
  void everyAnswerSurvivesAKillAndTheChainGoesOn(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> answered = new ArrayList<>();
    Process writer = writer(folder);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
      while (answered.size() < ANSWERS) {
        String line = out.readLine();
        assertThat(line).as("the writer ended early").isNotNull();
        answered.add(line);
      }
      // Through the handle: the process object would close the pipe under the reader.
      writer.toHandle().destroyForcibly();
      out.lines().forEach(answered::add);
    }
    writer.waitFor();
    try (Ledger ledger = EmbeddedLedger.open(folder, InstantSource.system())) {
      assertThat(ledger.height()).isBetween(ANSWERS + 1L, answered.size() + 2L);
      for (String line : answered) {
        // The last line may be cut by the kill; whole ones end with a full stop.
        if (line.endsWith(".")) {
          String transactionId = line.substring(0, line.length() - 1);
          assertThat(ledger.status(transactionId).orElseThrow().valid()).isTrue();
        }
      }
      assertThat(new SettlementLedger(ledger).batches("m")).hasSize((int) ledger.height() - 1);
    }
  }

  private static Process writer(Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The process that is killed. */
  static final class Writer {
    private Writer() {}

    /** Posts batches to the ledger in a folder and prints each transaction id. */
    public static void main(String[] arguments) {
      try (Ledger ledger = EmbeddedLedger.open(Path.of(arguments[0]), InstantSource.system())) {
        SettlementLedger settlement = new SettlementLedger(ledger);
        SampleBatches batches = new SampleBatches("m").registered(ledger);
        Hash predecessor = Hash.ZERO;
        for (int slot = 0; slot < 1_000_000; slot++) {
          SubmitOutcome.Committed committed =
              (SubmitOutcome.Committed) settlement.post(batches.payment(slot, predecessor, 1));
          predecessor = new Hash(committed.result());
          System.out.println(committed.transactionId() + ".");
        }
      }
    }
  }
}
