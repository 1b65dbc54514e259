package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.commonwatt.model.Event.StorageServiceWon;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageCommitment;
import org.commonwatt.model.StorageCommitment.Kind;
import org.commonwatt.model.StorageOffer;

/** What is said to have been won in an auction of storage services, if it is within all limits. */
final class StorageGateFills {
  private final StorageGateCase in;
  private final List<String> wrong;
  final long[][] accepted; // per bid and slot, Wh
  final long[][] charged; // per unit and slot, by all bids, Wh
  final long[][] linkedWh; // the same by linked bids
  final int[] placed; // per bid: the unit of a linked one that has won, else -1
  final List<List<StorageCommitment>> linked = new ArrayList<>(); // per unit
  final List<List<StorageCommitment>> all = new ArrayList<>(); // per unit
  private final long[][][] stored; // per unlinked bid, unit and slot, Wh

  private StorageGateFills(StorageGateCase in, List<String> wrong) {
    this.in = in;
    this.wrong = wrong;
    accepted = new long[in.bids.size()][in.slots];
    charged = new long[in.offers.size()][in.slots];
    linkedWh = new long[in.offers.size()][in.slots];
    stored = new long[in.bids.size()][in.offers.size()][];
    placed = new int[in.bids.size()];
    Arrays.fill(placed, -1);
    for (int u = 0; u < in.offers.size(); u++) {
      linked.add(new ArrayList<>());
      all.add(new ArrayList<>());
    }
  }

  /**
   * Takes what is said.
   *
   * @param wrong takes what is wrong with it
   */
  static StorageGateFills of(StorageGateCase in, List<StorageServiceWon> won, List<String> wrong) {
    StorageGateFills fills = new StorageGateFills(in, wrong);
    long last = -1;
    for (StorageServiceWon one : won) {
      Integer b = in.bidOf.get(one.bid());
      Integer u = in.unitOf.get(one.unit());
      long place = b == null || u == null ? -1 : (long) u * in.bids.size() + b;
      if (b == null || u == null || place <= last) {
        wrong.add("a service of " + one.unit() + " for " + one.bid() + ", or its place");
      } else if (fills.isOf(one, b, u)) {
        fills.take(one.commitment(), b, u);
      } else {
        wrong.add("the service of " + one.unit() + " for " + one.bid());
      }
      last = Math.max(last, place);
    }
    fills.checkBids();
    fills.checkUnits();
    return fills;
  }

  private boolean isOf(StorageServiceWon won, int b, int u) {
    StorageCommitment one = won.commitment();
    StorageBid bid = in.bids.get(b).bid();
    int slots = one.injectionWh().size();
    boolean form =
        one.kind() == Kind.FIRM_SCHEDULE
            && one.id().equals(StorageBid.commitment(in.window, bid.bid()))
            && one.owner().equals(in.bids.get(b).participant())
            && won.windowMillis() == in.window
            && won.seller().equals(in.offers.get(u).participant())
            && (one.energyWh() | one.chargeSlotWh() | one.dischargeSlotWh() | one.startWh()) == 0
            && one.fromMillis() >= in.window
            && (one.fromMillis() - in.window) % in.length == 0
            && one.toMillis() == one.fromMillis() + slots * in.length
            && slots > 0
            && one.injectionWh().get(0) != 0
            && one.injectionWh().get(slots - 1) != 0;
    if (!form) {
      return false;
    }
    int from = (int) ((one.fromMillis() - in.window) / in.length);
    return bid.isLinked()
        ? placed[b] < 0 && isWhole(one, bid, from)
        : from + slots <= in.slots && one.injectionWh().stream().allMatch(wh -> wh <= 0);
  }

  /** Whether all of a linked bid is charged, and all of its release comes back. */
  private boolean isWhole(StorageCommitment one, StorageBid bid, int from) {
    int release = (int) ((bid.releaseMillis() - in.window) / in.length);
    int end = Math.max(in.slots, release + bid.releaseWh().size());
    for (int s = 0; s < Math.max(end, from + one.injectionWh().size()); s++) {
      long wants = s < in.slots ? -bid.surplusWh().get(s) : 0;
      int back = s - release;
      wants += back >= 0 && back < bid.releaseWh().size() ? bid.releaseWh().get(back) : 0;
      boolean within = s >= from && s < from + one.injectionWh().size();
      if (wants != (within ? one.injectionWh().get(s - from) : 0)) {
        return false;
      }
    }
    return true;
  }

  private void take(StorageCommitment one, int b, int u) {
    boolean whole = in.bids.get(b).bid().isLinked();
    placed[b] = whole ? u : -1;
    all.get(u).add(one);
    if (whole) {
      linked.get(u).add(one);
    } else {
      stored[b][u] = new long[in.slots];
    }
    int from = (int) ((one.fromMillis() - in.window) / in.length);
    for (int i = 0; i < one.injectionWh().size() && from + i < in.slots; i++) {
      long wh = Math.max(0, -one.injectionWh().get(i));
      accepted[b][from + i] += wh;
      charged[u][from + i] += wh;
      if (whole) {
        linkedWh[u][from + i] += wh;
      } else {
        stored[b][u][from + i] = wh;
      }
    }
  }

  private void checkBids() {
    for (int b = 0; b < accepted.length; b++) {
      StorageBid bid = in.bids.get(b).bid();
      long sum = 0;
      boolean within = true;
      for (int s = 0; s < in.slots; s++) {
        sum += accepted[b][s];
        within &= accepted[b][s] <= bid.surplusWh().get(s);
      }
      if (!within || sum > bid.energyWh()) {
        wrong.add("more of bid " + bid.bid() + " than it has");
      }
    }
  }

  private void checkUnits() {
    for (int u = 0; u < charged.length; u++) {
      StorageOffer offer = in.offers.get(u).offer();
      long sum = 0;
      boolean within = true;
      for (int s = 0; s < in.slots; s++) {
        sum += charged[u][s];
        within &= charged[u][s] <= offer.slots().get(s).mostWh();
      }
      if (!within || sum > offer.energyWh()) {
        wrong.add("more of unit " + offer.unit() + " than is offered");
      }
    }
  }

  /** What of a bid is accepted, Wh. */
  long acceptedWh(int bid) {
    return Arrays.stream(accepted[bid]).sum();
  }

  /** Whether each unlinked bid is stored where the rule of pairing says. */
  boolean isPaired(int[] zone) {
    for (int s = 0; s < in.slots; s++) {
      long[] left = new long[charged.length];
      for (int u = 0; u < left.length; u++) {
        left[u] = charged[u][s] - linkedWh[u][s];
      }
      long[] wants = new long[accepted.length];
      for (int b = 0; b < wants.length; b++) {
        wants[b] = in.bids.get(b).bid().isLinked() ? 0 : accepted[b][s];
      }
      long[][] given = new long[wants.length][left.length];
      for (boolean own : new boolean[] {true, false}) {
        for (int b = 0; b < wants.length; b++) {
          for (int u = 0; wants[b] > 0 && u < left.length; u++) {
            boolean near = in.areaOfBid(b) == in.areaOfUnit(u);
            boolean reach = zone[in.areaOfBid(b)] == zone[in.areaOfUnit(u)];
            long wh = (own ? near : reach) ? Math.min(wants[b], left[u]) : 0;
            wants[b] -= wh;
            left[u] -= wh;
            given[b][u] += wh;
          }
        }
      }
      for (int b = 0; b < wants.length; b++) {
        for (int u = 0; u < left.length; u++) {
          if (given[b][u] != (stored[b][u] == null ? 0 : stored[b][u][s])) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
