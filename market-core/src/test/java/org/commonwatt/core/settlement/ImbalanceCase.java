package org.commonwatt.core.settlement;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.commonwatt.core.Rulebooks;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event.AreaCleared;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.ImbalanceRules.DeadBand;
import org.commonwatt.model.ImbalanceRules.Fallback;
import org.commonwatt.model.ImbalanceRules.Pool;
import org.commonwatt.model.ImbalanceRules.Prices;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Quality;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.Safeguards;

/** Builds the settlement of a slot of one area in which some are responsible for their balance. */
final class ImbalanceCase {
  static final DeliverySlot SLOT = new DeliverySlot(Rulebooks.START, 15);

  private final ImbalanceRules rules;
  private final List<String> members;
  private final long auctionPrice;
  private final List<TradeMade> trades = new ArrayList<>();
  private final List<TradeCurtailed> curtailments = new ArrayList<>();
  private final List<ImbalancePrice> prices = new ArrayList<>();
  private final TreeMap<String, MeteredPosition> positions = new TreeMap<>();

  ImbalanceCase(ImbalanceRules rules, long auctionPrice, String... members) {
    this.rules = rules;
    this.auctionPrice = auctionPrice;
    this.members = List.of(members);
    for (String member : members) {
      meter(member, 0);
    }
  }

  static ImbalanceRules pool(long auctionMinWh, boolean fallbackAuction, String... responsible) {
    return new ImbalanceRules(
        List.of(responsible),
        "balancer",
        auctionMinWh,
        new Pool(0),
        null,
        new Prices(
            "desk", true, -1_000_000, 1_000_000, new Fallback(fallbackAuction, 420_000, 60_000)));
  }

  static ImbalanceRules deadBand(int bandPpm, int kPpm, long reference, String... responsible) {
    return new ImbalanceRules(
        List.of(responsible),
        "balancer",
        1,
        null,
        new DeadBand(bandPpm, kPpm),
        new Prices(null, false, 0, 0, new Fallback(false, reference, reference)));
  }

  ImbalanceCase trade(String buyer, String seller, long energyWh) {
    trades.add(
        new TradeMade(trades.size() + 1L, SLOT, 1, 2, buyer, seller, energyWh, auctionPrice));
    return this;
  }

  ImbalanceCase curtail(String buyer, String seller, long byWh) {
    curtailments.add(new TradeCurtailed(9, SLOT, buyer, seller, byWh, 0, 0, 0));
    return this;
  }

  /** What a member injected, or withdrew when negative, Wh. */
  ImbalanceCase meter(String member, long netWh) {
    return meter(member, 1, netWh);
  }

  ImbalanceCase meter(String member, int version, long netWh) {
    positions.put(
        member,
        new MeteredPosition(
            member, SLOT, version, Math.max(0, -netWh), Math.max(0, netWh), Quality.ACTUAL));
    return this;
  }

  ImbalanceCase price(int version, long shortPrice, long longPrice) {
    prices.clear();
    prices.add(new ImbalancePrice("village", SLOT, version, shortPrice, longPrice));
    return this;
  }

  SettlementInput input() {
    Rulebook rulebook =
        new Rulebooks()
            .members(members.toArray(String[]::new))
            .safeguards(Safeguards.NONE.withImbalance(rules))
            .build();
    long volume = trades.stream().mapToLong(TradeMade::energyWh).sum();
    AuctionCleared auction =
        new AuctionCleared(
            SLOT,
            List.of(
                new AreaCleared(
                    "village", auctionPrice, auctionPrice, auctionPrice, volume, volume)),
            List.of(),
            BigInteger.ZERO);
    return new SettlementInput(
        rulebook,
        auction,
        trades,
        List.of(),
        curtailments,
        prices,
        List.of(),
        Services.NONE,
        List.copyOf(positions.values()),
        Hash.ZERO);
  }

  /** The lines that are no trade's, in short. */
  List<String> lines() {
    return brief(Settlement.settle(input()).billLines());
  }

  static List<String> brief(List<BillLine> lines) {
    return lines.stream().filter(line -> line.tradeId() == 0).map(ImbalanceCase::brief).toList();
  }

  /** A line in short. */
  static String brief(BillLine line) {
    return line.participant()
        + " "
        + line.kind()
        + " "
        + line.energyWh()
        + " at "
        + line.priceMicroPerKwh()
        + " = "
        + line.amountNano();
  }
}
