package org.commonwatt.log.codec;

import static org.commonwatt.log.codec.Fields.known;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.ImbalanceRules;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.MarketData;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Safeguards;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageAuctionRules;
import org.commonwatt.model.StorageRules;

/** What a rulebook may have beyond its trading rules. */
final class SafeguardsConverter {
  static final EnumCodes<MissedGate, ModelProto.MissedGate> MISSED_GATES =
      new EnumCodes<>(MissedGate.class, ModelProto.MissedGate.class, "MISSED_GATE_");
  private static final EnumCodes<Curtailment.Order, ModelProto.Rulebook.CurtailmentOrder>
      CURTAILMENT_ORDERS =
          new EnumCodes<>(
              Curtailment.Order.class,
              ModelProto.Rulebook.CurtailmentOrder.class,
              "CURTAILMENT_ORDER_");
  static final EnumCodes<MarketData, ModelProto.Rulebook.MarketData> MARKET_DATA =
      new EnumCodes<>(MarketData.class, ModelProto.Rulebook.MarketData.class, "MARKET_DATA_");
  private static final EnumCodes<AuctionIncome.Use, ModelProto.Rulebook.IncomeUse> INCOME_USES =
      new EnumCodes<>(AuctionIncome.Use.class, ModelProto.Rulebook.IncomeUse.class, "INCOME_USE_");

  private SafeguardsConverter() {}

  /** Sets the fields of the parts that are in force. */
  static void encode(Safeguards safeguards, ModelProto.Rulebook.Builder builder) {
    Guarantees guarantees = safeguards.guarantees();
    if (guarantees != null) {
      builder
          .getGuaranteesBuilder()
          .setExchange(guarantees.exchange())
          .setReferencePriceMicroPerKwh(guarantees.referencePriceMicroPerKwh())
          .setRevisionPpm(guarantees.revisionPpm())
          .setRevisionHours(guarantees.revisionHours())
          .setSecuresUndelivered(guarantees.securesUndelivered());
    }
    Fallbacks fallbacks = safeguards.fallbacks();
    if (fallbacks != null) {
      builder
          .getFallbacksBuilder()
          .setOperator(fallbacks.operator())
          .setMissedGate(MISSED_GATES.encode(fallbacks.missedGate()))
          .setGateToleranceSeconds(fallbacks.gateToleranceSeconds())
          .setScheduleMinutes(fallbacks.scheduleMinutes())
          .setCancelMinutes(fallbacks.cancelMinutes())
          .setBustMinutes(fallbacks.bustMinutes());
      Curtailment curtailment = fallbacks.curtailment();
      if (curtailment != null) {
        builder
            .getFallbacksBuilder()
            .getCurtailmentBuilder()
            .setOrder(CURTAILMENT_ORDERS.encode(curtailment.order()))
            .setCompensationPpm(curtailment.compensationPpm());
      }
    }
    DisputeRules disputes = safeguards.disputes();
    if (disputes != null) {
      builder
          .getDisputesBuilder()
          .setDecider(disputes.decider())
          .setWindowHours(disputes.windowHours())
          .setDecisionHours(disputes.decisionHours())
          .setCorrections(disputes.corrections());
    }
    Registration registration = safeguards.registration();
    if (registration != null) {
      builder
          .getRegistrationBuilder()
          .setRegistrar(registration.registrar())
          .setAccountsAtOnce(registration.accountsAtOnce())
          .setMeterOrganisation(registration.meterOrganisation())
          .setMeterPointsAtOnce(registration.meterPointsAtOnce())
          .setBank(registration.bank())
          .setMaxAccounts(registration.maxAccounts());
    }
    SettlementRules settlement = safeguards.settlement();
    if (settlement != null) {
      builder
          .getSettlementBuilder()
          .addAllRevisedHours(settlement.revisedHours())
          .setFinalHours(settlement.finalHours())
          .setInitialHours(settlement.initialHours());
      LossRules losses = settlement.losses();
      if (losses != null) {
        builder.getSettlementBuilder().setLosses(BoundaryConverter.encode(losses));
      }
      StorageRules storage = settlement.storage();
      if (storage != null) {
        builder.getSettlementBuilder().getStorageBuilder().setPenaltyPpm(storage.penaltyPpm());
      }
    }
    ImbalanceRules imbalance = safeguards.imbalance();
    if (imbalance != null) {
      builder.setImbalance(ImbalanceConverter.encode(imbalance));
    }
    safeguards.loginFor().forEach(data -> builder.addLoginFor(MARKET_DATA.encode(data)));
    builder.setCleanFirst(safeguards.cleanFirst());
    builder.setAuctionWindowSlots(safeguards.auctionWindowSlots());
    builder.setPayAsBid(safeguards.payAsBid());
    AuctionIncome income = safeguards.auctionIncome();
    if (income != null) {
      builder
          .getAuctionIncomeBuilder()
          .setUse(INCOME_USES.encode(income.use()))
          .setAccount(income.account());
    }
    StorageAuctionRules storageAuction = safeguards.storageAuction();
    if (storageAuction != null) {
      builder.setStorageAuction(StorageAuctionConverter.encode(storageAuction));
    }
    ProvenanceRules provenance = safeguards.provenance();
    if (provenance != null) {
      builder.setProvenance(UsableLimitConverter.encode(provenance));
    }
  }

