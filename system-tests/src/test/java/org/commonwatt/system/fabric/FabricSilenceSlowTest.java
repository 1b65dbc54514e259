package org.commonwatt.system.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import org.commonwatt.fabric.network.Organisation;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.ledger.fabric.Deadlines;
import org.commonwatt.ledger.fabric.FabricConnection;
import org.commonwatt.ledger.fabric.FabricLedger;
import org.commonwatt.model.Hash;
import org.commonwatt.testkit.ledger.SampleBatches;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that dies without a word. */
@Tag("slow")
@ExtendWith(RevivesNodes.class)
class FabricSilenceSlowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SampleBatches batches = new SampleBatches("silence-" + UUID.randomUUID());

  @BeforeEach
  void registerTheRulebook() {
    FabricUnderTest.register(batches);
  }

  @Test
  void aStreamOfEventsGoesOnAfterItsConnectionFellSilent() throws Exception {
    FabricConnection direct =
        FabricConnection.read(FabricUnderTest.network().connection(Organisation.REGULATOR));
    try (SilentProxy proxy = new SilentProxy(direct.peer().endpoint());
        Ledger watcher = FabricLedger.open(through(proxy, direct), shortSilence());
        Ledger poster = FabricUnderTest.ledger(Organisation.EXCHANGE);
        LedgerEvents events = watcher.events(new LedgerCheckpoint(watcher.height(), ""))) {
      SubmitOutcome.Committed first = post(poster, 0, Hash.ZERO);
      assertThat(events.next(PATIENCE).orElseThrow().transactionId())
          .isEqualTo(first.transactionId());
      int before = proxy.connections();

      proxy.fallSilent();
      SubmitOutcome.Committed second = post(poster, 1, new Hash(first.result()));

      assertThat(events.next(PATIENCE).orElseThrow().transactionId())
          .isEqualTo(second.transactionId());
      assertThat(proxy.connections()).isGreaterThan(before);
    }
  }

  private static FabricConnection through(SilentProxy proxy, FabricConnection direct) {
    return new FabricConnection(
        new FabricConnection.Peer(
            proxy.address(), direct.peer().tlsCa(), direct.peer().hostOverride()),
        direct.client(),
        direct.channel(),
        direct.chaincode());
  }

  /** The shortest that gRPC and the network's peers permit. */
  private static Deadlines shortSilence() {
    Deadlines usual = Deadlines.DEFAULT;
    return new Deadlines(
        usual.evaluate(),
        usual.endorse(),
        usual.agree(),
        usual.submit(),
        usual.commit(),
        usual.resolve(),
        Duration.ofSeconds(10));
  }

  private SubmitOutcome.Committed post(Ledger ledger, int slot, Hash predecessor) {
    return (SubmitOutcome.Committed)
        new SettlementLedger(ledger).post(batches.payment(slot, predecessor, 1));
  }
}
