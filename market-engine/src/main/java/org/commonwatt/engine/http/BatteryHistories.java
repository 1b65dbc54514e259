package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.EnumSet;
import java.util.Set;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.BatteryLedger.Handed;
import org.commonwatt.ledger.BatteryLedger.Told;
import org.jspecify.annotations.Nullable;

/** Answers what happened to a battery, page by page. */
final class BatteryHistories {
  /** What changes who has a battery, or where it is. */
  private static final Set<Operation> HAND_OVERS =
      EnumSet.of(
          Operation.REGISTER,
          Operation.INSTALL,
          Operation.REMOVE,
          Operation.ATTACH,
          Operation.DISMANTLE,
          Operation.REPURPOSE,
          Operation.SWAP,
          Operation.COMMISSION,
          Operation.DECOMMISSION,
          Operation.TRANSFER,
          Operation.DISCARD,
          Operation.RECYCLE,
          Operation.DESTROY);

  private final BatteryAnswers batteries;

  BatteryHistories(BatteryAnswers batteries) {
    this.batteries = batteries;
  }

  /** What holds of a request before the ledger is asked. */
  void requireForm(RoutingContext ctx) {
    Params.only(ctx, Set.of("cursor"));
    BatteryAnswers.id(ctx);
    after(ctx);
  }

  /** {@code GET /v1/batteries/:battery/history?cursor=}: its events, first ones first. */
  ObjectNode history(RoutingContext ctx) {
    BatteryAnswers.Seen seen = batteries.seen(ctx);
    BatteryLedger.History page = page(ctx, seen);
    ObjectNode answer = answer(ctx, seen, page);
    ArrayNode events = answer.putArray("events");
    for (Told told : page.events()) {
      ObjectNode node = BatteryViews.event(events.addObject(), told.event());
      @Nullable Handed handed = told.statement();
      if (handed == null || !mayReadStatement(Caller.of(ctx), seen, told.event())) {
        node.putNull("signed").putNull("transactionId");
      } else {
        node.set("signed", handed.signed());
        node.put("transactionId", handed.transactionId());
      }
    }
    return answer;
  }

  /** With a legitimate interest nobody reads what others have signed, as of tests. */
  static boolean mayReadStatement(Caller caller, BatteryAnswers.Seen seen, LifeEvent event) {
    return seen.level() != BatteryAnswers.Level.LEGITIMATE_INTEREST
        || event.actors().stream().anyMatch(caller::isOwn);
  }

  /** {@code GET /v1/batteries/:battery/custody?cursor=}: who handed it to whom. */
  ObjectNode custody(RoutingContext ctx) {
    BatteryAnswers.Seen seen = batteries.seen(ctx);
    BatteryLedger.History page = page(ctx, seen);
    ObjectNode answer = answer(ctx, seen, page).put("owner", seen.owner());
    ArrayNode steps = answer.putArray("steps");
    for (Told told : page.events()) {
      LifeEvent event = told.event();
      if (HAND_OVERS.contains(event.operation())) {
        ObjectNode step =
            steps
                .addObject()
                .put("sequence", event.sequence())
                .put("operation", event.operation().name())
                .put("about", event.about())
                .put("happenedAt", Views.instant(event.eventMillis()))
                .put("state", event.state().name())
                .put("owner", nextOwner(seen, told));
        event.actors().forEach(step.putArray("actors")::add);
      }
    }
    return answer;
  }

  /** Who owns it from then on, null where that did not change. */
  private @Nullable String nextOwner(BatteryAnswers.Seen seen, Told told) {
    LifeEvent event = told.event();
    return switch (event.operation()) {
      case REGISTER -> seen.asset().registeredBy();
      case TRANSFER -> named(told, event, "to");
      case REPURPOSE -> named(told, event, "maker");
      default -> null;
    };
  }

  /** An organisation that the statement of an event names, wherever that was handed in. */
  private @Nullable String named(Told told, LifeEvent event, String field) {
    @Nullable Handed handed = told.statement();
    if (handed == null) {
      handed =
          batteries
              .ask(ledger -> ledger.history(event.about(), event.aboutSequence() - 1))
              .events()
              .get(0)
              .statement();
    }
    JsonNode signed = handed == null ? Views.object() : handed.signed();
    return signed.path("statement").path("action").path(field).textValue();
  }

  private BatteryLedger.History page(RoutingContext ctx, BatteryAnswers.Seen seen) {
    return batteries.ask(ledger -> ledger.history(seen.asset().id(), after(ctx)));
  }

  private static ObjectNode answer(
      RoutingContext ctx, BatteryAnswers.Seen seen, BatteryLedger.History page) {
    @Nullable Long next = page.next();
    return Views.object()
        .put("battery", seen.asset().id())
        .put("next", next == null ? null : Cursor.write(question(ctx), next));
  }

  private static long after(RoutingContext ctx) {
    @Nullable String cursor = Params.optional(ctx, "cursor");
    return cursor == null ? 0 : Cursor.read(question(ctx), cursor);
  }

  private static String question(RoutingContext ctx) {
    return "events of battery " + BatteryAnswers.id(ctx);
  }
}
