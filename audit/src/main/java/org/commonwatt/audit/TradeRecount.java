package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
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
  private final List<NavigableMap<Integer, Long>> energyWh = new ArrayList<>(); // of each buyer

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
    matchInOrder();
    for (int b = 0; b < buyers.size(); b++) {
      for (int s : List.copyOf(energyWh.get(b).keySet())) {
        if (isOwn(b, s)) {
          changePartners(b, s);
        }
      }
    }
    List<Deal> deals = new ArrayList<>();
    for (int b = 0; b < buyers.size(); b++) {
      Party buyer = buyers.get(b);
      energyWh.get(b).forEach((s, energy) -> deals.add(new Deal(buyer, sellers.get(s), energy)));
    }
    return deals;
  }

  private void matchInOrder() {
    int s = 0;
    long given = 0; // by this seller
    for (int b = 0; b < buyers.size(); b++) {
      energyWh.add(new TreeMap<>());
      long wanted = buyers.get(b).energyWh();
      while (wanted > 0 && s < sellers.size()) {
        long energy = Math.min(wanted, sellers.get(s).energyWh() - given);
        move(b, s, energy);
        wanted -= energy;
        given += energy;
        if (given == sellers.get(s).energyWh()) {
          s++;
          given = 0;
        }
      }
    }
  }

  private boolean isOwn(int buyer, int seller) {
    return buyers.get(buyer).name().equals(sellers.get(seller).name());
  }

  /** With the first deals that the owner has no part in. */
  private void changePartners(int buyer, int seller) {
    String owner = buyers.get(buyer).name();
    for (int b = 0; b < buyers.size() && energyOf(buyer, seller) > 0; b++) {
      if (!buyers.get(b).name().equals(owner)) {
        for (int s : List.copyOf(energyWh.get(b).keySet())) {
          if (!sellers.get(s).name().equals(owner)) {
            long moved = Math.min(energyOf(buyer, seller), energyOf(b, s));
            move(buyer, seller, -moved);
            move(b, s, -moved);
            move(buyer, s, moved);
            move(b, seller, moved);
          }
        }
      }
    }
  }

  private long energyOf(int buyer, int seller) {
    return energyWh.get(buyer).getOrDefault(seller, 0L);
  }

  /** A deal about nothing is none. */
  private void move(int buyer, int seller, long energy) {
    if (energy == 0) {
      return;
    }
    energyWh.get(buyer).merge(seller, energy, (had, more) -> had + more == 0 ? null : had + more);
  }
}
