package org.commonwatt.audit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/**
 * What members that are responsible for their balance are billed for their deviations, from
 * "Balance responsibility" in {@code docs/settlement.md}.
 */
final class ImbalanceRecount {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  private final SlotState slot;
  private final @Nullable ImbalanceRules rules;
  private final Map<String, AuditedPosition> positions;
  private final Map<String, ImbalancePrice> prices;
  private final ServiceRecount.Stored stored;
  private final SortedMap<String, String> areas = new TreeMap<>(); // of responsible members

  /**
   * Of a slot.
   *
   * @param positions of its members
   * @param prices imported ones, by area
   * @param stored what storage services have
   */
  ImbalanceRecount(
      SlotState slot,
      Map<String, AuditedPosition> positions,
      Map<String, ImbalancePrice> prices,
      ServiceRecount.Stored stored) {
    this.stored = stored;
    this.slot = slot;
    this.rules = slot.rules.imbalance();
    this.positions = positions;
    this.prices = prices;
    for (Member member : slot.rules.members()) {
      if (rules != null && rules.responsible().contains(member.participant())) {
        areas.put(member.participant(), member.area());
      }
    }
  }

  /** Members that are responsible for their balance, by id. */
  Iterable<String> responsible() {
    return areas.keySet();
  }

  boolean isResponsible(String member) {
    return areas.containsKey(member);
  }

  /** Whether what a responsible member is billed rests on a position that was erased. */
  boolean isOpen(String member) {
    String area = area(member);
    boolean pooled = rules != null && rules.pool() != null && auctionPrice(area) != null;
    return areas.entrySet().stream()
        .filter(one -> one.getKey().equals(member) || (pooled && one.getValue().equals(area)))
        .anyMatch(one -> known(one.getKey()) == null);
  }

  /** What of the energy that no trade covers is a supplier's: as much as was curtailed, Wh. */
  long suppliedWh(String member, long uncoveredWh) {
    long lostSales = 0;
    for (TradeCurtailed lost : slot.curtailments) {
      lostSales += lost.seller().equals(member) ? lost.byWh() : 0;
      lostSales -= lost.buyer().equals(member) ? lost.byWh() : 0;
    }
    if (Long.signum(lostSales) != Long.signum(uncoveredWh)) {
      return 0;
    }
    return Math.abs(lostSales) < Math.abs(uncoveredWh) ? lostSales : uncoveredWh;
  }

  /** The lines of a responsible member's deviation, without those of the other side. */
  List<BillLine> lines(String member) {
    ImbalanceRules imbalance = Objects.requireNonNull(rules);
    String area = area(member);
    long deviation = deviationWh(member);
    boolean shortOfEnergy = deviation < 0;
    long left = Math.abs(deviation);
    long price = price(area, shortOfEnergy);
    List<BillLine> lines = new ArrayList<>();
    Writer writer = new Writer(member, shortOfEnergy, lines);
    Long auction = auctionPrice(area);
    if (imbalance.pool() != null && auction != null) {
      long netted = nettedWh(member, area, shortOfEnergy);
      writer.write(shortOfEnergy ? Kind.NETTED_SHORT : Kind.NETTED_LONG, netted, auction);
      writer.fee(netted, imbalance.pool().feeMicroPerKwh());
      left -= netted;
    }
    if (imbalance.deadBand() != null) {
      BigInteger width =
          BigInteger.valueOf(Math.abs(soldWh(member)))
              .multiply(BigInteger.valueOf(imbalance.deadBand().bandPpm()));
      boolean inside = BigInteger.valueOf(left).multiply(MILLION).compareTo(width) <= 0;
      long within = inside ? left : width.divide(MILLION).longValueExact();
      writer.write(shortOfEnergy ? Kind.BAND_SHORT : Kind.BAND_LONG, within, price);
      left -= within;
      long premium =
          BigInteger.valueOf(price)
              .abs()
              .multiply(BigInteger.valueOf(imbalance.deadBand().kPpm()))
              .divide(MILLION)
              .longValueExact();
      price += shortOfEnergy ? premium : -premium;
    }
    writer.write(shortOfEnergy ? Kind.IMBALANCE_SHORT : Kind.IMBALANCE_LONG, left, price);
    return lines;
  }

  /** Writes the lines of a member that are not of 0 Wh. */
  private final class Writer {
    private final String member;
    private final boolean pays;
    private final List<BillLine> lines;

