package org.commonwatt.core;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Rulebook.Member;
import org.commonwatt.model.Rulebook.TariffStep;
import org.jspecify.annotations.Nullable;

/**
 * A rulebook with what follows from it.
 *
 * <p>The energy limits keep every posting of a slot within 64 bits. Let P be the largest absolute
 * price of the rulebook, tariffs and imbalance prices included, F the sum of all grid fees of
 * continuous trading at P and of the fee of netted deviation, and L = floor(2⁶³−1 ÷ (P + F)). What
 * all orders of a slot together have traded or have open is at most L/4, and M members, or as many
 * as may register, meter at most L/2M each. A member's posting is at most (twice its traded energy
 * + its metered energy) × (P + F), the supplier's at most (all traded + all metered) × P; both are
 * at most L × (P + F). Where energy flows, prices are within ±P: they rise along a flow, from a
 * seller's limit or more to a buyer's or less. So links earn, and pay over, at most (all bought +
 * all sold) × P; a continuous trade brings each link and level at most once, so at most F a Wh. A
 * market with further settlement runs halves L: what they post is the difference of two
 * settlements. Of what is curtailed, which counts as traded, the grid operator pays at most 2P a Wh
 * to each side, and each side gets no more. A market that settles losses divides L by 4: what its
 * areas lose, technically and beyond, is at most 3L of that beside all else, as B boundaries meter
 * at most L/2B each. With 2⁶⁰ Wh at most the energies of a slot and the limits of its links fit the
 * auction.
 */
final class Rules {
  /**
   * A rulebook under which a member may meter less than this in a slot, 100 kWh, is not activated:
   * its slots might never settle.
   */
  static final long MIN_METERED_WH = 100_000;

  private static final long MAX_SLOT_ORDER_WH = 1L << 60;

  private final Rulebook rulebook;
  private final List<String> members;
  private final Map<String, String> areas; // by member
  private final Map<String, String> ids = new HashMap<>(); // of members and areas
  private final long maxSlotOrderWh;
  private final long maxServiceWh; // of one promised service
  private final long maxMeteredWh;
  private final long maxBoundaryWh;
  private final Map<String, Integer> ownerNumbers = new HashMap<>();
  private final @Nullable Rules base;

  /** Those of a rulebook with the members that it names. */
  Rules(Rulebook rulebook) {
    this(rulebook, null);
    members.forEach(member -> ownerNumbers.put(member, ownerNumbers.size() + 1));
  }

  /**
   * Of each service at most three lines, at most at twice its price, in the difference of two runs.
   */
  private static final long MOST_SERVICE_NANO = Long.MAX_VALUE / 8 / Promises.MOST / 12;

  private Rules(Rulebook rulebook, @Nullable Rules base) {
    this.rulebook = rulebook;
    this.base = base;
    this.members = rulebook.members().stream().map(Member::participant).sorted().toList();
    this.areas =
        rulebook.members().stream().collect(toUnmodifiableMap(Member::participant, Member::area));
    areas.forEach(
        (member, area) -> {
          ids.put(member, member);
          ids.put(area, area);
        });
    long price = largestPrice(rulebook);
    long fees = Math.addExact(GridFeeSum.at(price, rulebook), nettingFee(rulebook));
    long limit = Long.MAX_VALUE / Math.addExact(price, fees);
    if (rulebook.settlement() != null) {
      limit /= 2; // a run posts the difference of two settlements
    }
    LossRules losses = rulebook.losses();
    if (losses != null) {
      limit /= 4; // what is lost is bought, or sold, beside all else
    }
    if (rulebook.storage() != null) {
      limit /= 4; // what is stored and released counts beside trades
    }
    this.maxServiceWh = limit / 2 / Promises.MOST;
    this.maxBoundaryWh = losses == null ? 0 : limit / 2 / losses.areas().size();
    boolean together = rulebook.safeguards().auctionWindowSlots() > 0;
    this.maxSlotOrderWh =
        Math.min(limit / 4, together ? Rulebook.MOST_WINDOW_WH : MAX_SLOT_ORDER_WH);
    this.maxMeteredWh = limit / 2 / mostMembers(rulebook);
  }

  /**
   * The same rules with other members.
   *
   * @param others members of a slot, with their meters
   * @param numbers numbers of registered accounts, from 1
   */
  Rules with(List<Member> others, Map<String, Integer> numbers) {
    Rules rules = new Rules(rulebook.withMembers(others), this);
    rules.ownerNumbers.putAll(ownerNumbers);
    for (String member : rules.members) {
      Integer number = numbers.get(member);
      if (number != null) {
        rules.ownerNumbers.putIfAbsent(member, members.size() + number);
      }
    }
    return rules;
  }

  /** The rules with the members that the rulebook names. */
  Rules base() {
    return base == null ? this : base;
  }

  /** The number of a member as an owner of orders under this rulebook, 0 when it has none. */
  int ownerNumber(String participant) {
    return ownerNumbers.getOrDefault(participant, 0);
  }

  /** How many members a slot may have: those that are named, or as many as may register. */
  static int mostMembers(Rulebook rulebook) {
    Registration registration = rulebook.registration();
    return registration == null ? rulebook.members().size() : registration.maxAccounts();
  }

  Rulebook rulebook() {
    return rulebook;
  }

  /** Whether its slots trade continuously after their auction. */
  boolean isContinuous() {
    return rulebook.continuous() != null;
  }

  /** Ids of the members, sorted by bytes. */
  List<String> members() {
    return members;
  }

  boolean isMember(String participant) {
    return areas.containsKey(participant);
  }

  /** The area of a participant, null when it is no member. */
  @Nullable String areaOf(String participant) {
    return areas.get(participant);
  }

  /**
   * The same id, of which everybody keeps one text instead of one for each order and trade; another
   * text stays as it is.
   */
  String sharedId(String id) {
    return ids.getOrDefault(id, id);
  }

  /** The most energy that all orders of a slot together may have, Wh. */
  long maxSlotOrderWh() {
    return maxSlotOrderWh;
  }

  /** The most that one member may be metered in a slot, import and export each, Wh. */
  long maxMeteredWh() {
    return maxMeteredWh;
  }

  /**
   * Whether what is promised can be settled: its energy and its money in a slot fit beside all
   * else.
   */
  boolean canSettle(long mostWh, long mostMicroPerKwh) {
    return mostWh <= maxServiceWh && (mostWh == 0 || mostMicroPerKwh <= MOST_SERVICE_NANO / mostWh);
  }

  /** The most that one boundary may be metered in a slot, in and out each, Wh; 0 without losses. */
  long maxBoundaryWh() {
    return maxBoundaryWh;
  }

  private static long largestPrice(Rulebook rulebook) {
    long ofOrders =
        Math.max(
            Math.abs(rulebook.minPriceMicroPerKwh()), Math.abs(rulebook.maxPriceMicroPerKwh()));
    long largest = ofOrders;
    for (TariffStep step : rulebook.tariff()) {
      largest = Math.max(largest, Math.abs(step.retailMicroPerKwh()));
      largest = Math.max(largest, Math.abs(step.feedInMicroPerKwh()));
    }
    ImbalanceRules imbalance = rulebook.imbalance();
    if (imbalance != null) {
      largest = Math.max(largest, imbalance.largestPrice(ofOrders));
    }
    return Math.max(largest, 1);
  }

  private static long nettingFee(Rulebook rulebook) {
    ImbalanceRules imbalance = rulebook.imbalance();
    ImbalanceRules.Pool pool = imbalance == null ? null : imbalance.pool();
    return pool == null ? 0 : pool.feeMicroPerKwh();
  }
}
