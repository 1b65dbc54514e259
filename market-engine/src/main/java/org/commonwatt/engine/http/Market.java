package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.engine.runtime.EngineHealth;
import org.commonwatt.engine.runtime.EngineState;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.Areas;
import org.commonwatt.model.AuctionIncome;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.Curtailment;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.DisputeRules;
import org.commonwatt.model.Fallbacks;
import org.commonwatt.model.FeeMode;
import org.commonwatt.model.GridFee;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.LossRules;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.ProvenanceRules;
import org.commonwatt.model.Registration;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SettlementRules;
import org.commonwatt.model.StorageRules;
import org.commonwatt.model.UsableLimit;
import org.jspecify.annotations.Nullable;

/** Answers about the market as a whole: time, rules, metered positions, health. */
final class Market {
  private final ApiContext api;

  Market(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/time}: the market's clock and what has happened by then. */
  ObjectNode time(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    boolean toAll = api.logins().accounts().isEmpty() || Caller.of(ctx).isActive();
    ObjectNode answer = api.engine().query(view -> progress(view, toAll));
    return answer.put("wallTime", Views.instant(api.wall().instant().toEpochMilli()));
  }

  /** {@code GET /v1/tariff}: what the supplier of record takes and pays, by time of day. */
  ObjectNode tariff(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    Rulebook rulebook = api.engine().query(Slots::rulebook);
    ObjectNode answer =
        Views.object()
            .put("supplier", rulebook.supplier())
            .put("currency", rulebook.currency())
            .put("rulebookVersion", rulebook.version())
            .put("utcOffsetMinutes", rulebook.timing().utcOffsetMinutes());
    tariff(answer.putArray("steps"), rulebook.tariff());
    return answer;
  }

  /** {@code GET /v1/market}: the rulebook in force. */
  ObjectNode rules(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    Rulebook rulebook = api.engine().query(Slots::rulebook);
    int members = api.engine().query(Slots::members).size();
    Rulebook.Timing timing = rulebook.timing();
    ObjectNode answer =
        Views.object()
            .put("market", rulebook.market())
            .put("currency", rulebook.currency())
            .put("rulebookVersion", rulebook.version())
            .put("rulebookHash", rulebook.documentHash().hex())
            .put("minPriceMicroPerKwh", rulebook.minPriceMicroPerKwh())
            .put("maxPriceMicroPerKwh", rulebook.maxPriceMicroPerKwh())
            .put("maxOrderWh", rulebook.maxOrderWh())
            .put("supplier", rulebook.supplier())
            .put("memberCount", members)
            .put("ledger", api.ledgerLabel());
    areas(answer, rulebook.areas());
    answer
        .putObject("timing")
        .put("slotMinutes", timing.slotMinutes())
        .put("utcOffsetMinutes", timing.utcOffsetMinutes())
        .put("openLeadMinutes", timing.openLeadMinutes())
        .put("gateLeadMinutes", timing.gateLeadMinutes())
        .put("tradingStart", Views.instant(timing.tradingStartMillis()));
    continuous(answer, rulebook.continuous());
    guarantees(answer, rulebook.guarantees());
    fallbacks(answer, rulebook.fallbacks());
    DisputeRules disputes = rulebook.disputes();
    if (disputes == null) {
      answer.putNull("disputes");
    } else {
      answer
          .putObject("disputes")
          .put("decider", disputes.decider())
          .put("windowHours", disputes.windowHours())
          .put("decisionHours", disputes.decisionHours())
          .put("corrections", disputes.corrections());
    }
    settlement(answer, rulebook.settlement());
    registration(answer, rulebook.registration());
    ImbalancePrices.rules(answer, rulebook.imbalance());
    ArrayNode loginFor = answer.putArray("loginFor");
    rulebook.safeguards().loginFor().forEach(data -> loginFor.add(AccessPolicy.word(data)));
    answer.put("auctionWindowSlots", rulebook.safeguards().auctionWindowSlots());
    answer.put("sellTies", rulebook.safeguards().cleanFirst() ? "clean-first" : null);
    answer.put("auctionPricing", rulebook.safeguards().payAsBid() ? "pay-as-bid" : "midpoint");
    income(answer, rulebook.safeguards().auctionIncome());
    StorageAuctionJson.rules(answer, rulebook.storageAuction());
    provenance(answer, rulebook.provenance());
    tariff(answer.putArray("tariff"), rulebook.tariff());
    return answer;
  }

