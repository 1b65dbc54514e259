package org.commonwatt.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.commonwatt.core.TestMarket.MINUTE;
import static org.commonwatt.core.TestMarket.QUARTER;
import static org.commonwatt.core.TestMarket.SLOT;
import static org.commonwatt.core.TestMarket.START;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.ConfirmBatch;
import org.commonwatt.model.Command.PlaceOrder;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderRejected;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.PositionRejected;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Hash;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;
import org.commonwatt.model.SlotPhase;
import org.junit.jupiter.api.Test;

/** Slots that wait for the ledger, and for their settlement, are so many and no more. */
class BacklogTest {
  /** What a slot of three members weighs. */
  private static final int SLOT_WEIGHT = 28;

  private static final int OPEN_SLOTS = 5; // each opens an hour before its start

  private TestMarket market = waitingMarket(2 * SLOT_WEIGHT);

  @Test
  void settlementWaitsForTheLedgerAndGoesOnInOrder() {
    market.tick(SLOT.plus(4).startMillis());
    for (int i = 0; i < 4; i++) {
      market.reportNothing(SLOT.plus(i));
    }
    assertThat(settled()).containsExactly(SLOT, SLOT.plus(1));
    assertThat(market.machine().awaitedSettlement())
        .contains(new SettlementWait(SLOT.plus(2), List.of(), true, true));
    market.tick(SLOT.plus(4).startMillis() + MINUTE);
    assertThat(settled()).as("nothing was confirmed").hasSize(2);

    confirm(1); // in any order
    assertThat(settled()).as("a confirmation settles nothing itself").hasSize(2);
    market.tick(SLOT.plus(4).startMillis() + 2 * MINUTE);
    assertThat(settled()).containsExactly(SLOT, SLOT.plus(1), SLOT.plus(2));
    confirm(0);
    confirm(0);
    market.tick(SLOT.plus(4).startMillis() + 3 * MINUTE);
    assertThat(settled()).containsExactly(SLOT, SLOT.plus(1), SLOT.plus(2), SLOT.plus(3));
    assertThat(market.machine().awaitedSettlement()).isEmpty();
    assertThat(market.machine().recordedSlots()).isEqualTo(3);
  }

  @Test
  void aLaterPositionGoesOnAsATickDoes() {
    market.tick(SLOT.plus(4).startMillis());
    for (int i = 0; i < 3; i++) {
      market.reportNothing(SLOT.plus(i));
    }
    confirm(0);
    market.report("home-01", SLOT.plus(3), 0, 0);
    assertThat(settled()).containsExactly(SLOT, SLOT.plus(1), SLOT.plus(2));
  }

