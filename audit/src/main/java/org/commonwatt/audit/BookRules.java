package org.commonwatt.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.commonwatt.audit.book.BookTerms;
import org.commonwatt.audit.book.Fee;
import org.commonwatt.audit.book.Qualifiers;
import org.commonwatt.audit.book.SelfTrade;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.GridFees.AreaLevel;
import org.commonwatt.model.GridFees.LinkFee;
import org.commonwatt.model.OrderTerms;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.TimeInForce;

/** Reads a rulebook and an order's terms as the book's: "Continuous trading in the market". */
final class BookRules {
  private BookRules() {}

  /** The links of a market in the order of their numbers: by (from, to). */
  static List<AreaLink> links(Rulebook rules) {
    return rules.areas().links().stream()
        .sorted(Comparator.comparing(AreaLink::from).thenComparing(AreaLink::to))
        .toList();
  }

  static BookTerms terms(Rulebook rules, Continuous continuous) {
    long band = continuous.bandMicroPerKwh();
    List<BookTerms.Link> links = new ArrayList<>();
    for (AreaLink link : links(rules)) {
      Fee fee = fee(link.party(), fee(link, continuous.fees()));
      links.add(
          new BookTerms.Link(link.from(), link.to(), link.minFlowWh(), link.maxFlowWh(), fee));
    }
    return new BookTerms(
        rules.areas().ids().stream().sorted().toList(),
        links,
        levels(rules, continuous.fees()),
        continuous.fees().mode() == FeeMode.FROM_BID,
        rules.minPriceMicroPerKwh(),
        continuous.protectionMicroPerKwh(),
        band == 0 ? null : (Long) band,
        continuous.haltSeconds() * 1000L);
  }

  /** The sum of all fees at a price, each level and each link once. */
  static long allFees(Rulebook rules, Continuous continuous, long price) {
    long sum = 0;
    for (AreaLink link : rules.areas().links()) {
      sum = Math.addExact(sum, fee(link.party(), fee(link, continuous.fees())).at(price));
    }
    for (GridFees.Level level : continuous.fees().levels()) {
      sum = Math.addExact(sum, fee(level.id(), level.fee()).at(price));
    }
    return sum;
  }

  static Qualifiers qualifiers(OrderTerms terms) {
    return new Qualifiers(
        terms.market(),
        terms.timeInForce() == TimeInForce.IMMEDIATE_OR_CANCEL,
        terms.timeInForce() == TimeInForce.FILL_OR_KILL,
        terms.postOnly(),
        terms.allOrNone() ? Qualifiers.ALL : terms.minEnergyWh(),
        terms.peakWh(),
        selfTrade(terms));
  }

  private static SelfTrade selfTrade(OrderTerms terms) {
    switch (terms.selfTradeMode()) {
      case CANCEL_NEWEST:
        return SelfTrade.CANCEL_NEWEST;
      case CANCEL_OLDEST:
        return SelfTrade.CANCEL_OLDEST;
      default:
        return SelfTrade.DECREMENT_AND_CANCEL;
    }
  }

  private static List<BookTerms.Level> levels(Rulebook rules, GridFees fees) {
    List<AreaLink> links = links(rules);
    List<BookTerms.Level> levels = new ArrayList<>();
    for (GridFees.Level level : fees.levels()) {
      Set<String> areas = new HashSet<>();
      for (AreaLevel entry : fees.areas()) {
        if (entry.level().equals(level.id())) {
          areas.add(entry.area());
        }
      }
      Set<Integer> numbers = new HashSet<>();
      for (LinkFee entry : fees.links()) {
        for (int l = 0; l < links.size(); l++) {
          if (isOf(entry, links.get(l)) && level.id().equals(entry.level())) {
            numbers.add(l);
          }
        }
      }
      levels.add(new BookTerms.Level(fee(level.id(), level.fee()), areas, numbers));
    }
    return levels;
  }

  /** Its entry of the link fees, or its auction fee as a constant. */
  private static GridFee fee(AreaLink link, GridFees fees) {
    return fees.links().stream()
        .filter(entry -> isOf(entry, link))
        .map(LinkFee::fee)
        .findFirst()
        .orElse(new GridFee(link.feeMicroPerKwh(), 0));
  }

  private static boolean isOf(LinkFee entry, AreaLink link) {
    return entry.from().equals(link.from()) && entry.to().equals(link.to());
  }

  private static Fee fee(String name, GridFee fee) {
    return new Fee(name, fee.constantMicroPerKwh(), fee.ppm());
  }
}