    Writer(String member, boolean pays, List<BillLine> lines) {
      this.member = member;
      this.pays = pays;
      this.lines = lines;
    }

    void write(Kind kind, long energyWh, long price) {
      String party = Objects.requireNonNull(rules).balancingParty();
      if (energyWh != 0) {
        long nano = Math.multiplyExact(energyWh, price);
        lines.add(line(kind, party, energyWh, price, pays ? Math.negateExact(nano) : nano));
      }
    }

    void fee(long energyWh, long price) {
      if (pays && energyWh != 0 && price != 0) {
        String operator = String.valueOf(slot.rules.areas().gridOperator());
        long nano = Math.negateExact(Math.multiplyExact(energyWh, price));
        lines.add(line(Kind.NETTING_FEE, operator, energyWh, price, nano));
      }
    }

    private BillLine line(Kind kind, String party, long energyWh, long price, long nano) {
      return new BillLine(member, slot.slot, kind, party, 0, energyWh, price, nano, Hash.ZERO);
    }
  }

  /** A member's part of what short and long ones of its area have in common. */
  private long nettedWh(String member, String area, boolean shortOfEnergy) {
    SortedMap<String, BigInteger> own = new TreeMap<>();
    BigInteger ownSide = BigInteger.ZERO;
    BigInteger otherSide = BigInteger.ZERO;
    for (Map.Entry<String, String> one : areas.entrySet()) {
      long deviation = one.getValue().equals(area) ? deviationWh(one.getKey()) : 0;
      BigInteger size = BigInteger.valueOf(deviation).abs();
      if (deviation != 0 && (deviation < 0) == shortOfEnergy) {
        own.put(one.getKey(), size);
        ownSide = ownSide.add(size);
      } else {
        otherSide = otherSide.add(size);
      }
    }
    BigInteger common = ownSide.min(otherSide);
    return ownSide.signum() == 0
        ? 0
        : ProRata.of(common, own).getOrDefault(member, BigInteger.ZERO).longValueExact();
  }

  private long deviationWh(String member) {
    MeteredPosition position = Objects.requireNonNull(known(member));
    long uncovered = position.exportWh() - position.importWh() - soldWh(member);
    return uncovered - suppliedWh(member, uncovered);
  }

  /** What a member sold to storage units and their customers less what it bought, Wh. */
  long storedWh(String member) {
    return stored.soldWh(member);
  }

  private long soldWh(String member) {
    long net = storedWh(member);
    for (TradeMade trade : slot.trades) {
      net += trade.seller().equals(member) ? trade.energyWh() : 0;
      net -= trade.buyer().equals(member) ? trade.energyWh() : 0;
    }
    for (ContinuousTrade trade : slot.continuousTrades) {
      net += trade.seller().equals(member) ? trade.energyWh() : 0;
      net -= trade.buyer().equals(member) ? trade.energyWh() : 0;
    }
    return net;
  }

  /** The imbalance price of an area, without a premium, µ/kWh. */
  long price(String area, boolean shortOfEnergy) {
    ImbalancePrice imported = prices.get(area);
    if (imported != null) {
      return shortOfEnergy ? imported.shortMicroPerKwh() : imported.longMicroPerKwh();
    }
    ImbalanceRules.Fallback fallback = Objects.requireNonNull(rules).prices().fallback();
    Long auction = fallback.auction() ? auctionPrice(area) : null;
    if (auction != null) {
      return auction;
    }
    return shortOfEnergy ? fallback.shortMicroPerKwh() : fallback.longMicroPerKwh();
  }

  /** The price of an area's auction; null when its members traded too little there. */
  private @Nullable Long auctionPrice(String area) {
    long traded = 0;
    for (TradeMade trade : slot.trades) {
      boolean there =
          slot.rules.members().stream()
              .filter(member -> member.area().equals(area))
              .map(Member::participant)
              .anyMatch(who -> who.equals(trade.buyer()) || who.equals(trade.seller()));
      traded += there ? trade.energyWh() : 0;
    }
    if (slot.auction == null || traded < Objects.requireNonNull(rules).auctionMinWh()) {
      return null;
    }
    for (AreaCleared cleared : slot.auction.areas()) {
      if (cleared.area().equals(area)) {
        return cleared.priceMicroPerKwh();
      }
    }
    return null;
  }

  private @Nullable MeteredPosition known(String member) {
    AuditedPosition position = positions.get(member);
    return position == null ? null : position.known();
  }

  private String area(String member) {
    return Objects.requireNonNull(areas.get(member));
  }
}
