package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.List;
import org.commonwatt.model.StatedAuction;
import org.commonwatt.model.StatedAuction.Area;
import org.commonwatt.model.StatedAuction.Kind;
import org.commonwatt.model.StatedAuction.Link;
import org.commonwatt.model.StatedAuction.Order;

/**
 * The proof that fills and flows are the best there are, by complementary slackness. They must keep
 * their limits and balance every area, and there must be prices at which no order would rather have
 * another fill and no link another flow. At such prices each of them gains the most it can, so all
 * together do; and what all gain together is the welfare, since in a balanced area the price is
 * paid as often as received. Hence nothing balanced within the limits has more welfare, as long as
 * the orders with a minimum that got nothing stay out.
 *
 * <p>Whatever an order or a link asks of prices is a bound on the difference of two of them, once a
 * ground of price 0 is added.
 */
final class OptimalityProof {
  private final StatedAuction auction;
  private final Ties ties;
  private final int ground;
  private final PriceBounds prices;
  private final List<String> complaints = new ArrayList<>();

  /**
   * Judges fills and flows.
   *
   * @param ties {@link Ties#ANY} asks for the greatest welfare, and that no accepted order loses
   */
  OptimalityProof(StatedAuction auction, Ties ties) {
    this.auction = auction;
    this.ties = ties;
    ground = auction.areas().size();
    prices = new PriceBounds(ground);
    long[] surplus = new long[ground];
    for (Order order : auction.orders()) {
      judge(order);
      surplus[order.area()] += order.isBuy() ? -order.fillWh() : order.fillWh();
    }
    for (Link link : auction.links()) {
      judge(link);
      surplus[link.from()] -= link.flowWh();
      surplus[link.to()] += link.flowWh();
    }
    for (int a = 0; a < ground; a++) {
      Area area = auction.areas().get(a);
      expect(area.kind() != Kind.NORMAL || surplus[a] == 0, "area " + area.id() + " is unbalanced");
    }
    expect(prices.exist(), ties.complaint());
  }

  private void judge(Order order) {
    long fill = order.fillWh();
    long energy = order.participatingWh();
    expect(0 <= fill && fill <= energy, order.id() + " has a fill outside 0 to " + energy);
    expect(fill == 0 || fill >= order.minEnergyWh(), order.id() + " is filled below its minimum");
    long limit = ties.price(order);
    boolean gotAny = fill > ties.untouched(order);
    boolean wantsMore = fill < energy && (fill > 0 || order.minEnergyWh() == 0);
    if (order.isBuy() ? gotAny : wantsMore) { // else a buy would lose, or a sell miss a gain
      bound(order.area(), ground, limit);
    }
    if (order.isBuy() ? wantsMore : gotAny) {
      bound(ground, order.area(), -limit);
    }
  }

  private void judge(Link link) {
    long flow = link.flowWh();
    long fee = ties.fee(link);
    boolean within = link.minFlowWh() <= flow && flow <= link.maxFlowWh();
    expect(within, "a link flows outside its limits: " + link);
    if (flow < link.maxFlowWh()) { // one Wh more would gain less than it costs
      bound(link.to(), link.from(), flow >= 0 ? fee : -fee);
    }
    if (flow > link.minFlowWh()) { // one Wh less would save less than it loses
      bound(link.from(), link.to(), flow > 0 ? -fee : fee);
    }
  }

  private void bound(int area, int other, long more) {
    long apart = Math.subtractExact(fixedPrice(other), fixedPrice(area));
    prices.bound(node(area), node(other), Math.addExact(more, apart));
  }

  /** A neighbour stands on the ground, as high as its price; so does nothing else. */
  private int node(int area) {
    return area < ground && auction.areas().get(area).kind() == Kind.NORMAL ? area : ground;
  }

  private long fixedPrice(int area) {
    return area == ground ? 0 : ties.price(auction.areas().get(area));
  }

  /** The prices that support the fills and flows, when they are proven. */
  PriceBounds prices() {
    return prices;
  }

  /** What is wrong; empty when the fills and flows are proven best. */
  List<String> complaints() {
    return complaints;
  }

  private void expect(boolean holds, String complaint) {
    if (!holds) {
      complaints.add(complaint);
    }
  }
}
