package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.battery.code.BatteryCodes;
import org.commonwatt.battery.code.DecodedCode;
import org.commonwatt.battery.life.Asset;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Role;
import org.commonwatt.ledger.BatteryLedger;

/**
 * Answers what the ledger knows of single batteries: to their owners, to organisations with a
 * legitimate interest, and to the authority; who reads another's says what for.
 */
final class BatteryAnswers {
  private static final int MOST_CODE = 64;

  private final ApiContext api;

  BatteryAnswers(ApiContext api) {
    this.api = api;
  }

  /** As whom somebody reads about a battery: the levels of the law. */
  enum Level {
    /** As who owns it, or in a market without accounts. */
    OWNER,
    /** With a legitimate interest: not the documents and statements of others. */
    LEGITIMATE_INTEREST,
    /** As an authority: everything. */
    AUTHORITY
  }

  /**
   * A battery that may be told of.
   *
   * @param asset the battery
   * @param owner who owns it: of a part the owner of the whole
   * @param level as whom it is read
   */
  record Seen(Asset asset, String owner, Level level) {}

  /** What holds of a request about one battery before the ledger is asked. */
  void requireId(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    id(ctx);
  }

  /** Likewise of one by its code. */
  void requireCode(RoutingContext ctx) {
    Params.only(ctx, Set.of("code"));
    String code = Params.required(ctx, "code");
    if (code.isEmpty() || code.length() > MOST_CODE) {
      throw new ProblemException(
          Problem.malformed("code must have 1 to 64 characters.", "Write it as it is on it."));
    }
    DecodedCode decoded = BatteryCodes.builtIn().decode(code);
    if (!decoded.valid()) {
      throw new ProblemException(
          new Problem(
              422,
              "NOT_A_CODE",
              "code is no code of a battery: " + decoded.errors().get(0).message(),
              "`battery decode` says what is wrong with it, by position."));
    }
  }

  /** {@code GET /v1/batteries?code=}. */
  ObjectNode withCode(RoutingContext ctx) {
    String code = Params.required(ctx, "code");
    return BatteryViews.battery(seen(ctx, ask(ledger -> ledger.withCode(code)), code));
  }

  /** {@code GET /v1/batteries/:battery}. */
  ObjectNode one(RoutingContext ctx) {
    return BatteryViews.battery(seen(ctx));
  }

  /** {@code GET /v1/batteries/:battery/family}: its parts, and what it was got from. */
  ObjectNode family(RoutingContext ctx) {
    Seen seen = seen(ctx);
    String id = seen.asset().id();
    BatteryLedger.Family family = ask(ledger -> ledger.family(id)).orElseThrow(() -> unknown(id));
    ObjectNode answer = Views.object().put("battery", id).put("whole", seen.asset().parent());
    ArrayNode parts = answer.putArray("parts");
    family.parts().forEach(part -> BatteryViews.member(parts.addObject(), part));
    ArrayNode sources = answer.putArray("sources");
    family.sources().forEach(source -> BatteryViews.member(sources.addObject(), source));
    return answer;
  }

  /**
   * The battery in a request's path.
   *
   * @throws ProblemException {@code UNKNOWN_BATTERY} when there is none, or none that the caller
   *     may be told of
   */
  Seen seen(RoutingContext ctx) {
    String id = id(ctx);
    return seen(ctx, ask(ledger -> ledger.asset(id)), id);
  }

  private Seen seen(RoutingContext ctx, Optional<Asset> found, String name) {
    Asset asset = found.orElseThrow(() -> unknown(name));
    String owner = owner(asset);
    Caller caller = Caller.of(ctx);
    if (caller.isOwn(owner)) {
      return new Seen(asset, owner, Level.OWNER);
    }
    if (!caller.sees(owner)) {
      throw unknown(name);
    }
    return new Seen(
        asset, owner, isAuthority(caller) ? Level.AUTHORITY : Level.LEGITIMATE_INTEREST);
  }

  /** Whether somebody reads as an authority. */
  static boolean isAuthority(Caller caller) {
    Optional<Principal> principal = caller.principal();
    return principal.filter(one -> one.account().role() == Role.REGULATOR).isPresent();
  }

  private String owner(Asset asset) {
    Asset at = asset;
    while (at.parent() != null) {
      String parent = at.parent();
      at = ask(ledger -> ledger.asset(parent)).orElseThrow(() -> unknown(parent));
    }
    return at.ownerOrg();
  }

  /** What asks the ledger. */
  interface Question<T> {
    /** Asks. */
    T of(BatteryLedger ledger);
  }

  /**
   * Asks the ledger.
   *
   * @throws ProblemException {@code LEDGER_UNAVAILABLE}
   */
  <T> T ask(Question<T> question) {
    BatteryLedger ledger = ledger(api);
    return LedgerQuestions.ask(() -> question.of(ledger));
  }

  /** The ledger of batteries. */
  static BatteryLedger ledger(ApiContext api) {
    return api.batteries()
        .orElseThrow(() -> LedgerQuestions.unavailable("This engine has no ledger to ask."));
  }

  /** The id in a path. */
  static String id(RoutingContext ctx) {
    return Params.id("battery", ctx.pathParam("battery"));
  }

  private static ProblemException unknown(String name) {
    return new ProblemException(
        Problem.notFound(
            "UNKNOWN_BATTERY",
            "This login has no battery " + name + ".",
            "See docs/errors.md#unknown_battery"));
  }
}
