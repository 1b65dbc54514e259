package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.OriginLedger;
import org.commonwatt.ledger.OriginLedger.Residual;
import org.commonwatt.ledger.OriginLedger.SlotGuarantees;
import org.commonwatt.model.EnergySource;
import org.commonwatt.model.Origin;
import org.commonwatt.model.OriginEntries;
import org.commonwatt.model.OriginEntries.Amount;
import org.commonwatt.model.OriginEntries.Move;
import org.commonwatt.model.OriginEntries.Unguaranteed;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Answers guarantees of origin, as the ledger has them. */
final class OriginAnswers {
  private static final long MILLIS_PER_DAY = 86_400_000;

  private final ApiContext api;

  OriginAnswers(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/origin/accounts/:participant?day=}: an account's, by slot. */
  ObjectNode ofAccount(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("day"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    long day = Params.instantMillis("day", Params.required(ctx, "day"));
    new Participants(api).requireKnown(participant);
    ObjectNode answer = answer(day).put("participant", participant);
    ArrayNode slots = answer.putArray("slots");
    for (SlotGuarantees slot : slots(day)) {
      OriginEntries entries = slot.entries();
      ObjectNode node = Views.slot(Views.object(), slot.slot()).put("runs", slot.runs());
      boolean any = amounts(node.putArray("issued"), entries.issued(), participant);
      any |= moves(node.putArray("bought"), entries.moved(), participant, true);
      any |= moves(node.putArray("sold"), entries.moved(), participant, false);
      any |= amounts(node.putArray("retired"), entries.retired(), participant);
      if (any) {
        slots.add(node);
      }
    }
    return answer;
  }

  /** {@code GET /v1/origin/residual-mix?day=&slotStart=}: by area, of a day or of one slot. */
  ObjectNode residualMix(RoutingContext ctx) {
    Params.only(ctx, Set.of("day", "slotStart"));
    long day = Params.instantMillis("day", Params.required(ctx, "day"));
    @Nullable String text = Params.optional(ctx, "slotStart");
    @Nullable Long start = text == null ? null : Params.instantMillis("slotStart", text);
    Rulebook rulebook = api.engine().query(Slots::rulebook);
    List<Rulebook.Member> members = api.engine().query(Slots::members);
    Map<String, Mix> mixes = new TreeMap<>();
    rulebook.areas().ids().forEach(area -> mixes.put(area, new Mix()));
    int slots = 0;
    for (SlotGuarantees slot : slots(day)) {
      if (start == null || slot.slot().startMillis() == start) {
        slots++;
        slot.entries().unguaranteed().forEach(one -> mix(mixes, one.area()).add(one));
        slot.residual().forEach(one -> mix(mixes, one.origin().area()).add(one));
      }
    }
    ObjectNode answer = answer(day).put("slots", slots);
    ArrayNode areas = answer.putArray("areas");
    Caller caller = Caller.of(ctx);
    mixes.forEach(
        (area, mix) -> {
          List<Rulebook.Member> own =
              members.stream().filter(member -> member.area().equals(area)).toList();
          mix.tell(areas.addObject().put("area", area), isTold(own, caller));
        });
    return answer;
  }

  /** A caller takes its own members off a sum: what is left must not tell of few others. */
  private boolean isTold(List<Rulebook.Member> members, Caller caller) {
    long others = members.stream().filter(one -> !caller.isOwn(one.participant())).count();
    return others >= AreaEnergy.LEAST_OTHERS || api.logins().accounts().isEmpty();
  }

  /** What an area's supplier takes over, and what was withdrawn there without a guarantee. */
  private static final class Mix {
    private final Map<EnergySource, Long> residual = new TreeMap<>();
    private long unguaranteed;

    void add(Unguaranteed one) {
      unguaranteed = Math.addExact(unguaranteed, one.wh());
    }

    void add(Residual one) {
      residual.merge(one.origin().source(), one.wh(), Math::addExact);
    }

    void tell(ObjectNode node, boolean told) {
      node.put("suppressed", !told);
      ArrayNode sources = node.putArray("residual");
      if (!told) {
        node.putNull("unguaranteedWh").putNull("unknownWh");
        return;
      }
      long known = residual.values().stream().reduce(0L, Math::addExact);
      node.put("unguaranteedWh", unguaranteed).put("unknownWh", Math.max(0, unguaranteed - known));
      residual.forEach(
          (source, wh) -> sources.addObject().put("source", source.id()).put("wh", wh));
    }
  }

  private static Mix mix(Map<String, Mix> mixes, String area) {
    return mixes.computeIfAbsent(area, first -> new Mix());
  }

  private static ObjectNode answer(long day) {
    return Views.object().put("day", Views.instant(day - Math.floorMod(day, MILLIS_PER_DAY)));
  }

  private List<SlotGuarantees> slots(long day) {
    if (day < 0) {
      return List.of();
    }
    OriginLedger origin = api.origin().orElseThrow(() -> unavailable("This engine has none."));
    String market = api.engine().query(Slots::rulebook).market();
    try {
      return origin.day(market, day);
    } catch (LedgerException e) {
      throw unavailable("It does not answer: " + e.getMessage());
    }
  }

  private static ProblemException unavailable(String why) {
    return new ProblemException(
        Problem.unavailable(
            "LEDGER_UNAVAILABLE", "The ledger cannot be asked. " + why, "Ask again later."));
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