  /** What is taken as proof of stored energy, null in a market that does not say. */
  private static void provenance(ObjectNode answer, @Nullable ProvenanceRules rules) {
    if (rules == null) {
      answer.putNull("provenance");
      return;
    }
    UsableLimit.Rules proof = rules.proof();
    ArrayNode accepted =
        answer
            .putObject("provenance")
            .put("depthOfDischargePermille", proof.depthOfDischargePermille())
            .put("marginWh", proof.marginWh())
            .put("testDays", proof.testDays())
            .put("testCycles", proof.testCycles())
            .put("nameplateMostWh", rules.nameplateMostWh())
            .putArray("accepted");
    proof.accepted().forEach(accepted::add);
  }

  private static void income(ObjectNode answer, @Nullable AuctionIncome income) {
    if (income == null) {
      answer.putNull("auctionIncome");
      return;
    }
    answer
        .putObject("auctionIncome")
        .put("use", income.use().name().toLowerCase(Locale.ROOT))
        .put("account", income.account());
  }

  private static void settlement(ObjectNode answer, @Nullable SettlementRules settlement) {
    if (settlement == null) {
      answer.putNull("settlement");
      return;
    }
    ObjectNode rules = answer.putObject("settlement");
    settlement.revisedHours().forEach(rules.putArray("revisedHours")::add);
    rules.put("finalHours", settlement.finalHours());
    rules.put("initialHours", settlement.initialHours());
    StorageRules storage = settlement.storage();
    if (storage == null) {
      rules.putNull("storage");
    } else {
      rules.putObject("storage").put("penaltyPpm", storage.penaltyPpm());
    }
    LossRules losses = settlement.losses();
    if (losses == null) {
      rules.putNull("losses");
      return;
    }
    ObjectNode node = rules.putObject("losses").put("bearer", losses.bearer());
    ArrayNode areas = node.putArray("areas");
    losses
        .areas()
        .forEach(
            one ->
                areas
                    .addObject()
                    .put("area", one.area())
                    .put("lossPpm", one.lossPpm())
                    .put("residualLimitWh", one.residualLimitWh()));
  }

  private static void registration(ObjectNode answer, @Nullable Registration registration) {
    if (registration == null) {
      answer.putNull("registration");
      return;
    }
    answer
        .putObject("registration")
        .put("registrar", registration.registrar())
        .put("accountsAtOnce", registration.accountsAtOnce())
        .put("meterOrganisation", registration.meterOrganisation())
        .put("meterPointsAtOnce", registration.meterPointsAtOnce())
        .put("bank", registration.bank())
        .put("maxAccounts", registration.maxAccounts());
  }

  private static void guarantees(ObjectNode answer, @Nullable Guarantees guarantees) {
    if (guarantees == null) {
      answer.putNull("guarantees");
      return;
    }
    answer
        .putObject("guarantees")
        .put("exchange", guarantees.exchange())
        .put("referencePriceMicroPerKwh", guarantees.referencePriceMicroPerKwh())
        .put("revisionPpm", guarantees.revisionPpm())
        .put("revisionHours", guarantees.revisionHours())
        .put("undelivered", guarantees.securesUndelivered() ? "secured" : "unsecured");
  }

