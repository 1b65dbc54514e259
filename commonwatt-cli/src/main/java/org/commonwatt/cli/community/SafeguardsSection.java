package org.commonwatt.cli.community;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.commonwatt.cli.community.CommunityDocument.DisputePart;
import org.commonwatt.cli.community.CommunityDocument.FallbackPart;
import org.commonwatt.cli.community.CommunityDocument.IncomePart;
import org.commonwatt.cli.community.CommunityDocument.LossPart;
import org.commonwatt.cli.community.CommunityDocument.RegistrationPart;
import org.commonwatt.cli.community.CommunityDocument.Secured;
import org.commonwatt.cli.community.CommunityDocument.SettlementPart;
import org.commonwatt.cli.community.CommunityDocument.StorageAuctionPart;
import org.commonwatt.cli.community.CommunityDocument.StoragePart;
import org.commonwatt.core.storage.auction.StorageAuction;
import org.commonwatt.engine.bridge.Registration;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.LossRules.AreaLosses;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageRules;
import org.jspecify.annotations.Nullable;

/**
 * The optional parts of a community file: guarantees, fallbacks, disputes, how others come in, when
 * slots are settled again, what needs a login, who is responsible for its balance, which sells of
 * one price come first, what an auction is paid and what its income is for, when storage services
 * are auctioned, what proves stored energy, what is on file of accounts.
 */
final class SafeguardsSection {
  private static final Map<String, MissedGate> MISSED_GATES =
      Map.of(
          "late-auction", MissedGate.LATE_AUCTION,
          "no-trade", MissedGate.NO_TRADE,
          "previous-schedule", MissedGate.PREVIOUS_SCHEDULE);

  private static final Map<String, Curtailment.Order> CURTAILMENTS =
      Map.of(
          "continuous-first", Curtailment.Order.CONTINUOUS_FIRST,
          "auction-first", Curtailment.Order.AUCTION_FIRST);

  private static final Map<String, MarketData> MARKET_DATA =
      Map.of("book", MarketData.BOOK, "trades", MarketData.TRADES, "auctions", MarketData.AUCTIONS);

  private static final Map<String, AuctionIncome.Use> INCOME_USES =
      Map.of(
          "availability", AuctionIncome.Use.AVAILABILITY,
          "capacity", AuctionIncome.Use.CAPACITY,
          "tariffs", AuctionIncome.Use.TARIFFS);

  private SafeguardsSection() {}

  static Safeguards safeguards(CommunityDocument.RulebookDocument source) {
    List<Secured> secured = source.guarantees();
    if (secured.size() > 1) {
      throw new IllegalArgumentException("rulebook: write guarantees once");
    }
    List<FallbackPart> fallbacks = source.fallbacks();
    if (fallbacks.size() > 1) {
      throw new IllegalArgumentException("rulebook: write fallbacks once");
    }
    return new Safeguards(
            secured.isEmpty() ? null : guarantees(secured.get(0)),
            fallbacks.isEmpty() ? null : fallbacks(fallbacks.get(0)),
            disputes(source.disputes()))
        .withRegistration(registration(source.registration()))
        .withSettlement(settlement(source.settlement(), source.gridOperator()))
        .withLoginFor(loginFor(source.loginFor()))
        .withImbalance(ImbalanceSection.of(source.imbalance()))
        .withCleanFirst(cleanFirst(source.sellTies()))
        .withAuctionWindow(source.auctionWindowSlots())
        .withPayAsBid(payAsBid(source.auctionPricing()))
        .withAuctionIncome(income(source.auctionIncome()))
        .withStorageAuction(storageAuction(source.storageAuction()))
        .withProvenance(ProvenanceSection.of(source.provenance()));
  }

  private static @Nullable StorageAuctionRules storageAuction(List<StorageAuctionPart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write storageAuction once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    StorageAuctionPart part = parts.get(0);
    return new StorageAuctionRules(
        part.windowSlots(),
        part.openLeadMinutes(),
        part.gateLeadMinutes(),
        part.leastBidWh() == 0 ? 1 : part.leastBidWh(),
        part.flows() == 0 ? StorageAuction.FLOWS : part.flows(),
        part.links().stream()
            .map(
                one ->
                    new StorageAuctionRules.Share(
                        one.from(), one.to(), one.forwardWh(), one.backwardWh()))
            .toList());
  }

  private static @Nullable AuctionIncome income(List<IncomePart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write auctionIncome once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    AuctionIncome.Use use = INCOME_USES.get(parts.get(0).use());
    if (use == null) {
      throw new IllegalArgumentException(
          "auctionIncome: use must be availability, capacity or tariffs, not "
              + parts.get(0).use());
    }
    return new AuctionIncome(use, parts.get(0).account());
  }

  private static boolean payAsBid(String word) {
    if (!word.isEmpty() && !word.equals("pay-as-bid")) {
      throw new IllegalArgumentException(
          "rulebook: auctionPricing is pay-as-bid or left out, not " + word);
    }
    return !word.isEmpty();
  }

