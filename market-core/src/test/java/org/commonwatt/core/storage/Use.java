package org.commonwatt.core.storage;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One use that customers make of a unit's commitments, followed slot by slot with arithmetic of its
 * own: rational numbers, one net direction in a slot, and accounts of virtual batteries that are
 * charged what their discharge removes.
 */
final class Use {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
  private static final BigInteger SQUARE = MILLION.multiply(MILLION);

  private final StorageUnit unit;
  private final List<Commitment> all;
  private final Wish wishes;
  private final BigInteger charge; // ppm
  private final BigInteger discharge;
  private final long[] left; // per option, Wh
  private final BigInteger[] account; // per lease, µWh
  private final Map<String, BigInteger> owned = new TreeMap<>(); // µWh
  final List<BigInteger> stateMicroWh = new ArrayList<>();
  final List<String> broken = new ArrayList<>();

  /** What a customer would like to do; it gets what it may. */
  interface Wish {
    /** Charge, Wh, negative to discharge; of services and releases the amount. */
    long wh(int commitment, int slot);
  }

  Use(StorageUnit unit, List<Commitment> all, Wish wishes) {
    this.unit = unit;
    this.all = all;
    this.wishes = wishes;
    charge = BigInteger.valueOf(unit.rating().efficiency().chargePpm());
    discharge = BigInteger.valueOf(unit.rating().efficiency().dischargePpm());
    left = new long[all.size()];
    account = new BigInteger[all.size()];
    run();
  }

  /** What virtual batteries hold at the end, µWh. */
  BigInteger leased() {
    BigInteger sum = BigInteger.ZERO;
    for (BigInteger one : account) {
      sum = one == null ? sum : sum.add(one);
    }
    return sum;
  }

  private void run() {
    for (int i = 0; i < all.size(); i++) {
      Commitment one = all.get(i);
      if (one instanceof ChargeService service) {
        left[i] = service.energyWh();
      } else if (one instanceof Release release) {
        left[i] = release.energyWh();
      } else if (one instanceof Lease lease) {
        account[i] = micro(lease.share().startWh());
      }
    }
    unit.stock().lotsWh().forEach((owner, wh) -> owned.put(owner, micro(wh)));
    BigInteger state = micro(unit.stock().storedWh());
    BigInteger[] ofDay = new BigInteger[all.size() + 1]; // the last one is the unit's
    for (int s = 0; s < unit.horizon().slots(); s++) {
      if (s == 0 || unit.horizon().day(s) != unit.horizon().day(s - 1)) {
        Arrays.fill(ofDay, BigInteger.ZERO);
      }
      state = slot(s, state, ofDay);
    }
  }

  private BigInteger slot(int s, BigInteger state, BigInteger[] ofDay) {
    long[] flow = new long[all.size()];
    long firm = 0; // netted among themselves first
    long charged = 0;
    long discharged = 0;
    for (int i = 0; i < flow.length; i++) {
      flow[i] = all.get(i).window().has(s) ? flow(i, s, ofDay[i]) : 0;
      boolean isFirm = all.get(i) instanceof FirmSchedule;
      firm += isFirm ? flow[i] : 0;
      charged += isFirm ? 0 : Math.max(0, flow[i]);
      discharged += isFirm ? 0 : Math.max(0, -flow[i]);
    }
    charged += Math.max(0, firm);
    discharged += Math.max(0, -firm);
    for (int i = 0; i < flow.length; i++) {
      if (account[i] != null && flow[i] != 0) {
        BigInteger change = ofLease(flow[i], Math.min(charged, discharged), discharged);
        account[i] = account[i].add(change);
        ofDay[i] = ofDay[i].add(change.max(BigInteger.ZERO));
      }
      own(all.get(i), s, flow[i]);
    }
    if (owned.values().stream().anyMatch(has -> has.signum() < 0)) {
      broken.add("NOT_BACKED " + s);
    }
    long net = charged - discharged;
    if (net > unit.horizon().energyWh(s, unit.rating().chargeW())) {
      broken.add("CHARGE_POWER " + s);
    } else if (-net > unit.horizon().energyWh(s, unit.rating().dischargeW())) {
      broken.add("DISCHARGE_POWER " + s);
    }
    return after(s, state, net, ofDay);
  }