  @Test
  void whatWaitsForTheLedgerIsTheSameAfterARestart() {
    market.tick(SLOT.plus(4).startMillis());
    for (int i = 0; i < 4; i++) {
      market.reportNothing(SLOT.plus(i));
    }
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine()), bounds(56)));
    assertThat(restored.machine().awaitedSettlement())
        .isEqualTo(market.machine().awaitedSettlement());
    restored.tick(SLOT.plus(4).startMillis() + MINUTE);
    assertThat(restored.events(SlotSettled.class)).isEmpty();
    restored.apply(new ConfirmBatch("m." + START / 1_000 + ".initial", "tx", 1));
    restored.tick(SLOT.plus(4).startMillis() + 2 * MINUTE);
    assertThat(restored.events(SlotSettled.class)).hasSize(1);
  }

  @Test
  void noFurtherSlotOpensWhileTooManyWaitForTheirSettlement() {
    market.tick(SLOT.plus(20).startMillis());
    List<DeliverySlot> slots = market.machine().slots();
    assertThat(slots).as("two wait; the others were open by then").hasSize(2 + OPEN_SLOTS);
    assertThat(slots).allMatch(this::isMetering);
    assertThat(market.machine().awaitedSettlement().orElseThrow().full()).isTrue();
    long notOpen = market.machine().nextSlotStartMillis();
    OrderRejected refused = (OrderRejected) market.apply(orderFor(notOpen)).get(0);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
    assertThat(refused.rejection().message()).contains("wait for their settlement");

    market.tick(SLOT.plus(21).startMillis());
    assertThat(market.machine().slots()).isEqualTo(slots);
  }

  @Test
  void slotsOpenAgainOnceTheOthersAreSettled() {
    market.tick(SLOT.plus(20).startMillis());
    int turns = 0;
    DeliverySlot open = SLOT.plus(23);
    while (market.machine().nextSlotStartMillis() <= open.startMillis()) {
      assertThat(turns++).as("it goes on").isLessThan(100);
      settleAndConfirm();
      market.tick(SLOT.plus(20).startMillis() + turns * 1_000L);
    }
    assertThat(market.machine().phase(open.startMillis())).contains(SlotPhase.OPEN);
    assertThat(market.apply(orderFor(open.startMillis())))
        .hasOnlyElementsOfType(OrderAccepted.class);
    assertThat(settled()).as("in order").isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aMarketThatIsFullStaysFullAfterARestart() {
    market.tick(SLOT.plus(20).startMillis());
    TestMarket restored =
        new TestMarket(MarketStateMachine.restore(StateTest.Tape.of(market.machine()), bounds(56)));
    restored.tick(SLOT.plus(21).startMillis());
    assertThat(restored.machine().slots()).isEqualTo(market.machine().slots());
  }

  @Test
  void positionsOfSlotsThatAreNotOpenAreTakenForAsManySlotsAsMayWait() {
    market = waitingMarket(10 * SLOT_WEIGHT);
    DeliverySlot next = SLOT.plus(OPEN_SLOTS);
    assertThat(market.report("home-01", next.plus(9), 0, 0))
        .hasOnlyElementsOfType(PositionRecorded.class);
    PositionRejected refused =
        (PositionRejected) market.report("home-01", next.plus(10), 0, 0).get(0);
    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.SLOT_NOT_OPEN);
  }

  /** What a metering job does that reads its log from the beginning again. */
  @Test
  void positionsThatWereRefusedAreReportedAgainOnceTheLedgerIsBack() {
    DeliverySlot now = SLOT.plus(20);
    market.tick(now.startMillis());
    reportAllBefore(now);
    List<DeliverySlot> refused = refusedAsTooFar();
    // Behind those that wait, those that were open, and as many as may wait.
    DeliverySlot first = SLOT.plus(2 + OPEN_SLOTS + 2);
    assertThat(refused).contains(first).allMatch(slot -> slot.compareTo(first) >= 0);
    assertThat(settled()).hasSize(2);

    for (int turns = 1; turns < 50; turns++) { // the ledger is back
      confirmAll();
      market.tick(now.startMillis() + turns * 1_000L);
    }
    assertThat(settled()).as("it stands still").last().isEqualTo(first.plus(-1));
    SettlementWait wait = market.machine().awaitedSettlement().orElseThrow();
    assertThat(wait.slot()).isEqualTo(first);
    assertThat(wait.missing()).containsExactly("home-01", "home-02", "home-03");
    assertThat(wait.ledger()).isFalse();

    int rounds = 0;
    while (settled().size() < 20) {
      assertThat(rounds++).as("each round takes it on").isLessThan(20);
      reportAllBefore(now);
      for (int turns = 0; turns < 10; turns++) {
        confirmAll();
        market.tick(now.startMillis() + (100 + 10 * rounds + turns) * 1_000L);
      }
    }
    requireOneChain();
    assertThat(settled()).last().isEqualTo(now.plus(-1));
    assertThat(market.machine().awaitedSettlement()).isEmpty();
    assertThat(market.machine().recordedSlots()).isEqualTo(20);
  }

  private void reportAllBefore(DeliverySlot end) {
    for (DeliverySlot slot = SLOT; slot.compareTo(end) < 0; slot = slot.plus(1)) {
      market.reportNothing(slot);
    }
  }

  private List<DeliverySlot> refusedAsTooFar() {
    return market.events(PositionRejected.class).stream()
        .filter(event -> event.rejection().code() == RejectionCode.SLOT_NOT_OPEN)
        .map(event -> event.position().slot())
        .distinct()
        .toList();
  }

  private void confirmAll() {
    for (SettlementBatch batch : market.machine().unconfirmedBatches()) {
      market.apply(new ConfirmBatch(batch.batchId(), "tx", 1));
    }
  }

  @Test
  void everyMarketHasTheSameBacklog() {
    assertThat(MarketBounds.USUAL.backlog()).isEqualTo(500_000);
    assertThat(Backlog.SLOT_ITSELF).isEqualTo(25);
  }

  /**
   * Whatever comes in whatever order, what waits stays within its bound; and once positions and
   * confirmations come, every slot is settled once, each on the batch before.
   */
  @Property(tries = 200)
  void whatWaitsIsBoundedAndNothingIsLost(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int backlog) {
    market = waitingMarket(backlog);
    Random random = new Random(seed);
    long now = START;
    for (int i = 0; i < 150; i++) {
      int dice = random.nextInt(10);
      if (dice < 2) {
        now += random.nextInt(6) * QUARTER;
        market.tick(now);
      } else if (dice < 9) {
        DeliverySlot slot = SLOT.plus(random.nextInt(30));
        market.report("home-0" + (1 + random.nextInt(3)), slot, 0, 10);
      } else if (!market.machine().unconfirmedBatches().isEmpty()) {
        confirm(random.nextInt(market.machine().unconfirmedBatches().size()));
      }
      requireBounded(backlog);
    }
    for (int turns = 0; market.machine().slots().stream().anyMatch(this::isMetering); turns++) {
      assertThat(turns).as("it goes on").isLessThan(1_000);
      settleAndConfirm();
      market.tick(now + turns);
      requireBounded(backlog);
    }
    requireOneChain();
  }

  private void requireBounded(int backlog) {
    int mostSlots = (backlog + SLOT_WEIGHT - 1) / SLOT_WEIGHT;
    assertThat(market.machine().unconfirmedBatches()).hasSizeLessThanOrEqualTo(mostSlots);
    assertThat(market.machine().slots().stream().filter(this::isMetering))
        .hasSizeLessThanOrEqualTo(mostSlots + OPEN_SLOTS);
  }

  private void requireOneChain() {
    Hash before = Hash.ZERO;
    DeliverySlot next = SLOT;
    for (SlotSettled event : market.events(SlotSettled.class)) {
      assertThat(event.batch().slot()).isEqualTo(next);
      assertThat(event.batch().predecessor()).isEqualTo(before);
      before = SettlementHashes.batch(event.batch());
      next = next.plus(1);
    }
  }

  /** Reports what the oldest slot lacks, and confirms what waits. */
  private void settleAndConfirm() {
    market
        .machine()
        .awaitedSettlement()
        .ifPresent(wait -> wait.missing().forEach(home -> market.report(home, wait.slot(), 0, 0)));
    confirmAll();
  }

  private boolean isMetering(DeliverySlot slot) {
    return market
        .machine()
        .phase(slot.startMillis())
        .filter(phase -> phase == SlotPhase.METERING)
        .isPresent();
  }

  private List<DeliverySlot> settled() {
    List<DeliverySlot> slots = new ArrayList<>();
    market.events(SlotSettled.class).forEach(event -> slots.add(event.batch().slot()));
    return slots;
  }

  private void confirm(int which) {
    SettlementBatch batch = market.machine().unconfirmedBatches().get(which);
    List<Event> events = market.apply(new ConfirmBatch(batch.batchId(), "tx", 1));
    assertThat(events).hasSize(2);
  }

  private static PlaceOrder orderFor(long slotStart) {
    return new PlaceOrder("home-01", "c-" + slotStart, "village", slotStart, Side.BUY, 10, 10);
  }

  private static TestMarket waitingMarket(int backlog) {
    TestMarket market = new TestMarket(new MarketStateMachine(bounds(backlog)));
    market.apply(new ActivateRulebook(Rulebooks.standard()));
    market.tick(START);
    return market;
  }

  private static MarketBounds bounds(int backlog) {
    return MarketBounds.USUAL.withBacklog(backlog);
  }
}
