package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.ledger.OriginLedger.SlotGuarantees;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SourceDeclaration;
import org.jspecify.annotations.Nullable;

/** Answers guarantees of origin, as the ledger has them. */
final class OriginAnswers {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final ApiContext api;

  OriginAnswers(ApiContext api) {
    this.api = api;
  }

  /** What is asked before the ledger is: of the database whom the market knows. */
  void requireKnown(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("day"));
    String participant = participant(ctx);
    day(ctx);
    new Participants(api).requireKnown(participant);
  }

  /** {@code GET /v1/origin/accounts/:participant?day=}: an account's, by slot. */
  ObjectNode ofAccount(RoutingContext ctx) {
    String participant = participant(ctx);
    long day = day(ctx);
    ObjectNode answer = answer(day).put("participant", participant);
    ArrayNode slots = answer.putArray("slots");
    for (SlotGuarantees slot : slots(day)) {
      OriginEntries entries = slot.entries();
      ObjectNode node = Views.slot(Views.object(), slot.slot()).put("runs", slot.runs());
      boolean any = amounts(node.putArray("issued"), entries.issued(), participant);
      any |= moves(node.putArray("bought"), entries.moved(), participant, true);
      any |= moves(node.putArray("sold"), entries.moved(), participant, false);
      any |= amounts(node.putArray("retired"), entries.retired(), participant);
      any |= amounts(node.putArray("stored"), entries.storage().stored(), participant);
      any |= amounts(node.putArray("released"), entries.storage().released(), participant);
      any |= amounts(node.putArray("lost"), entries.storage().lost(), participant);
      if (any) {
        slots.add(node);
      }
    }
    return answer;
  }

  /** {@code GET /v1/origin/residual-mix?day=&slotStart=}: by area, of a day or of one slot. */
  ObjectNode residualMix(RoutingContext ctx) {
    Params.only(ctx, Set.of("day", "slotStart"));
    long day = day(ctx);
    @Nullable String text = Params.optional(ctx, "slotStart");
    @Nullable Long start = text == null ? null : Params.instantMillis("slotStart", text);
    Caller caller = Caller.of(ctx);
    Map<String, ResidualMix> mixes = new TreeMap<>();
    api.engine()
        .query(Slots::rulebook)
        .areas()
        .ids()
        .forEach(area -> mixes.put(area, new ResidualMix(caller)));
    int slots = add(slots(day), start, area -> mix(mixes, area, caller));
    ObjectNode answer = answer(day).put("slots", slots);
    ArrayNode areas = answer.putArray("areas");
    List<Rulebook.Member> members = api.engine().query(Slots::members);
    mixes.forEach(
        (area, mix) ->
            mix.write(areas.addObject().put("area", area), isTold(members, area, caller)));
    return answer;
  }

  /** Adds the slots that are asked for, and says how many there are. */
  private int add(
      List<SlotGuarantees> all, @Nullable Long start, Function<String, ResidualMix> mixes) {
    List<SlotGuarantees> wanted =
        all.stream().filter(one -> start == null || one.slot().startMillis() == start).toList();
    if (wanted.isEmpty()) {
      return 0;
    }
    List<SourceDeclaration> declarations = ask(OriginLedger::sources);
    for (SlotGuarantees slot : wanted) {
      slot.entries().unguaranteed().forEach(one -> mixes.apply(one.area()).unguaranteed(one.wh()));
      Map<String, Map<EnergySource, Long>> left = new TreeMap<>();
      for (Residual one : slot.residual()) {
        left.computeIfAbsent(one.origin().area(), first -> new TreeMap<>())
            .put(one.origin().source(), one.wh());
      }
      List<String> storages = storages(declarations, slot.slot().startMillis());
      declared(declarations, slot.slot().startMillis())
          .forEach(
              (area, bySource) ->
                  mixes.apply(area).left(bySource, left.getOrDefault(area, Map.of()), storages));
    }
    return wanted.size();
  }

  /** Who has which source in each area, for the slot that starts then. */
  private static Map<String, Map<EnergySource, Set<String>>> declared(
      List<SourceDeclaration> all, long startMillis) {
    Map<String, Map<EnergySource, Set<String>>> declared = new TreeMap<>();
    for (SourceDeclaration one : all) {
      EnergySource source = one.source();
      if (one.fromMillis() <= startMillis) {
        Map<EnergySource, Set<String>> bySource =
            declared.computeIfAbsent(one.area(), first -> new TreeMap<>());
        bySource.values().forEach(accounts -> accounts.remove(one.account())); // the last one holds
        if (source != null) {
          bySource.computeIfAbsent(source, first -> new TreeSet<>()).add(one.account());
        }
      }
    }
    return declared;
  }

  /** Which accounts are storages anywhere in the slot that starts then. */
  private static List<String> storages(List<SourceDeclaration> all, long startMillis) {
    Map<String, String> storages = new TreeMap<>(); // account by account and area
    for (SourceDeclaration one : all) {
      if (one.fromMillis() <= startMillis) {
        String place = one.account() + " " + one.area();
        if (one.storage() == null) {
          storages.remove(place);
        } else {
          storages.put(place, one.account()); // the last one holds
        }
      }
    }
    return List.copyOf(new TreeSet<>(storages.values()));
  }

  /** Of a market without accounts everything is told, of an area without members, too. */
  private boolean isTold(List<Rulebook.Member> members, String area, Caller caller) {
    List<String> own =
        members.stream()
            .filter(member -> member.area().equals(area))
            .map(Rulebook.Member::participant)
            .toList();
    return AreaEnergy.isTold(own, caller) || api.logins().accounts().isEmpty();
  }

  private static ResidualMix mix(Map<String, ResidualMix> mixes, String area, Caller caller) {
    return mixes.computeIfAbsent(area, first -> new ResidualMix(caller));
  }

  private static String participant(RoutingContext ctx) {
    return Params.id("participant", ctx.pathParam("participant"));
  }

  private static long day(RoutingContext ctx) {
    return Params.instantMillis("day", Params.required(ctx, "day"));
  }

  private static ObjectNode answer(long day) {
    return Views.object().put("day", Views.instant(day - Math.floorMod(day, MILLIS_PER_DAY)));
  }

  private List<SlotGuarantees> slots(long day) {
    if (day < 0) {
      return List.of();
    }
    return ask((origin, market) -> origin.day(market, day));
  }

  private <T> T ask(BiFunction<OriginLedger, String, T> question) {
    OriginLedger origin =
        api.origin()
            .orElseThrow(() -> LedgerQuestions.unavailable("This engine has no ledger to ask."));
    String market = api.engine().query(Slots::rulebook).market();
    return LedgerQuestions.ask(() -> question.apply(origin, market));
  }

  private static boolean amounts(ArrayNode array, List<Amount> all, String participant) {
    for (Amount one : all) {
      if (one.account().equals(participant)) {
        origin(array.addObject(), one.origin(), one.wh());
      }
    }
    return !array.isEmpty();
  }

  private static boolean moves(
      ArrayNode array, List<Move> all, String participant, boolean bought) {
    for (Move one : all) {
      if ((bought ? one.to() : one.from()).equals(participant)) {
        origin(array.addObject().put("tradeId", one.tradeId()), one.origin(), one.wh());
      }
    }
    return !array.isEmpty();
  }

  private static void origin(ObjectNode node, Origin origin, long wh) {
    node.put("area", origin.area()).put("source", origin.source().id()).put("wh", wh);
  }
}
