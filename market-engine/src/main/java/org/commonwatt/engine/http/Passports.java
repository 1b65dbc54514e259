package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import java.util.function.Supplier;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.battery.life.Passport;
import org.commonwatt.ledger.BatteryLedger;
import org.jspecify.annotations.Nullable;

/** Answers what everybody may know of a battery that has a passport; its state is not of that. */
final class Passports {
  private final ApiContext api;

  Passports(ApiContext api) {
    this.api = api;
  }

  /** What holds of a request before the ledger is asked. */
  void requireForm(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    id(ctx);
  }

  /** {@code GET /passports/:passport}: the same for people, with a QR code that leads there. */
  byte[] page(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    String address = request.scheme() + "://" + request.authority() + "/passports/" + id(ctx);
    return PassportPage.of(one(ctx), address).getBytes(StandardCharsets.UTF_8);
  }

  private static String id(RoutingContext ctx) {
    return Params.id("passport", ctx.pathParam("passport"));
  }

  /** {@code GET /v1/passports/:passport}. */
  ObjectNode one(RoutingContext ctx) {
    requireForm(ctx);
    String id = id(ctx);
    Passport passport = find(id);
    Asset asset =
        LedgerQuestions.ask(() -> ledger().asset(passport.asset())).orElseThrow(missing(id));
    ObjectNode answer =
        Views.object()
            .put("passport", id)
            .put("operator", passport.operatorOrg())
            .put("issuedAt", Views.instant(passport.issuedMillis()))
            .put(
                "closedAt",
                passport.closedMillis() == 0 ? null : Views.instant(passport.closedMillis()));
    passport.predecessors().forEach(answer.putArray("predecessors")::add);
    answer
        .put("kind", asset.kind().name())
        .put("ratedWh", asset.ratedWh())
        .put("massG", asset.massG())
        .put("madeBy", asset.historyKnown() ? asset.registeredBy() : null);
    ArrayNode codes = answer.putArray("codes");
    asset.codes().forEach(code -> write(codes.addObject(), code));
    return answer;
  }

  private static void write(ObjectNode node, String code) {
    DecodedCode decoded = BatteryCodes.builtIn().decode(code);
    @Nullable LocalDate made = decoded.valid() ? decoded.parts().date() : null;
    node.put("code", code)
        .put("chemistry", decoded.valid() ? decoded.parts().chemistry() : null)
        .put("madeOn", made == null ? null : made.toString());
  }

  private Passport find(String id) {
    return LedgerQuestions.ask(() -> ledger().passport(id)).orElseThrow(missing(id));
  }

  private BatteryLedger ledger() {
    return BatteryAnswers.ledger(api);
  }

  private static Supplier<ProblemException> missing(String id) {
    return () ->
        new ProblemException(
            Problem.notFound(
                "UNKNOWN_PASSPORT",
                "There is no battery passport " + id + ".",
                "Look whether all of it was read: docs/errors.md#unknown_passport"));
  }
}
