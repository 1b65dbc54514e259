package org.commonwatt.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.commonwatt.system.fabric.FabricUnderTest;
import org.commonwatt.system.fabric.RevivesNodes;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code commonwatt fabric events} when the one peer that it follows is killed; the others run. */
@Tag("slow")
@ExtendWith(RevivesNodes.class)
class FabricLostPeerSlowTest {
  private static final String PEER = "peer-regulator";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SampleBatches batches = new SampleBatches("lost-" + UUID.randomUUID());
  private final List<String> posted = new ArrayList<>();
  private final Path checkpoint;
  private Hash predecessor = Hash.ZERO;

  FabricLostPeerSlowTest(@TempDir Path folder) {
    checkpoint = folder.resolve("checkpoint");
  }

  @BeforeEach
  void beginAtTheEnd() throws IOException {
    FabricUnderTest.register(batches);
    try (Ledger ledger = FabricUnderTest.ledger(Organisation.EXCHANGE)) {
      Files.writeString(checkpoint, new LedgerCheckpoint(ledger.height(), "").text() + "\n");
    }
  }

  @AfterEach
  void reviveThePeer() {
    FabricUnderTest.network().revive();
  }

  @Test
  void aPeerThatComesBackIsFollowedOnFromTheLastEvent() throws Exception {
    try (Cli events = follow(120)) {
      post();
      awaitShown(events);
      FabricUnderTest.network().kill(PEER);
      post();
      post();
      assertThat(FabricUnderTest.network().revive()).containsExactly(PEER);
      awaitShown(events);
      post();
      awaitShown(events);
      Cli.Result result = events.stop();
      assertThat(shown(result.out())).as("each once, in order").isEqualTo(posted);
      assertThat(Files.readString(checkpoint)).contains(lastTransaction(result.out()));
    }
  }

  @Test
  void aPeerThatStaysAwayEndsTheCommandAtItsLimitAndALaterRunGoesOn() throws Exception {
    try (Cli events = follow(5)) {
      post();
      awaitShown(events);
      FabricUnderTest.network().kill(PEER);
      long killed = System.nanoTime();
      post();
      Cli.Result result = events.await();
      assertThat(Duration.ofNanos(System.nanoTime() - killed))
          .isBetween(Duration.ofSeconds(4), LIMIT);
      assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
      assertThat(result.err()).contains("the peer has been away for 5 s");
      assertThat(shown(result.out())).isEqualTo(posted.subList(0, 1));
    }
    FabricUnderTest.network().revive();
    try (Cli again = follow(120)) {
      post();
      Eventually.holds(LIMIT, () -> shown(again.out()).size() >= 2);
      assertThat(shown(again.stop().out())).isEqualTo(posted.subList(1, 3));
    }
  }

  private Cli follow(int patience) {
    return Cli.start(
        "fabric",
        "events",
        "--data",
        FabricUnderTest.data().toString(),
        "--checkpoint",
        checkpoint.toString(),
        "--patience",
        Integer.toString(patience));
  }

  /** Posts the market's next batch, whose hash its event tells. */
  private void post() {
    try (Ledger ledger = FabricUnderTest.ledger(Organisation.EXCHANGE)) {
      SubmitOutcome outcome =
          new SettlementLedger(ledger).post(batches.payment(posted.size(), predecessor, 1));
      assertThat(outcome).isInstanceOf(SubmitOutcome.Committed.class);
      predecessor = new Hash(((SubmitOutcome.Committed) outcome).result());
      posted.add(predecessor.hex());
    }
  }

  private void awaitShown(Cli events) {
    Eventually.holds(LIMIT, () -> shown(events.out()).size() >= posted.size());
  }

  /** The hashes that the lines of this market's events tell. */
  private List<String> shown(String out) {
    return ours(out).stream()
        .map(line -> line.replaceFirst(".*\"batchHash\":\"", "").replaceFirst("\".*", ""))
        .toList();
  }

  private String lastTransaction(String out) {
    List<String> lines = ours(out);
    return lines.get(lines.size() - 1).split(" ", -1)[2];
  }

  private List<String> ours(String out) {
    return out.lines().filter(line -> line.contains(batches.market())).toList();
  }
}
