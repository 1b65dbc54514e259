package org.commonwatt.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.commonwatt.cli.laptop.Laptop;
import org.commonwatt.ingest.PollOutcome;
import org.commonwatt.model.DeliverySlot;

/**
 * Owns the demo's time. It advances only when the agents have bid one after the other, the market
 * has taken the tick, those around the storage station have acted, the polls of the instant are on
 * the log, and the agents have traded on one after the other; so nothing depends on how fast the
 * machine is.
 */
final class Conductor {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final DemoPlan plan;
  private final DemoClock clock;
  private final Laptop laptop;
  private final List<HomeAgent> agents;
  private final StationCrew station;
  private final Pace pace;
  private final ProgressLine progress;
  private long readings;

  Conductor(DemoPlan plan, DemoClock clock, Laptop laptop, Crew crew) {
    this.plan = plan;
    this.clock = clock;
    this.laptop = laptop;
    this.agents = crew.agents();
    this.station = crew.station();
    this.pace = crew.pace();
    this.progress = crew.progress();
  }

  /**
   * Who plays along.
   *
   * @param agents in the order in which they bid
   * @param station who acts around the storage station
   * @param pace how fast simulated time may run
   * @param progress where to show how far it is
   */
  record Crew(List<HomeAgent> agents, StationCrew station, Pace pace, ProgressLine progress) {}

  /** Runs history and trading, and waits until every traded slot is on the ledger. */
  void run() throws InterruptedException, IOException, TimeoutException {
    Instant end = plan.end();
    for (Instant now = plan.start(); !now.isAfter(end); now = now.plusSeconds(plan.pollSeconds())) {
      if (!now.isBefore(plan.firstGate())) {
        pace.await(now);
      }
      clock.advanceTo(now);
      if (plan.isBorder(now)) {
        bid(plan.slotsWithGateAt(now));
      }
      laptop.market().tick(now.toEpochMilli(), PATIENCE);
      station.act(now);
      poll(now); // only now may the slot before be settled
      trade(now);
      show(now);
    }
    awaitSettlement(end);
  }

  /** Readings that the meters gave and the log has. */
  long readings() {
    return readings;
  }

  private void poll(Instant now) throws IOException, InterruptedException, TimeoutException {
    PollOutcome outcome = laptop.ingest().poll(now.toEpochMilli());
    if (!(outcome instanceof PollOutcome.Spooled spooled)) {
      throw new IOException("the spool is full: " + outcome);
    }
    if (!spooled.failures().isEmpty() || !spooled.rejected().isEmpty()) {
      throw new IOException(
          "a simulated meter failed: " + spooled.failures() + " " + spooled.rejected());
    }
    readings += spooled.accepted().size();
    if (!laptop.ingest().awaitPublished(now.toEpochMilli(), PATIENCE)) {
      throw new TimeoutException("the readings of " + now + " did not reach the log");
    }
  }

  /** Lets the agents bid for the slots behind a gate, then for all of them together. */
  private void bid(List<DeliverySlot> slots) throws InterruptedException, TimeoutException {
    for (DeliverySlot slot : slots) {
      bid(slot);
    }
    for (HomeAgent agent : agents) {
      agent.bidForDishwasher(slots);
    }
  }

  private void bid(DeliverySlot slot) throws InterruptedException, TimeoutException {
    DeliverySlot yesterday =
        plan.rulebook().slotAt(slot.startMillis() - DemoPlan.HISTORY.toMillis());
    if (!laptop.market().awaitPositions(yesterday, PATIENCE)) {
      throw new TimeoutException(
          "the metered positions of " + yesterday + " did not arrive" + trouble());
    }
    for (HomeAgent agent : agents) {
      agent.bid(slot);
    }
  }

  /** Lets the agents trade on in every slot that trades continuously at an instant. */
  private void trade(Instant now) throws InterruptedException {
    for (HomeAgent agent : agents) {
      agent.runDishwasher(plan.continuousAt(now));
    }
    for (DeliverySlot slot : plan.rebalancedAt(now)) {
      int round = plan.roundAt(slot, now);
      for (HomeAgent agent : agents) {
        agent.rebalance(slot, round);
      }
    }
  }

  private void awaitSettlement(Instant end) throws InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!laptop.market().awaitRecorded(plan.slots(), Duration.ofMillis(500))) {
      show(end);
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("not every slot reached the ledger" + trouble());
      }
    }
    if (!laptop.market().awaitProjected(PATIENCE)) {
      throw new TimeoutException("the read models did not catch up" + trouble());
    }
    if (!laptop.market().awaitRegistered(PATIENCE)) {
      throw new TimeoutException("the ledger's registry did not catch up" + trouble());
    }
    if (!laptop.market().awaitGuaranteesOfOrigin(PATIENCE)) {
      throw new TimeoutException("the guarantees of origin did not catch up" + trouble());
    }
    show(end);
    progress.done();
  }

  private String trouble() {
    List<String> troubles = laptop.market().troubles();
    return troubles.isEmpty() ? "" : "; " + String.join("; ", troubles);
  }

  private void show(Instant now) {
    progress.show(now, readings, laptop.market().status());
  }
}