  private BigInteger after(int s, BigInteger before, long net, BigInteger[] ofDay) {
    BigInteger state = before.add(net >= 0 ? stored(net) : removed(-net).negate());
    stateMicroWh.add(state);
    if (state.compareTo(micro(unit.rating().usableWh())) > 0) {
      broken.add("TOO_FULL " + s);
    }
    if (state.compareTo(micro(unit.rating().reserveWh())) < 0) {
      broken.add("TOO_EMPTY " + s);
    }
    int last = all.size();
    ofDay[last] = ofDay[last].add(stored(Math.max(0, net)));
    long cycles = unit.rating().dailyCyclesPpm();
    if (cycles != StorageUnit.NO_CYCLE_LIMIT
        && ofDay[last].compareTo(BigInteger.valueOf(unit.rating().usableWh() * cycles)) > 0) {
      broken.add("TOO_MANY_CYCLES " + s);
    }
    return state;
  }

  /** What a commitment charges in one of its slots: what it must, or what is wished and allowed. */
  private long flow(int i, int s, BigInteger leasedToday) {
    Commitment one = all.get(i);
    if (one instanceof FirmSchedule firm) {
      return -firm.injectionWh().get(s - firm.from());
    }
    long wish = wishes.wh(i, s);
    if (one instanceof Lease lease) {
      return leased(i, lease, wish, leasedToday);
    }
    long most = one instanceof ChargeService c ? c.slotWh() : ((Release) one).slotWh();
    long wh = Math.max(0, Math.min(Math.min(wish, most), left[i]));
    left[i] -= wh;
    return one instanceof ChargeService ? wh : -wh;
  }

  private long leased(int i, Lease lease, long wish, BigInteger today) {
    Lease.Share share = lease.share();
    long flow = Math.max(-share.dischargeSlotWh(), Math.min(share.chargeSlotWh(), wish));
    long cycles = unit.rating().dailyCyclesPpm();
    BigInteger room = micro(share.energyWh()).subtract(account[i]);
    if (cycles != StorageUnit.NO_CYCLE_LIMIT) {
      room = room.min(BigInteger.valueOf(share.energyWh() * cycles).subtract(today));
    }
    while (flow > 0 && stored(flow).compareTo(room) > 0) {
      flow--;
    }
    while (flow < 0 && removed(-flow).compareTo(account[i]) > 0) {
      flow++;
    }
    return flow;
  }

  /**
   * What a lease's account changes by: what it discharges against charges costs what it removes.
   */
  private BigInteger ofLease(long flow, long netted, long discharged) {
    if (flow > 0) {
      return stored(flow);
    }
    BigInteger all = BigInteger.valueOf(discharged);
    BigInteger own = BigInteger.valueOf(-flow);
    BigInteger cheap = own.multiply(BigInteger.valueOf(netted)); // times all
    BigInteger dear = own.multiply(all).subtract(cheap);
    BigInteger top = cheap.multiply(charge).multiply(discharge).add(dear.multiply(SQUARE));
    return ceil(top, all.multiply(discharge)).negate();
  }

  private void own(Commitment one, int s, long flow) {
    BigInteger has = owned.getOrDefault(one.owner(), BigInteger.ZERO);
    if (one instanceof FirmSchedule || one instanceof Release) {
      has = has.add(flow >= 0 ? stored(flow) : removed(-flow).negate());
    } else if (one instanceof Lease lease && lease.window().from() == s) {
      has = has.subtract(micro(lease.share().startWh()));
    }
    owned.put(one.owner(), has);
  }

  private BigInteger stored(long wh) {
    return BigInteger.valueOf(wh).multiply(charge);
  }

  private BigInteger removed(long wh) {
    return ceil(BigInteger.valueOf(wh).multiply(SQUARE), discharge);
  }

  private static BigInteger ceil(BigInteger top, BigInteger bottom) {
    return top.add(bottom).subtract(BigInteger.ONE).divide(bottom);
  }

  private static BigInteger micro(long wh) {
    return BigInteger.valueOf(wh).multiply(MILLION);
  }
}
