package org.commonwatt.core.coupled;

import java.util.List;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * A checked case in primitive arrays, made by {@link CaseBuilder}. Areas are held in order of id,
 * links and orders in the order they were added; every index of a result means these orders.
 */
public final class ClearingCase {
  /** The time of an order that has none: after all that have one. */
  static final long NO_TIME = Long.MAX_VALUE;

  final ClearingRules rules;
  final String[] areaIds;
  final AreaKind[] kinds;
  final long[] fixedPrices;
  final int[] linkFrom;
  final int[] linkTo;
  final long[] linkMin;
  final long[] linkMax;
  final long[] linkFee;
  final OrderTable orders;

  ClearingCase(CaseBuilder builder, int[] areaOrder) {
    rules = builder.rules;
    int areas = areaOrder.length;
    areaIds = new String[areas];
    kinds = new AreaKind[areas];
    fixedPrices = new long[areas];
    int[] rank = new int[areas];
    for (int i = 0; i < areas; i++) {
      int source = areaOrder[i];
      rank[source] = i;
      areaIds[i] = builder.areaIds.get(source);
      kinds[i] = builder.kinds.get(source);
      fixedPrices[i] = builder.fixedPrices.get(source);
    }
    List<CaseLink> links = builder.links;
    linkFrom = links.stream().mapToInt(l -> rank[builder.areaIndex(l.from())]).toArray();
    linkTo = links.stream().mapToInt(l -> rank[builder.areaIndex(l.to())]).toArray();
    linkMin = links.stream().mapToLong(CaseLink::minFlowWh).toArray();
    linkMax = links.stream().mapToLong(CaseLink::maxFlowWh).toArray();
    linkFee = links.stream().mapToLong(CaseLink::feeMicroPerKwh).toArray();
    orders = builder.orders.group(rank);
  }

  /** The rules the case is cleared by. */
  public ClearingRules rules() {
    return rules;
  }

  /** Number of areas of all kinds. */
  public int areaCount() {
    return areaIds.length;
  }

  /** The id of an area; areas are in order of id. */
  public String areaId(int area) {
    return areaIds[area];
  }

  /** The kind of an area. */
  public AreaKind kind(int area) {
    return kinds[area];
  }

  /** Number of links. */
  public int linkCount() {
    return linkFrom.length;
  }

  /** The area where a link's positive flow comes from. */
  public int linkFrom(int link) {
    return linkFrom[link];
  }

  /** The area where a link's positive flow goes to. */
  public int linkTo(int link) {
    return linkTo[link];
  }

  /** Number of orders. */
  public int orderCount() {
    return orders.count;
  }

  /** The id of an order. */
  public String orderId(int order) {
    return orders.ids[orders.row[order]];
  }

  /** The area of an order. */
  public int orderArea(int order) {
    return orders.area[orders.row[order]];
  }

  /** The side of an order. */
  public Side orderSide(int order) {
    return orders.isBuy(orders.row[order]) ? Side.BUY : Side.SELL;
  }

  /** The limit price of an order, µ/kWh. */
  public long orderPriceMicroPerKwh(int order) {
    return orders.price[orders.row[order]];
  }

  /** The energy of an order, Wh. */
  public long orderEnergyWh(int order) {
    return orders.energy[orders.row[order]];
  }

  /** The beneficial owner of an order, null when it is the owner of this order alone. */
  public @Nullable String orderParticipant(int order) {
    int owner = orders.owner[orders.row[order]];
    return owner < 0 ? null : orders.ownerNames.get(owner);
  }
}