  static Safeguards decode(ModelProto.Rulebook rulebook) {
    return new Safeguards(
        rulebook.hasGuarantees() ? decode(rulebook.getGuarantees()) : null,
        rulebook.hasFallbacks() ? decode(rulebook.getFallbacks()) : null,
        rulebook.hasDisputes() ? decode(rulebook.getDisputes()) : null,
        rulebook.hasRegistration() ? decode(rulebook.getRegistration()) : null,
        rulebook.hasSettlement() ? decode(rulebook.getSettlement()) : null,
        rulebook.hasImbalance() ? ImbalanceConverter.decode(rulebook.getImbalance()) : null,
        loginFor(rulebook),
        rulebook.getCleanFirst(),
        rulebook.getAuctionWindowSlots(),
        rulebook.getPayAsBid(),
        rulebook.hasAuctionIncome() ? decode(rulebook.getAuctionIncome()) : null,
        rulebook.hasStorageAuction()
            ? StorageAuctionConverter.decode(rulebook.getStorageAuction())
            : null,
        rulebook.hasProvenance() ? UsableLimitConverter.decode(rulebook.getProvenance()) : null);
  }

  private static AuctionIncome decode(ModelProto.Rulebook.AuctionIncome message) {
    known(message);
    return new AuctionIncome(
        INCOME_USES.decode(message.getUse(), message.getUseValue()), message.getAccount());
  }

  private static Set<MarketData> loginFor(ModelProto.Rulebook rulebook) {
    List<MarketData> found = new ArrayList<>();
    for (int i = 0; i < rulebook.getLoginForCount(); i++) {
      found.add(MARKET_DATA.decode(rulebook.getLoginFor(i), rulebook.getLoginForValue(i)));
    }
    Set<MarketData> ordered = new TreeSet<>(found);
    if (!found.equals(List.copyOf(ordered))) {
      throw CodecException.outOfRange("login_for is not ascending");
    }
    return ordered;
  }

  private static SettlementRules decode(ModelProto.Rulebook.SettlementRuns message) {
    known(message);
    return new SettlementRules(
        message.getRevisedHoursList(),
        message.getFinalHours(),
        message.getInitialHours(),
        message.hasLosses() ? BoundaryConverter.decode(message.getLosses()) : null,
        message.hasStorage() ? decode(message.getStorage()) : null);
  }

  private static StorageRules decode(ModelProto.Rulebook.StorageServices message) {
    known(message);
    return new StorageRules(message.getPenaltyPpm());
  }

  private static Registration decode(ModelProto.Rulebook.Registration message) {
    known(message);
    return new Registration(
        message.getRegistrar(),
        message.getAccountsAtOnce(),
        message.getMeterOrganisation(),
        message.getMeterPointsAtOnce(),
        message.getBank(),
        message.getMaxAccounts());
  }

  private static DisputeRules decode(ModelProto.Rulebook.Disputes message) {
    known(message);
    return new DisputeRules(
        message.getDecider(),
        message.getWindowHours(),
        message.getDecisionHours(),
        message.getCorrections());
  }

  private static Fallbacks decode(ModelProto.Rulebook.Fallbacks message) {
    known(message);
    return new Fallbacks(
        message.getOperator(),
        MISSED_GATES.decode(message.getMissedGate(), message.getMissedGateValue()),
        message.getGateToleranceSeconds(),
        message.getScheduleMinutes(),
        message.getCancelMinutes(),
        message.getBustMinutes(),
        message.hasCurtailment() ? decode(message.getCurtailment()) : null);
  }

  private static Curtailment decode(ModelProto.Rulebook.Curtailment message) {
    known(message);
    return new Curtailment(
        CURTAILMENT_ORDERS.decode(message.getOrder(), message.getOrderValue()),
        message.getCompensationPpm());
  }

  private static Guarantees decode(ModelProto.Rulebook.Guarantees message) {
    known(message);
    return new Guarantees(
        message.getExchange(),
        message.getReferencePriceMicroPerKwh(),
        message.getRevisionPpm(),
        message.getRevisionHours(),
        message.getSecuresUndelivered());
  }
}
