package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.LinkFlow;

/**
 * Who trades with whom in one area: buys by order id, then links that take energy away, against
 * sells by order id, then links that bring it; then whoever would trade with itself changes
 * partners.
 */
final class TradeRecount {
  private final List<Party> buyers = new ArrayList<>();
  private final List<Party> sellers = new ArrayList<>();

  /**
   * A party and what it takes or gives.
   *
   * @param orderId 0 for a link
   */
  record Party(long orderId, String name, long energyWh) {}

  /** A trade of two parties. */
  record Deal(Party buyer, Party seller, long energyWh) {}

  TradeRecount(AreaCleared area, AuctionCleared auction, List<Party> bought, List<Party> sold) {
    buyers.addAll(bought);
    sellers.addAll(sold);
    for (LinkFlow link : auction.links()) {
      long leaves = 0;
      if (link.from().equals(area.area())) {
        leaves = link.flowWh();
      } else if (link.to().equals(area.area())) {
        leaves = -link.flowWh();
      }
      if (leaves != 0) {
        (leaves > 0 ? buyers : sellers).add(new Party(0, link.party(), Math.abs(leaves)));
      }
    }
  }

  /** The deals in order of buyer, then seller. */
  List<Deal> deals() {
    long[][] energy = new long[buyers.size()][sellers.size()];
    long[] left = sellers.stream().mapToLong(Party::energyWh).toArray();
    for (int b = 0; b < buyers.size(); b++) {
      long wanted = buyers.get(b).energyWh();
      for (int s = 0; s < left.length; s++) {
        energy[b][s] = Math.min(wanted, left[s]);
        wanted -= energy[b][s];
        left[s] -= energy[b][s];
      }
    }
    for (int b = 0; b < buyers.size(); b++) {
      for (int s = 0; s < left.length; s++) {
        if (energy[b][s] > 0 && isOwn(b, s)) {
          changePartners(energy, b, s);
        }
      }
    }
    List<Deal> deals = new ArrayList<>();
    for (int b = 0; b < buyers.size(); b++) {
      for (int s = 0; s < left.length; s++) {
        if (energy[b][s] > 0) {
          deals.add(new Deal(buyers.get(b), sellers.get(s), energy[b][s]));
        }
      }
    }
    return deals;
  }

  private boolean isOwn(int buyer, int seller) {
    return buyers.get(buyer).name().equals(sellers.get(seller).name());
  }

  /** With the first deals that the owner has no part in. */
  private void changePartners(long[][] energy, int buyer, int seller) {
    String owner = buyers.get(buyer).name();
    long[][] before = new long[energy.length][];
    for (int b = 0; b < energy.length; b++) {
      before[b] = energy[b].clone();
    }
    for (int b = 0; b < energy.length; b++) {
      for (int s = 0; s < sellers.size(); s++) {
        boolean others =
            !buyers.get(b).name().equals(owner) && !sellers.get(s).name().equals(owner);
        long moved = others ? Math.min(energy[buyer][seller], before[b][s]) : 0;
        energy[buyer][seller] -= moved;
        energy[b][s] -= moved;
        energy[buyer][s] += moved;
        energy[b][seller] += moved;
      }
    }
  }
}
