package org.commonwatt.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.commonwatt.ledger.Ledger;
import org.commonwatt.ledger.LedgerCheckpoint;
import org.commonwatt.ledger.LedgerEvent;
import org.commonwatt.ledger.LedgerEvents;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.SettlementLedger;
import org.commonwatt.ledger.SubmitOutcome;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Ledger} must do with events and checkpoints, shown by batches of the settlement
 * contract.
 */
public abstract class LedgerEventsKit extends LedgerKit {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration SILENCE = Duration.ofMillis(700);

  private final String market = "events-" + UUID.randomUUID();

  /** Closes a ledger and opens the same one again. */
  protected abstract Ledger reopen(Ledger opened);

  @BeforeEach
  final void registerTheRulebook() {
    new SampleBatches(market).registered(ledger);
  }

  @Test
  final void anEventTellsOfItsTransactionAndBlock() {
    try (LedgerEvents events = ledger.events(end())) {
      assertThat(events.next(SILENCE)).isEmpty();
      SubmitOutcome.Committed posted = post(market, 0, Hash.ZERO);
      LedgerEvent event = events.next(PATIENCE).orElseThrow();
      assertThat(event.name()).isEqualTo("BatchPosted");
      assertThat(event.payload()).contains(market).contains(posted.result());
      assertThat(event.transactionId()).isEqualTo(posted.transactionId());
      assertThat(event.blockNumber()).isEqualTo(posted.blockNumber());
      assertThat(events.next(SILENCE)).isEmpty();
    }
  }

  @Test
  final void refusedAndInvalidTransactionsHaveNoEvents() {
    LedgerCheckpoint before = end();
    List<SubmitOutcome> outcomes = new ArrayList<>();
    Hash predecessor = Hash.ZERO;
    int slots = 0;
    long first = before.blockNumber();
    while (slots < 5 || (invalid(first, one -> names(one, market)).isEmpty() && slots < 200)) {
      int now = slots++;
      Hash last = predecessor;
      List<SubmitOutcome> met = Together.run(3, () -> outcome(market, now, last));
      predecessor = new Hash(onlyCommitted(met).result());
      outcomes.addAll(met);
      outcomes.add(outcome(market, now, last));
    }
    assertThat(invalid(first, one -> names(one, market)))
        .as("two posts met in %s slots", slots)
        .isNotEmpty();
    assertThat(outcomes).hasAtLeastOneElementOfType(SubmitOutcome.Rejected.class);
    List<LedgerEvent> events = read(before, slots);
    assertThat(events).hasSize(slots);
    assertThat(events).allMatch(event -> event.payload().contains(market));
    assertThat(events).isEqualTo(inBlocks(before.blockNumber()));
  }

  @Test
  final void fromEachEventOnTheRestComesOnceAndInOrder() {
    List<Supplier<SubmitOutcome>> together = new ArrayList<>();
    for (int client = 0; client < 6; client++) {
      String own = market + "-" + client;
      new SampleBatches(own).registered(ledger);
      together.add(() -> post(own, 0, Hash.ZERO));
    }
    LedgerCheckpoint before = end();
    Together.run(together);
    List<LedgerEvent> all = read(before, 6);
    assertThat(all).isEqualTo(inBlocks(before.blockNumber()));
    for (int i = 0; i < all.size() - 1; i++) {
      LedgerCheckpoint after = LedgerCheckpoint.parse(all.get(i).checkpoint().text());
      assertThat(read(after, all.size() - 1 - i)).isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  final void fromTheStartEveryEventOfTheBlocksComes() {
    post(market, 0, Hash.ZERO);
    List<LedgerEvent> expected = inBlocks(0);
    assertThat(read(LedgerCheckpoint.START, expected.size())).isEqualTo(expected);
  }

  @Test
  final void aCheckpointOutlivesTheLedgersClosing() {
    Hash first = new Hash(post(market, 0, Hash.ZERO).result());
    LedgerCheckpoint after = inBlocks(0).get(inBlocks(0).size() - 1).checkpoint();
    Hash second = new Hash(post(market, 1, first).result());
    ledger = reopen(ledger);
    post(market, 2, second);
    assertThat(read(after, 2)).isEqualTo(inBlocks(after.blockNumber() + 1));
  }

  @Test
  final void aClosedStreamSaysSo() {
    LedgerEvents events = ledger.events(LedgerCheckpoint.START);
    events.close();
    events.close();
    assertThatThrownBy(() -> events.next(SILENCE)).isInstanceOf(LedgerException.class);
    LedgerEvents orphan = ledger.events(end());
    ledger.close();
    assertThatThrownBy(() -> orphan.next(SILENCE)).isInstanceOf(LedgerException.class);
    assertThatThrownBy(() -> ledger.events(LedgerCheckpoint.START))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("closed");
  }

  private LedgerCheckpoint end() {
    return new LedgerCheckpoint(ledger.height(), "");
  }

  /** So many events, after which no more come. */
  private List<LedgerEvent> read(LedgerCheckpoint after, int count) {
    List<LedgerEvent> events = new ArrayList<>();
    try (LedgerEvents stream = ledger.events(after)) {
      Optional<LedgerEvent> next = stream.next(PATIENCE);
      while (next.isPresent()) {
        events.add(next.get());
        next = stream.next(events.size() < count ? PATIENCE : SILENCE);
      }
    }
    return events;
  }

  /** The events as the blocks tell them. */
  private List<LedgerEvent> inBlocks(long first) {
    return LongStream.range(first, ledger.height())
        .boxed()
        .flatMap(number -> ledger.block(number).events().stream())
        .toList();
  }

  private SubmitOutcome.Committed post(String to, int slot, Hash predecessor) {
    return (SubmitOutcome.Committed) outcome(to, slot, predecessor);
  }

  private SubmitOutcome outcome(String to, int slot, Hash predecessor) {
    return new SettlementLedger(ledger).post(new SampleBatches(to).payment(slot, predecessor, 1));
  }
}
