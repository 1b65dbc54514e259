package org.commonwatt.cli.scenario;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.CommitmentLost;
import org.commonwatt.model.Event.DeliveryRecorded;
import org.commonwatt.model.Event.NegotiationEnded;
import org.commonwatt.model.Event.PositionRecorded;
import org.commonwatt.model.Event.ServiceSettled;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.StorageAuctionCleared;
import org.commonwatt.model.Event.StorageCommitted;
import org.commonwatt.model.Posting;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;

/** Adds up what the events say of a scenario. */
final class ScenarioTally {
  private final Map<Mode, Sums> modes = new EnumMap<>(Mode.class);
  private final Map<String, Mode> lastOf = new HashMap<>(); // in which a customer charged last
  private final Map<String, Mode> modeOf = new HashMap<>(); // by commitment
  private final Map<Long, Mode> modeOfService = new HashMap<>(); // by number of the agreement
  private final Map<Long, Long> meteredWh = new HashMap<>(); // by slot, of plants and stations
  private final Map<Long, Long> deliveredWh = new HashMap<>(); // by slot, meters less services
  private final Set<String> plantsToday = new HashSet<>();
  private BigInteger moneySumNano = BigInteger.ZERO;
  private long energySumWh;
  private long fedInWh;
  private long settledSlots;
  private long lost;
  private long missedWh;
  private long ended;
  private long auctions;
  private long auctionsWithGap;

  ScenarioTally() {
    for (Mode mode : Mode.values()) {
      modes.put(mode, new Sums());
    }
  }

  /** What was traded in one of the ways. */
  static final class Sums {
    final Set<String> customers = new HashSet<>();
    long trades;
    long chargedWh;
    long dischargedWh;
    long feesNano;
  }

  /** Takes the next event. */
  void add(Event event) {
    if (event instanceof StorageCommitted committed) {
      add(committed.commitment());
    } else if (event instanceof ServiceSettled service) {
      add(service.delivery());
    } else if (event instanceof SlotSettled slot) {
      settledSlots++;
      add(slot.batch());
      addResiduals(slot);
    } else if (event instanceof SlotRevised run) {
      add(run.batch());
    } else if (event instanceof PositionRecorded metered) {
      long net = metered.position().exportWh() - metered.position().importWh();
      meteredWh.merge(metered.position().slot().startMillis(), net, Math::addExact);
      fedInWh = Math.addExact(fedInWh, net);
    } else if (event instanceof DeliveryRecorded unit) {
      deliveredWh.merge(
          unit.delivery().slot().startMillis(), unit.delivery().injectionWh(), Math::addExact);
    } else if (event instanceof CommitmentLost) {
      lost++;
    } else if (event instanceof NegotiationEnded) {
      ended++;
    } else if (event instanceof StorageAuctionCleared auction && auction.held()) {
      auctions++;
      auctionsWithGap += auction.welfareNano().equals(auction.boundNano()) ? 0 : 1;
    }
  }

  /** What was traded in a way. */
  Sums of(Mode mode) {
    return Objects.requireNonNull(modes.get(mode), mode::name);
  }

  /** The sum of all postings, nano. */
  BigInteger moneySumNano() {
    return moneySumNano;
  }

  /**
   * Sum over settled slots of what is between metered and billed energy, and between what units and
   * their customers had, without signs, Wh.
   */
  long energySumWh() {
    return energySumWh;
  }

  /** What plants and stations together were metered, injected less withdrawn, Wh. */
  long fedInWh() {
    return fedInWh;
  }

  long settledSlots() {
    return settledSlots;
  }

  /** Plants that have traded since the last call, which begins anew. */
  int plantsOfDay() {
    int plants = plantsToday.size();
    plantsToday.clear();
    return plants;
  }

  /** Commitments that a unit could not keep. */
  long lost() {
    return lost;
  }

  /** Energy that was promised and not delivered, Wh. */
  long missedWh() {
    return missedWh;
  }

  /** Negotiations that ended without a service. */
  long ended() {
    return ended;
  }

  /** Auctions that were held. */
  long auctions() {
    return auctions;
  }

  /** Auctions whose result is not proven to be the optimum. */
  long auctionsWithGap() {
    return auctionsWithGap;
  }

  /** A trade is what charges; what only gives back belongs to the trade that has charged. */
  private void add(StorageCommitment one) {
    boolean charges =
        one.kind() == Kind.CHARGE_SERVICE || one.injectionWh().stream().anyMatch(wh -> wh < 0);
    if (charges) {
      Mode mode = Mode.of(one.id());
      of(mode).trades++;
      of(mode).customers.add(one.owner());
      if (mode != Mode.CALLED) {
        plantsToday.add(one.owner());
      }
      lastOf.put(one.owner(), mode);
    }
    modeOf.put(one.id(), lastOf.getOrDefault(one.owner(), Mode.CALLED));
  }

  private void add(ServiceDelivery one) {
    Mode mode = Objects.requireNonNull(modeOf.get(one.commitment()), one.commitment());
    modeOfService.put(one.service(), mode);
    Sums sums = of(mode);
    sums.chargedWh += Math.max(0, -one.deliveredWh());
    sums.dischargedWh += Math.max(0, one.deliveredWh());
    missedWh += one.missedWh();
    deliveredWh.merge(one.slot().startMillis(), -one.deliveredWh(), Math::addExact);
  }

  private void add(SettlementBatch batch) {
    for (Posting posting : batch.postings()) {
      moneySumNano = moneySumNano.add(BigInteger.valueOf(posting.amountNano()));
    }
  }

  /** Metered energy that is not billed as a residual was moved between plants and stations. */
  private void addResiduals(SlotSettled settled) {
    long start = settled.batch().slot().startMillis();
    long open = meteredWh.getOrDefault(start, 0L);
    for (BillLine line : settled.billLines()) {
      switch (line.kind()) {
        case RESIDUAL_INJECTION -> open -= line.energyWh();
        case RESIDUAL_WITHDRAWAL -> open += line.energyWh();
        case STORAGE_CHARGE, STORAGE_DISCHARGE ->
            of(modeOfService(line)).feesNano -= line.amountNano();
        default -> {
          // the other sides of these
        }
      }
    }
    energySumWh += Math.abs(open) + Math.abs(deliveredWh.getOrDefault(start, 0L));
  }

  private Mode modeOfService(BillLine line) {
    return Objects.requireNonNull(modeOfService.get(line.tradeId()), line::toString);
  }
}
