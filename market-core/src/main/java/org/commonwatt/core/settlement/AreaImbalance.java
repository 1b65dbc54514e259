package org.commonwatt.core.settlement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.Rulebook.Member;
import org.jspecify.annotations.Nullable;

/** Settles the deviations of one area in one slot with the balancing party. */
final class AreaImbalance {
  private final SettlementInput input;
  private final ImbalanceRules rules;
  private final @Nullable Long auctionPrice; // null when it does not count
  private final long shortPrice;
  private final long longPrice;

  private AreaImbalance(SettlementInput input, ImbalanceRules rules, String area) {
    this.input = input;
    this.rules = rules;
    this.auctionPrice = auctionPrice(input, rules, area);
    ImbalancePrice imported =
        input.imbalancePrices().stream()
            .filter(price -> price.area().equals(area))
            .findFirst()
            .orElse(null);
    Fallback fallback = rules.prices().fallback();
    if (imported != null) {
      shortPrice = imported.shortMicroPerKwh();
      longPrice = imported.longMicroPerKwh();
    } else if (fallback.auction() && auctionPrice != null) {
      shortPrice = auctionPrice;
      longPrice = auctionPrice;
    } else {
      shortPrice = fallback.shortMicroPerKwh();
      longPrice = fallback.longMicroPerKwh();
    }
  }

  /** That of an area with its prices. */
  static AreaImbalance of(SettlementInput input, ImbalanceRules rules, String area) {
    return new AreaImbalance(input, rules, area);
  }

  /**
   * What is settled of each deviation, by member.
   *
   * @param deviations of the area's members that are responsible, by member
   */
  Map<String, List<MemberEntry>> settle(List<Deviation> deviations) {
    Map<String, Long> netted =
        rules.pool() == null || auctionPrice == null ? Map.of() : Netting.of(deviations);
    Map<String, List<MemberEntry>> settled = new HashMap<>();
    for (Deviation one : deviations) {
      List<MemberEntry> entries = new ArrayList<>();
      long nettedWh = netted.getOrDefault(one.member(), 0L);
      net(one, nettedWh, entries);
      DeadBand band = rules.deadBand();
      if (band == null) {
        charge(one, one.sizeWh() - nettedWh, price(one), entries);
      } else {
        chargeBeyond(one, band, entries);
      }
      settled.put(one.member(), entries);
    }
    return settled;
  }

  private void net(Deviation one, long nettedWh, List<MemberEntry> entries) {
    Pool pool = rules.pool();
    if (nettedWh == 0 || pool == null || auctionPrice == null) {
      return;
    }
    entries.add(
        one.isShort()
            ? paid(Kind.NETTED_SHORT, Kind.NETTED_SHORT_COVERED, nettedWh, auctionPrice)
            : received(Kind.NETTED_LONG, Kind.NETTED_LONG_TAKEN, nettedWh, auctionPrice));
    String operator = input.rulebook().areas().gridOperator();
    if (one.isShort() && pool.feeMicroPerKwh() != 0 && operator != null) {
      entries.add(
          new MemberEntry(
              Kind.NETTING_FEE,
              Kind.NETTING_FEE_INCOME,
              true,
              operator,
              nettedWh,
              pool.feeMicroPerKwh()));
    }
  }

  /** Within the dead-band at the reference price, beyond it with the premium. */
  private void chargeBeyond(Deviation one, DeadBand band, List<MemberEntry> entries) {
    long reference = price(one);
    long withinWh = one.withinBandWh(band.bandPpm());
    if (withinWh != 0) {
      entries.add(
          one.isShort()
              ? paid(Kind.BAND_SHORT, Kind.BAND_SHORT_COVERED, withinWh, reference)
              : received(Kind.BAND_LONG, Kind.BAND_LONG_TAKEN, withinWh, reference));
    }
    long premium = band.premium(reference);
    charge(
        one,
        one.sizeWh() - withinWh,
        one.isShort() ? reference + premium : reference - premium,
        entries);
  }

  private void charge(Deviation one, long energyWh, long price, List<MemberEntry> entries) {
    if (energyWh != 0) {
      entries.add(
          one.isShort()
              ? paid(Kind.IMBALANCE_SHORT, Kind.IMBALANCE_SHORT_COVERED, energyWh, price)
              : received(Kind.IMBALANCE_LONG, Kind.IMBALANCE_LONG_TAKEN, energyWh, price));
    }
  }

  private long price(Deviation one) {
    return price(one.isShort());
  }

  /** What who is short pays, or else who is long gets, without a premium, µ/kWh. */
  long price(boolean isShort) {
    return isShort ? shortPrice : longPrice;
  }

  private MemberEntry paid(Kind kind, Kind otherKind, long energyWh, long price) {
    return new MemberEntry(kind, otherKind, true, rules.balancingParty(), energyWh, price);
  }

  private MemberEntry received(Kind kind, Kind otherKind, long energyWh, long price) {
    return new MemberEntry(kind, otherKind, false, rules.balancingParty(), energyWh, price);
  }

  /** The price of an area's auction, if enough of what its members traded there stands. */
  private static @Nullable Long auctionPrice(
      SettlementInput input, ImbalanceRules rules, String area) {
    Set<String> members = new HashSet<>();
    for (Member member : input.rulebook().members()) {
      if (member.area().equals(area)) {
        members.add(member.participant());
      }
    }
    long tradedWh = 0;
    for (TradeMade trade : input.trades()) {
      if (members.contains(trade.buyer()) || members.contains(trade.seller())) {
        tradedWh = Math.addExact(tradedWh, trade.energyWh());
      }
    }
    return tradedWh < rules.auctionMinWh()
        ? null
        : input.auction().areas().stream()
            .filter(cleared -> cleared.area().equals(area))
            .findFirst()
            .map(AreaCleared::priceMicroPerKwh)
            .orElse(null);
  }
}
