package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.commonwatt.fabric.network.FabricNetwork;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.BatchJson;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerBlock;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.SettlementLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that are killed while several clients post and others follow the events. */
@Tag("slow")
@ExtendWith(RevivesNodes.class)
class FabricKillsSlowTest {
  private static final int CLIENTS = 3;
  private static final Duration EVENT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final String market = "kills-" + UUID.randomUUID();

  /** What a failed test has killed would fail the suites after it. */
  @AfterEach
  void reviveAll() {
    FabricUnderTest.network().revive();
  }

  @Test
  void killedProcessesLoseNothingAndDoubleNothing() throws InterruptedException {
    FabricNetwork network = FabricUnderTest.network();
    try (PeerCopies copies = new PeerCopies();
        Load load = new Load(market, CLIENTS)) {
      for (String victim :
          List.of(
              "chaincode-exchange",
              "peer-gridoperator",
              "orderer",
              "peer-exchange",
              "chaincode-gridoperator")) {
        load.awaitRecorded(2);
        List<Integer> before = load.faults();
        network.kill(victim);
        load.awaitFaultsBeyond(before, "the death of " + victim);
        assertThat(network.revive()).containsExactly(victim);
      }
      load.awaitRecorded(2);
      List<BatchPoster> clients = load.stop();
      List<LedgerBlock> blocks = copies.agreed(0);
      for (BatchPoster client : clients) {
        assertThat(PeerCopies.posted(blocks, client.market()))
            .isEqualTo(client.posted().stream().map(BatchJson::write).toList());
        assertBalance(copies.of(Organisation.EXCHANGE), client);
        assertBalance(copies.of(Organisation.GRID_OPERATOR), client);
      }
    }
  }

  @Test
  void heldStreamsGiveEachEventOnceAlthoughTheirPeersAreKilled() throws InterruptedException {
    FabricNetwork network = FabricUnderTest.network();
    try (PeerCopies copies = new PeerCopies();
        Load load = new Load(market, 2)) {
      load.awaitRecorded(1);
      long first = copies.of(Organisation.EXCHANGE).height();
      Map<Organisation, Follower> followers = new LinkedHashMap<>();
      for (Organisation organisation : Organisation.values()) {
        followers.put(
            organisation,
            new Follower(copies.of(organisation).events(new LedgerCheckpoint(first, ""))));
      }
      for (Organisation victim : followers.keySet()) {
        followers.values().forEach(one -> one.readBeyond(first));
        network.kill("peer-" + victim.id());
        assertThat(network.revive()).hasSize(1);
        load.awaitRecorded(2);
        long height = copies.of(Organisation.EXCHANGE).height();
        load.awaitRecorded(1);
        followers.values().forEach(one -> one.readBeyond(height));
      }
      load.stop();
      List<LedgerEvent> expected = PeerCopies.events(copies.agreed(first));
      followers.forEach(
          (organisation, follower) ->
              assertThat(follower.all(expected.size())).as("%s", organisation).isEqualTo(expected));
      assertRestFollowsACheckpoint(copies, expected);
    }
  }

  /** What a program kept before its peer was killed is where it goes on afterwards. */
  private static void assertRestFollowsACheckpoint(PeerCopies copies, List<LedgerEvent> expected) {
    int half = expected.size() / 2;
    for (Organisation organisation : Organisation.values()) {
      Follower resumed =
          new Follower(copies.of(organisation).events(expected.get(half - 1).checkpoint()));
      assertThat(resumed.all(expected.size() - half))
          .as("%s", organisation)
          .isEqualTo(expected.subList(half, expected.size()));
    }
  }

  private static void assertBalance(Ledger ledger, BatchPoster client) {
    assertThat(new SettlementLedger(ledger).balanceNano(client.market(), "home-02"))
        .isEqualTo(client.posted().size());
  }

  /** Reads a stream, which its ledger closes. */
  private static final class Follower {
    private final LedgerEvents stream;
    private final List<LedgerEvent> events = new ArrayList<>();

    Follower(LedgerEvents stream) {
      this.stream = stream;
    }

    /** Reads until an event of this block or a later one has come. */
    void readBeyond(long block) {
      while (events.isEmpty() || events.get(events.size() - 1).blockNumber() < block) {
        events.add(stream.next(EVENT_PATIENCE).orElseThrow());
      }
    }

    /** All from the beginning, when so many are expected; more are read if more come. */
    List<LedgerEvent> all(int count) {
      Optional<LedgerEvent> next;
      do {
        next = stream.next(events.size() < count ? EVENT_PATIENCE : SILENCE);
        next.ifPresent(events::add);
      } while (next.isPresent());
      return events;
    }
  }
}
