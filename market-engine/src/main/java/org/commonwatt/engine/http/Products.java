package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.Areas;
import org.commonwatt.model.Continuous;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.GridFees;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Answers what can be traded now: the areas, and the products, each an area in a slot. */
final class Products {
  private final ApiContext api;

  Products(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/areas}: those of the rulebook in force, and the links between them. */
  ObjectNode areas(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine().query(Products::areas);
  }

  /** {@code GET /v1/products}: all that take orders now, by slot, then by area. */
  ObjectNode products(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine().query(Products::products);
  }

  private static ObjectNode areas(MarketView view) {
    Rulebook rulebook = Slots.rulebook(view);
    List<Rulebook.Member> all = Slots.members(view);
    Areas areas = rulebook.areas();
    ObjectNode answer = Views.object().put("gridOperator", areas.gridOperator());
    ArrayNode rows = answer.putArray("areas");
    for (String area : areas.ids()) {
      long members = all.stream().filter(member -> member.area().equals(area)).count();
      rows.addObject()
          .put("area", area)
          .put("level", level(rulebook.continuous(), area))
          .put("memberCount", members);
    }
    Market.links(answer.putArray("links"), areas);
    return answer;
  }

  private static @Nullable String level(@Nullable Continuous continuous, String area) {
    return continuous == null
        ? null
        : continuous.fees().areas().stream()
            .filter(one -> one.area().equals(area))
            .map(GridFees.AreaLevel::level)
            .findFirst()
            .orElse(null);
  }

  private static ObjectNode products(MarketView view) {
    MarketStateMachine market = view.market();
    Rulebook rulebook = Slots.rulebook(view);
    ObjectNode answer =
        Views.object()
            .put("marketTime", Views.instant(market.timeMillis()))
            .put("sequence", view.sequence());
    ArrayNode rows = answer.putArray("products");
    for (DeliverySlot slot : market.slots()) {
      SlotPhase phase = market.phase(slot.startMillis()).orElseThrow();
      if (phase == SlotPhase.OPEN || phase == SlotPhase.CONTINUOUS) {
        for (String area : market.areas(slot.startMillis())) {
          product(rows.addObject(), view, slot, area);
        }
      }
    }
    return answer.put("currency", rulebook.currency());
  }

  private static void product(ObjectNode node, MarketView view, DeliverySlot slot, String area) {
    Slots.Gates gates = Slots.Gates.of(Slots.rulebook(view), slot);
    Long closure = gates.closureMillis();
    long start = slot.startMillis();
    OptionalLong halted = view.market().haltedUntilMillis(area, start);
    Views.slot(node.put("area", area), slot)
        .put("phase", view.market().phase(start).orElseThrow().name())
        .put("gate", Views.instant(gates.auctionMillis()))
        .put("gateClosure", closure == null ? null : Views.instant(closure))
        .put("haltedUntil", halted.isPresent() ? Views.instant(halted.getAsLong()) : null);
  }
}
