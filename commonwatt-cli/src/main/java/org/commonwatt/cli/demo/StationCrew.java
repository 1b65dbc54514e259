package org.commonwatt.cli.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.commonwatt.cli.community.StationTemplate;
import org.commonwatt.ingest.simulator.SimulatedPlant;
import org.commonwatt.model.DeliverySlot;
import org.jspecify.annotations.Nullable;

/**
 * Everybody around the storage station, one after the other at each border of slots. What they tell
 * and ask the market goes over the public API. In this process are: the set-points of the simulated
 * devices, which are set directly, and whose energy the station holds, which is counted by what the
 * control says it did. They act between the market's tick and the poll of the meters: so what was
 * metered of the station is told before the slot can be settled.
 */
final class StationCrew {
  private static final int MILLION = 1_000_000;
  private static final int QUARTERS = 4; // Wh of a quarter-hour to W

  private final StationPlan plan;
  private final Devices devices;
  private final Parties parties;
  private final Map<Long, Long> stationWh = new HashMap<>(); // by start of the slot
  private final List<String> refused = new ArrayList<>();
  private StationControl.@Nullable Done running;
  private int sharePpm = MILLION; // what is there of the station
  private long usableWh;

  /**
   * What is controlled.
   *
   * @param station the station
   * @param plant the plant beside it
   */
  record Devices(SimulatedPlant station, SimulatedPlant plant) {}

  /**
   * Who acts.
   *
   * @param officer the meter organisation
   * @param control the station's owner
   * @param plant who has wind
   * @param talk owner and plant about leases
   * @param operator the grid operator's way to the market
   * @param provenance what bounds the station
   */
  record Parties(
      StationOfficer officer,
      StationControl control,
      WindPlant plant,
      LeaseTalk talk,
      MarketClient operator,
      Provenance provenance) {}

  /**
   * Where the station's batteries come from.
   *
   * @param lives done when their lives are on the ledger
   * @param recall how one of them is recalled
   * @param tell is told what happens, in lines
   */
  record Provenance(Future<?> lives, StationRecall recall, Consumer<String> tell) {}

  StationCrew(StationPlan plan, Devices devices, Parties parties) {
    this.plan = plan;
    this.devices = devices;
    this.parties = parties;
  }

  /** Does what is due at an instant, once the market's clock is there. */
  void act(Instant now) throws InterruptedException {
    Optional<StationPlan.Day> recalled = plan.recalledAt(now);
    if (recalled.isPresent()) {
      recall(now, recalled.get());
    }
    if (!plan.demo().isBorder(now) || now.isBefore(plan.start())) {
      return;
    }
    DeliverySlot slot = plan.demo().rulebook().slotAt(now.toEpochMilli());
    StationControl.Done before = running;
    if (before == null) {
      awaitLives();
      parties.officer().register(now);
      usableWh = parties.provenance().recall().awaitProof();
      parties.talk().registerKeys();
    } else {
      parties.officer().report(before, now, plan.demo().isTraded(slot.plus(-1)));
    }
    trade(now);
    run(slot);
  }

  private void awaitLives() throws InterruptedException {
    try {
      parties.provenance().lives().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the station's batteries are not on the ledger", e);
    }
  }

  /** What runs goes on to the end of its slot. */
  private void recall(Instant now, StationPlan.Day from) throws InterruptedException {
    StationRecall recall = parties.provenance().recall();
    List<String> lost = recall.recall(now);
    parties
        .provenance()
        .tell()
        .accept(
            "%s: %s is recalled. The station, which offered %d Wh, offers nothing and has lost %s."
                .formatted(
                    now,
                    ScrappedCars.RECALLED,
                    usableWh,
                    lost.isEmpty() ? "no promise" : String.join(", ", lost)));
    int leftPpm = MILLION - MILLION / ScrappedCars.RACKS;
    usableWh = recall.isolate(now);
    parties.officer().cutOff(leftPpm);
    devices.station().cutOff(now.toEpochMilli(), leftPpm);
    sharePpm = leftPpm;
    StationControl.Done done = running;
    running = done == null ? null : done.withoutLease(now);
    lease(from, 0);
    parties
        .provenance()
        .tell()
        .accept(
            "%s: without %s the station offers %d Wh again, and may lease %d Wh."
                .formatted(now, ScrappedCars.ISOLATED, usableWh, share(StationFacts.LEASED_WH)));
  }

  private void lease(StationPlan.Day days, long spareWh) throws InterruptedException {
    long energyWh = share(StationFacts.LEASED_WH);
    parties
        .talk()
        .lease(new LeaseTalk.Share(days, energyWh, Math.min(energyWh, spareWh)))
        .ifPresent(this::refused);
  }

  private void refused(String what) {
    refused.add(what);
    parties.provenance().tell().accept("Refused: " + what);
  }

  private long share(long wh) {
    return wh * sharePpm / MILLION;
  }

  private void trade(Instant now) throws InterruptedException {
    Optional<StationPlan.Day> day = plan.dayLeasedAt(now);
    if (day.isPresent()) {
      lease(day.get(), parties.plant().spareWh());
    }
    Optional<DeliverySlot> refilled = plan.refilledAt(now);
    if (refilled.isPresent()) {
      parties.control().refill(refilled.get(), share(StationFacts.OWN_WH)).ifPresent(this::refused);
    }
    Optional<StationPlan.Shift> shift = plan.shiftAt(now);
    if (shift.isPresent()) {
      parties.control().offer(shift.get().window(), share(StationFacts.OFFER_SLOT_WH));
      parties.plant().bid(shift.get());
    }
    Optional<DeliverySlot> called = plan.calledAt(now);
    if (called.isPresent()) {
      call(called.get());
      parties.control().acceptCalls();
    }
  }

  private void call(DeliverySlot slot) throws InterruptedException {
    parties
        .operator()
        .send(
            "/v1/grid/storage-calls",
            parties
                .operator()
                .body()
                .put("operator", StationTemplate.OPERATOR)
                .put("call", "call-" + slot.startMillis() / 1_000)
                .put("area", StationTemplate.AREA)
                .put("from", StationPlan.start(slot).toString())
                .put("to", StationPlan.start(slot.plus(1)).toString())
                .put("injectionSlotWh", StationFacts.CALL_WH)
                .put("priceMicroPerKwh", StationFacts.CALL_MICRO)
                .put("answerMinutes", 10)
                .put("reason", "a transformer of the area is near its limit"),
            "CALL_EXISTS");
  }

  private void run(DeliverySlot slot) throws InterruptedException {
    StationControl.Done next = parties.control().next(slot, parties.plant().use(slot));
    running = next;
    stationWh.put(slot.startMillis(), next.injectionWh());
    devices.station().run(slot.startMillis(), next.injectionWh() * QUARTERS);
    devices.plant().run(slot.startMillis(), parties.plant().windWh(slot) * QUARTERS);
  }

  /** Net injection of the station or the plant in a slot, Wh, as it was set. */
  long netWh(String participant, DeliverySlot slot) {
    return participant.equals(StationTemplate.PLANT)
        ? parties.plant().windWh(slot)
        : stationWh.getOrDefault(slot.startMillis(), 0L);
  }

  /** What was cut off with what it held, Wh. */
  long cutOffWh() {
    return parties.officer().cutOffWh();
  }

  /** What the station could not keep and was refused, with reasons. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /** What was left out for want of slots, in sentences. */
  List<String> leftOut() {
    return plan.leftOut();
  }
}
