package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonwatt.model.Command;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageSpec;
import org.commonwatt.model.UnitDelivery;
import org.commonwatt.model.UnitDelivery.Used;

/** Takes what was metered of storage units. */
final class StorageDeliveries {
  private static final Set<String> BODY =
      Set.of("officer", "slotStart", "version", "injectionWh", "used");
  private static final String HINT =
      "Send officer, slotStart, version, injectionWh and, of what customers used, used.";
  private static final int MOST_USED = 200;

  private final ApiContext api;
  private final Orders orders;

  StorageDeliveries(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/storage-units/:unit/deliveries}. */
  Future<Orders.Answer> report(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String unit = Params.id("unit", ctx.pathParam("unit"));
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), BODY, HINT);
    String officer = Params.id("officer", body.text("officer"));
    long start = Params.instantMillis("slotStart", body.text("slotStart"));
    int version = (int) StorageBodies.within(body, "version", 1, Integer.MAX_VALUE);
    long injection = StorageBodies.within(body, "injectionWh", -StorageSpec.MOST, StorageSpec.MOST);
    List<Used> used = used(body);
    DeliverySlot slot = api.engine().query(view -> Slots.slotAt(Slots.rulebook(view), start));
    return orders.answered(
        ctx,
        new Command.ReportDelivery(officer, new UnitDelivery(unit, slot, version, injection, used)),
        result -> {
          Orders.refuse(result.first(Event.DeliveryRejected.class).map(one -> one.rejection()));
          Event.DeliveryRecorded taken = result.first(Event.DeliveryRecorded.class).orElseThrow();
          return new Orders.Answer(200, Views.object().set("delivery", json(taken.delivery())));
        });
  }

  private static List<Used> used(JsonBody body) {
    List<Used> used = new ArrayList<>();
    if (body.has("used")) {
      for (JsonBody one : body.objects("used", MOST_USED, Set.of("commitment", "injectionWh"))) {
        used.add(
            new Used(
                Params.id("commitment", one.text("commitment")),
                StorageBodies.within(one, "injectionWh", -StorageSpec.MOST, StorageSpec.MOST)));
      }
    }
    return used;
  }

  private static ObjectNode json(UnitDelivery one) {
    ObjectNode node =
        Views.object()
            .put("unit", one.unit())
            .put("slotStart", Instant.ofEpochMilli(one.slot().startMillis()).toString())
            .put("version", one.version())
            .put("injectionWh", one.injectionWh());
    ArrayNode used = node.putArray("used");
    for (Used part : one.used()) {
      used.addObject().put("commitment", part.commitment()).put("injectionWh", part.injectionWh());
    }
    return node;
  }
}