  private static boolean cleanFirst(String word) {
    if (!word.isEmpty() && !word.equals("clean-first")) {
      throw new IllegalArgumentException(
          "rulebook: sellTies is clean-first or left out, not " + word);
    }
    return !word.isEmpty();
  }

  private static @Nullable SettlementRules settlement(
      List<SettlementPart> parts, String gridOperator) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write settlement once");
    }
    return parts.isEmpty()
        ? null
        : new SettlementRules(
            parts.get(0).revisedHours(),
            parts.get(0).finalHours(),
            parts.get(0).initialHours(),
            losses(parts.get(0).losses(), gridOperator),
            storage(parts.get(0).storage()));
  }

  private static @Nullable StorageRules storage(List<StoragePart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("settlement: write storage once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    List<Integer> penalty = parts.get(0).penaltyPpm();
    if (penalty.size() > 1) {
      throw new IllegalArgumentException("settlement: write penaltyPpm of storage once");
    }
    return new StorageRules(penalty.isEmpty() ? StorageRules.DEFAULT_PENALTY_PPM : penalty.get(0));
  }

  private static @Nullable LossRules losses(List<LossPart> parts, String gridOperator) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("settlement: write losses once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    LossPart part = parts.get(0);
    if (gridOperator.isEmpty()) {
      throw new IllegalArgumentException(
          "losses: technical losses need a gridOperator, who bears them");
    }
    return new LossRules(
        part.bearer().isEmpty() ? gridOperator : part.bearer(),
        part.areas().stream()
            .map(one -> new AreaLosses(one.area(), one.lossPpm(), one.residualLimitWh()))
            .sorted(Comparator.comparing(AreaLosses::area))
            .toList());
  }

  private static MarketData[] loginFor(List<String> words) {
    MarketData[] data = new MarketData[words.size()];
    for (int i = 0; i < data.length; i++) {
      MarketData one = MARKET_DATA.get(words.get(i));
      if (one == null || words.indexOf(words.get(i)) != i) {
        throw new IllegalArgumentException(
            "rulebook: loginFor has book, trades and auctions, each at most once, not "
                + words.get(i));
      }
      data[i] = one;
    }
    return data;
  }

  private static org.commonwatt.model.@Nullable Registration registration(
      List<RegistrationPart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write registration once");
    }
    if (parts.isEmpty()) {
      return null;
    }
    RegistrationPart part = parts.get(0);
    return new org.commonwatt.model.Registration(
        part.registrar(),
        part.accountsAtOnce(),
        part.meterOrganisation(),
        part.meterPointsAtOnce(),
        part.bank(),
        part.maxAccounts());
  }

  private static @Nullable DisputeRules disputes(List<DisputePart> parts) {
    if (parts.size() > 1) {
      throw new IllegalArgumentException("rulebook: write disputes once");
    }
    return parts.isEmpty()
        ? null
        : new DisputeRules(
            parts.get(0).decider(),
            parts.get(0).windowHours(),
            parts.get(0).decisionHours(),
            parts.get(0).corrections());
  }

  private static Fallbacks fallbacks(FallbackPart part) {
    MissedGate missedGate = MISSED_GATES.get(part.missedGate());
    if (missedGate == null) {
      throw new IllegalArgumentException(
          "fallbacks: missedGate must be late-auction, no-trade or previous-schedule, not "
              + part.missedGate());
    }
    return new Fallbacks(
        part.operator(),
        missedGate,
        part.gateToleranceSeconds(),
        part.scheduleMinutes(),
        part.cancelMinutes(),
        part.bustMinutes(),
        curtailment(part));
  }

  private static @Nullable Curtailment curtailment(FallbackPart part) {
    if (part.curtailment().isEmpty() && part.compensationPpm() == 0) {
      return null;
    }
    Curtailment.Order order = CURTAILMENTS.get(part.curtailment());
    if (order == null) {
      throw new IllegalArgumentException(
          "fallbacks: curtailment must be continuous-first or auction-first, not "
              + part.curtailment());
    }
    return new Curtailment(order, part.compensationPpm());
  }

  /** What is on file, connections first. */
  static List<Registration> registrations(CommunityDocument document) {
    List<Registration> all = new ArrayList<>();
    for (CommunityDocument.Connected line : document.connections()) {
      all.add(
          new Registration(
              line.home(), new Registration.Connection(line.feedInW(), line.loadW()), null));
    }
    for (CommunityDocument.Pledged line : document.collateral()) {
      all.add(
          new Registration(
              line.account(),
              null,
              new Registration.Pledge(line.collateralNano(), line.fundShareNano())));
    }
    return all;
  }

  private static Guarantees guarantees(Secured secured) {
    boolean undelivered = secured.undelivered().equals(CommunityDocument.SECURED);
    if (!undelivered && !secured.undelivered().equals("unsecured")) {
      throw new IllegalArgumentException(
          "guarantees: undelivered is secured or unsecured, not " + secured.undelivered());
    }
    return new Guarantees(
        secured.exchange(),
        secured.referencePriceMicroPerKwh(),
        secured.revisionPpm(),
        secured.revisionHours(),
        undelivered);
  }
}