  private static void fallbacks(ObjectNode answer, @Nullable Fallbacks fallbacks) {
    if (fallbacks == null) {
      answer.putNull("fallbacks");
      return;
    }
    Curtailment curtailment = fallbacks.curtailment();
    answer
        .putObject("fallbacks")
        .put(
            "curtailment",
            curtailment == null
                ? null
                : curtailment.order() == Curtailment.Order.AUCTION_FIRST
                    ? "auction-first"
                    : "continuous-first")
        .put("compensationPpm", curtailment == null ? 0 : curtailment.compensationPpm())
        .put("operator", fallbacks.operator())
        .put("missedGate", fallbacks.missedGate().name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .put("gateToleranceSeconds", fallbacks.gateToleranceSeconds())
        .put("scheduleMinutes", fallbacks.scheduleMinutes())
        .put("cancelMinutes", fallbacks.cancelMinutes())
        .put("bustMinutes", fallbacks.bustMinutes());
  }

  private static void continuous(ObjectNode answer, @Nullable Continuous continuous) {
    if (continuous == null) {
      answer.putNull("continuous");
      return;
    }
    GridFees fees = continuous.fees();
    ObjectNode node =
        answer
            .putObject("continuous")
            .put("gateClosureLeadMinutes", continuous.gateClosureLeadMinutes())
            .put("tickMicroPerKwh", continuous.tickMicroPerKwh())
            .put("bandMicroPerKwh", continuous.bandMicroPerKwh())
            .put("haltSeconds", continuous.haltSeconds())
            .put("protectionMicroPerKwh", continuous.protectionMicroPerKwh())
            .put("feeMode", fees.mode() == FeeMode.ON_TOP ? "on-top" : "from-bid");
    ArrayNode levels = node.putArray("levels");
    for (GridFees.Level level : fees.levels()) {
      fee(levels.addObject().put("id", level.id()), level.fee());
    }
    ArrayNode areas = node.putArray("areaLevels");
    for (GridFees.AreaLevel area : fees.areas()) {
      areas.addObject().put("area", area.area()).put("level", area.level());
    }
    ArrayNode links = node.putArray("linkFees");
    for (GridFees.LinkFee link : fees.links()) {
      fee(
          links
              .addObject()
              .put("from", link.from())
              .put("to", link.to())
              .put("level", link.level()),
          link.fee());
    }
  }

  private static void fee(ObjectNode node, GridFee fee) {
    node.put("constantMicroPerKwh", fee.constantMicroPerKwh()).put("ppm", fee.ppm());
  }

  private static void tariff(ArrayNode array, List<Rulebook.TariffStep> steps) {
    for (Rulebook.TariffStep step : steps) {
      array
          .addObject()
          .put("fromMinute", step.fromMinute())
          .put("retailMicroPerKwh", step.retailMicroPerKwh())
          .put("feedInMicroPerKwh", step.feedInMicroPerKwh());
    }
  }

  private static void areas(ObjectNode answer, Areas areas) {
    ArrayNode ids = answer.put("gridOperator", areas.gridOperator()).putArray("areas");
    areas.ids().forEach(ids::add);
    links(answer.putArray("links"), areas);
  }

  /** Adds the links between areas. */
  static void links(ArrayNode links, Areas areas) {
    for (AreaLink link : areas.links()) {
      links
          .addObject()
          .put("from", link.from())
          .put("to", link.to())
          .put("minFlowWh", link.minFlowWh())
          .put("maxFlowWh", link.maxFlowWh())
          .put("feeMicroPerKwh", link.feeMicroPerKwh());
    }
  }

  /** {@code GET /v1/positions?participant=&slotStart=}: the newest metered position. */
  ObjectNode position(RoutingContext ctx) {
    Params.only(ctx, Set.of("participant", "slotStart"));
    String participant = Params.id("participant", Params.required(ctx, "participant"));
    long start = Params.instantMillis("slotStart", Params.required(ctx, "slotStart"));
    return api.engine().query(view -> position(view, participant, start));
  }

  /** {@code GET /healthz}: whether the market answers, and what is wrong if not all is well. */
  ObjectNode health() {
    EngineHealth engine = api.engine().health();
    List<String> troubles = api.troubles().get();
    ObjectNode answer = Views.object().put("status", status(engine.state(), troubles));
    answer.putObject("engine").put("state", engine.state().name()).put("detail", engine.detail());
    answer.put("readModelSequence", api.readModels().sequence());
    answer.put("ledger", api.ledgerLabel());
    ArrayNode array = answer.putArray("troubles");
    troubles.forEach(array::add);
    return answer;
  }

  private static String status(EngineState state, List<String> troubles) {
    return switch (state) {
      case LEADING -> troubles.isEmpty() ? "ok" : "degraded";
      case RECOVERING -> "recovering";
      case STANDBY -> "standby";
      case HALTED, CLOSED -> "stopped";
    };
  }

  /** Counts of trades tell of each when they are asked for often, so they are data like these. */
  private static ObjectNode progress(MarketView view, boolean toAll) {
    long time = view.market().timeMillis();
    ObjectNode answer =
        Views.object()
            .put("marketTime", time == 0 ? null : Views.instant(time))
            .put("sequence", view.sequence());
    Rulebook rulebook = view.market().rulebook();
    if (!toAll && rulebook != null && !rulebook.safeguards().loginFor().isEmpty()) {
      return answer.putNull("totals");
    }
    answer
        .putObject("totals")
        .put("orders", view.totals().orders())
        .put("trades", view.totals().trades())
        .put("tradedWh", view.totals().tradedWh())
        .put("settledSlots", view.market().settledSlots())
        .put("recordedSlots", view.market().recordedSlots());
    return answer;
  }

  private static ObjectNode position(MarketView view, String participant, long start) {
    Rulebook rulebook = Slots.rulebook(view);
    DeliverySlot slot = Slots.slotAt(rulebook, start);
    Optional<MeteredPosition> position = view.market().position(participant, start);
    if (position.isPresent()) {
      return Views.position(position.get());
    }
    if (!Bills.isParty(view, participant)) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.UNKNOWN_PARTICIPANT,
                  participant + " is not a member of this market.")));
    }
    throw new ProblemException(
        Problem.notFound(
            "UNKNOWN_POSITION",
            "No metered position of "
                + participant
                + " in "
                + slot
                + " has arrived, or it is kept"
                + " no longer.",
            "Positions arrive after the end of their slot."));
  }
}
