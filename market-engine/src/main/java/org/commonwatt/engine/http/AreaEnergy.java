package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;

/**
 * Answers what the meters of an area measured together. A sum over few homes tells of single ones:
 * it is told to nobody but who may read what each of them measured.
 */
final class AreaEnergy {
  /** A sum is suppressed over fewer members that are not the caller's own. */
  static final int LEAST_OTHERS = 15;

  private final ApiContext api;

  AreaEnergy(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/areas/:area/energy?slotStart=}: when all positions of the slot are there. */
  ObjectNode of(RoutingContext ctx) {
    Params.only(ctx, Set.of("slotStart"));
    String area = Params.id("area", ctx.pathParam("area"));
    long start = Params.instantMillis("slotStart", Params.required(ctx, "slotStart"));
    Caller caller = Caller.of(ctx);
    return api.engine().query(view -> of(view, area, start, caller));
  }

  private static ObjectNode of(MarketView view, String area, long start, Caller caller) {
    MarketStateMachine market = view.market();
    DeliverySlot slot = Slots.slotAt(Slots.rulebook(view), start);
    if (!market.areas(start).contains(area)) {
      throw new ProblemException(
          Problem.of(
              new Rejection(RejectionCode.UNKNOWN_AREA, "The market has no area " + area + ".")));
    }
    List<Rulebook.Member> members =
        market.rulebook(start).orElseThrow(() -> incomplete(area, slot)).members().stream()
            .filter(member -> member.area().equals(area))
            .toList();
    int meters = members.stream().mapToInt(member -> member.meters().size()).sum();
    // Before a position is looked up: whether one is there would tell of its home.
    boolean told = isTold(members.stream().map(Rulebook.Member::participant).toList(), caller);
    ObjectNode answer =
        Views.slot(Views.object().put("area", area), slot)
            .put("meterCount", meters)
            .put("suppressed", !told);
    if (!told) {
      return answer.putNull("importWh").putNull("exportWh");
    }
    long imported = 0;
    long exported = 0;
    for (Rulebook.Member member : members) {
      // A sum that grows by the last home's position would tell that position.
      MeteredPosition position =
          market.position(member.participant(), start).orElseThrow(() -> incomplete(area, slot));
      imported = Math.addExact(imported, position.importWh());
      exported = Math.addExact(exported, position.exportWh());
    }
    return answer.put("importWh", imported).put("exportWh", exported);
  }

  /** A caller takes its own members off the sum: what is left must not tell of the others. */
  static boolean isTold(List<String> members, Caller caller) {
    long others = members.stream().filter(member -> !caller.isOwn(member)).count();
    return others >= LEAST_OTHERS
        || (!members.isEmpty() && members.stream().allMatch(caller::sees));
  }

  private static ProblemException incomplete(String area, DeliverySlot slot) {
    return new ProblemException(
        Problem.notFound(
            "UNKNOWN_POSITION",
            "Not all metered positions of " + area + " in " + slot + " are there.",
            "Positions arrive after the end of their slot, and are kept for some days."));
  }
}
