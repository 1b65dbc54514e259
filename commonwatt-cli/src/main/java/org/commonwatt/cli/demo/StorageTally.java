package org.commonwatt.cli.demo;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageState;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** Adds up what the events say about the storage station: what it did, in each mode of trade. */
final class StorageTally {
  private static final int MILLION = 1_000_000;
  private static final int PER_MILLE = 1_000;

  /** A round trip that is known no better than so is not told, ppm. */
  private static final long COARSE_PPM = 10_000;

  private final Map<String, StorageTotals.Mode> modes = new HashMap<>(); // by commitment
  private final Map<Long, Map<DeliverySlot, ServiceDelivery>> settled = new TreeMap<>();
  private final Map<Long, Money> money = new HashMap<>(); // by agreement
  private final List<UsableLimit> limits = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();
  private final Map<String, Long> calledWh = new HashMap<>(); // in a slot, by call
  private final Map<String, String> unmetCalls = new TreeMap<>(); // by call, when it ended last
  private int chargePpm = MILLION;
  private long stepWh; // of the state of charge
  private long chargedWh;
  private long dischargedWh;
  private @Nullable StorageState first;
  private @Nullable StorageState last;

  private static final class Money {
    private BigInteger paid = BigInteger.ZERO;
    private BigInteger penalty = BigInteger.ZERO;
  }

  void add(Event event) {
    if (event instanceof Event.StorageRegistered registered) {
      chargePpm = registered.spec().rating().chargePpm();
      stepWh = registered.spec().rating().usableWh() / PER_MILLE;
    } else if (event instanceof Event.StateOfChargeRecorded recorded) {
      first = first == null ? recorded.state() : first;
      last = recorded.state();
    } else if (event instanceof Event.UsableEnergyLimited limited) {
      limits.add(limited.limit());
    } else if (event instanceof Event.CommitmentLost gone) {
      lost.add(gone.commitment());
    } else if (event instanceof Event.DeliveryRecorded recorded) {
      long injectionWh = recorded.delivery().injectionWh();
      chargedWh = Math.addExact(chargedWh, Math.max(0, -injectionWh));
      dischargedWh = Math.addExact(dischargedWh, Math.max(0, injectionWh));
    } else if (event instanceof Event.ServiceAgreed agreed) {
      StorageCommitment one = agreed.proposal().terms().commitment();
      modes.put(one.id(), StorageTotals.Mode.LEASED);
    } else if (event instanceof Event.StorageServiceWon won) {
      modes.put(won.commitment().id(), StorageTotals.Mode.AUCTIONED);
    } else if (event instanceof Event.UnitCalled called) {
      modes.put(called.call(), StorageTotals.Mode.CALLED);
    } else if (event instanceof Event.StorageCalled made) {
      calledWh.put(made.call().call(), made.call().injectionSlotWh());
    } else if (event instanceof Event.CallEnded ended) {
      addEnd(ended);
    } else if (event instanceof Event.ServiceSettled service) {
      ServiceDelivery one = service.delivery();
      settled.computeIfAbsent(one.service(), s -> new TreeMap<>()).put(one.slot(), one);
    } else if (event instanceof Event.SlotSettled slot) {
      slot.billLines().forEach(this::addLine);
    }
  }

  private void addEnd(Event.CallEnded ended) {
    long wantedWh = calledWh.getOrDefault(ended.call(), 0L);
    unmetCalls.remove(ended.call());
    if (ended.promisedSlotWh() != wantedWh) {
      unmetCalls.put(
          ended.call(),
          "%s: of %d Wh in a slot %d were promised"
              .formatted(ended.call(), wantedWh, ended.promisedSlotWh()));
    }
  }

  private void addLine(BillLine line) {
    BigInteger amount = BigInteger.valueOf(-line.amountNano());
    switch (line.kind()) {
      case STORAGE_CHARGE, STORAGE_DISCHARGE, STORAGE_LEASE -> {
        Money of = money(line.tradeId());
        of.paid = of.paid.add(amount);
      }
      case STORAGE_PENALTY -> {
        Money of = money(line.tradeId());
        of.penalty = of.penalty.add(amount);
      }
      default -> {}
    }
  }

  private Money money(long agreement) {
    return money.computeIfAbsent(agreement, first -> new Money());
  }

  /**
   * What came of it.
   *
   * @param cutOffWh what was stored in a part that was cut off
   * @param refused what the station could not keep
   * @param leftOut what there were no slots for
   */
  StorageTotals totals(long cutOffWh, List<String> refused, List<String> leftOut) {
    List<StorageModeTotals> all = new ArrayList<>();
    for (StorageTotals.Mode mode : StorageTotals.Mode.values()) {
      StorageModeSum sum = new StorageModeSum(mode);
      settled.forEach(
          (agreement, slots) -> {
            List<ServiceDelivery> own =
                slots.values().stream().filter(one -> modes.get(one.commitment()) == mode).toList();
            own.forEach(sum::slot);
            if (!own.isEmpty()) {
              Money of = money(agreement);
              sum.service(of.paid, of.penalty);
            }
          });
      all.add(sum.totals());
    }
    List<String> unmet = new ArrayList<>(refused);
    unmet.addAll(unmetCalls.values());
    return new StorageTotals(
        chargedWh,
        dischargedWh,
        storedMore(),
        roundTrip(cutOffWh),
        all,
        recall(),
        List.copyOf(unmet),
        leftOut);
  }

  private StorageTotals.@Nullable Recall recall() {
    for (int i = 1; i < limits.size(); i++) {
      if (limits.get(i).held()) {
        return new StorageTotals.Recall(
            limits.get(i - 1).usableWh(),
            limits.get(i).usableWh(),
            limits.get(limits.size() - 1).usableWh(),
            lost);
      }
    }
    return null;
  }

  private long storedMore() {
    return first == null || last == null ? 0 : last.storedWh() - first.storedWh();
  }

  /**
   * What comes back of what is charged, where what is stored more by now was charged for later, and
   * what is stored less was charged before. Null when nothing came back, or when the steps of the
   * state of charge are too coarse for what was charged.
   */
  private StorageTotals.@Nullable RoundTrip roundTrip(long cutOffWh) {
    long forThatWh = chargedWh - (storedMore() + cutOffWh) * MILLION / chargePpm;
    long stepChargedWh = (stepWh * MILLION + chargePpm - 1) / chargePpm;
    if (dischargedWh == 0 || forThatWh <= stepChargedWh) {
      return null;
    }
    long ppm = dischargedWh * MILLION / forThatWh;
    long precisionPpm = ppm * stepChargedWh / (forThatWh - stepChargedWh) + 1;
    return precisionPpm > COARSE_PPM ? null : new StorageTotals.RoundTrip(ppm, precisionPpm);
  }
}
