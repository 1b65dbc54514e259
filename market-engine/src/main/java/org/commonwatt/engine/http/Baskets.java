package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command.PlaceBasket;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BasketFilled;
import org.commonwatt.model.Event.BasketRejected;
import org.commonwatt.model.Event.BasketRepeated;
import org.commonwatt.model.Event.BlockAccepted;
import org.commonwatt.model.LegRefusal;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.jspecify.annotations.Nullable;

/** Takes orders that trade in full at once, all of them or none, and blocks for auctions. */
final class Baskets {
  private final ApiContext api;
  private final Orders orders;

  Baskets(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/orders/basket}: 201 when it traded, 200 when it had before. */
  Future<Orders.Answer> basket(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(JsonBody.bytes(ctx), BasketRequest.BASKET, BasketRequest.BASKET_HINT);
    return orders.answered(ctx, BasketRequest.basket(body), this::placed);
  }

  /** {@code POST /v1/orders/block}: 201 when it traded, or waits for its auction. */
  Future<Orders.Answer> block(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(JsonBody.bytes(ctx), BasketRequest.BLOCK, BasketRequest.BLOCK_HINT);
    return orders.answered(ctx, block(body), this::placed);
  }

  /** A block from its object; its slots are as long as the market's. */
  PlaceBasket block(JsonBody body) {
    @Nullable Rulebook rules = api.engine().query(view -> view.market().rulebook());
    if (rules == null) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.MARKET_NOT_READY,
                  "the market has no rulebook yet: activate one first")));
    }
    return BasketRequest.block(body, rules.timing().slotMinutes());
  }

  /** What became of a basket or a block. */
  Orders.Answer placed(CommandResult result) {
    result
        .first(BasketRejected.class)
        .ifPresent(
            rejected -> {
              throw new ProblemException(problem(rejected));
            });
    List<OrderFacts> taken =
        Orders.events(result, Event.OrderAccepted.class).stream()
            .map(order -> OrderFacts.accepted(order, result))
            .toList();
    BasketFilled filled = result.first(BasketFilled.class).orElse(null);
    if (filled != null) {
      return new Orders.Answer(201, view(filled.participant(), filled.clientBasketId(), taken));
    }
    BlockAccepted waits = result.first(BlockAccepted.class).orElse(null);
    if (waits != null) {
      return new Orders.Answer(201, view(waits.participant(), waits.clientBasketId(), taken));
    }
    BasketRepeated repeated = result.first(BasketRepeated.class).orElseThrow();
    List<OrderFacts> legs = new ArrayList<>();
    for (int leg = 0; leg < repeated.legs(); leg++) {
      legs.add(orders.kept(repeated.firstOrderId() + leg));
    }
    return new Orders.Answer(200, view(repeated.participant(), repeated.clientBasketId(), legs));
  }

  private static ObjectNode view(String participant, String id, List<OrderFacts> legs) {
    BigInteger nano = BigInteger.ZERO;
    BigInteger energy = BigInteger.ZERO;
    ArrayNode list = Views.object().arrayNode();
    for (OrderFacts leg : legs) {
      nano = nano.add(leg.filledNano());
      energy = energy.add(BigInteger.valueOf(leg.order().filledWh()));
      list.add(Views.order(leg));
    }
    ObjectNode answer =
        Views.object()
            .put("participant", participant)
            .put("clientBasketId", id)
            .put("filledWh", energy.longValueExact())
            .put("averagePriceMicroPerKwh", average(nano, energy));
    answer.set("orders", list);
    return answer;
  }

  /** Rounded down; null when all of it was taken back. */
  private static @Nullable Long average(BigInteger nano, BigInteger energy) {
    if (energy.signum() == 0) {
      return null;
    }
    BigInteger[] parts = nano.divideAndRemainder(energy);
    return parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
  }

  /** The code is the first in the order of precedence; each leg tells its own. */
  private static Problem problem(BasketRejected rejected) {
    LegRefusal first =
        rejected.refusals().stream()
            .min(Comparator.comparing(refusal -> refusal.rejection().code()))
            .orElseThrow();
    ArrayNode legs = Views.object().arrayNode();
    for (LegRefusal refusal : rejected.refusals()) {
      legs.add(
          Views.object()
              .put("leg", refusal.leg() == 0 ? null : (Integer) refusal.leg())
              .put("code", refusal.rejection().code().name())
              .put("detail", refusal.rejection().message()));
    }
    String place = first.leg() == 0 ? "" : "leg " + first.leg() + ": ";
    Rejection told = new Rejection(first.rejection().code(), place + first.rejection().message());
    return Problem.of(told).withLegs(legs);
  }
}
