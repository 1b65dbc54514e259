package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Principal;
import org.commonwatt.identity.Recoveries;
import org.commonwatt.identity.Recovery;
import org.commonwatt.identity.RecoveryException;
import org.commonwatt.identity.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers about lost logins: asked for, approved by two, and replaced by whoever has the code. */
final class LoginRecoveries {
  private static final Logger LOG = LoggerFactory.getLogger(LoginRecoveries.class);
  private static final int MAX_REASON = 200;
  private static final int MAX_CODE = 100;
  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_ROWS = 1_000;

  private final ApiContext api;
  private final Orders orders;
  private final LostKeysOrders cancelling;

  LoginRecoveries(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
    this.cancelling = new LostKeysOrders(api, orders);
  }

  /** What is asked of the accounts. */
  private interface Step<T> {
    T done(Identity identity) throws SQLException, RecoveryException;
  }

  /** {@code POST /v1/recoveries}. */
  ObjectNode request(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("account", "reason"),
            "Send the account whose login was lost, and how you know whose it is.");
    String account = Params.id("account", body.text("account"));
    String reason = body.sentence("reason", MAX_REASON);
    Principal by = principal(ctx);
    return recovery(attempt(identity -> identity.recoveries().request(by, account, reason)));
  }

  /**
   * {@code GET /v1/recoveries?limit=}: those of the caller's account, or for readers all, latest
   * first.
   */
  ObjectNode list(RoutingContext ctx) {
    Params.only(ctx, Set.of("limit"));
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    Caller caller = Caller.of(ctx);
    String account = caller.visible() == null ? null : principal(ctx).account().id();
    List<Recovery> found =
        attempt(
            identity -> identity.recoveries().list(account, limit), LoginProblems.unavailable());
    ObjectNode answer = Views.object();
    ArrayNode rows = answer.putArray("recoveries");
    found.stream()
        .filter(one -> account(one).map(caller::seesAccount).orElse(false))
        .forEach(one -> rows.add(recovery(one)));
    return answer;
  }

  /** Empty for a moment after the account was made at another engine. */
  private Optional<Account> account(Recovery recovery) {
    return attempt(identity -> identity.account(recovery.account()), LoginProblems.unavailable());
  }

  /** {@code POST /v1/recoveries/:recoveryId/approval}: the second who approves is told the code. */
  ObjectNode approve(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String id = id(ctx);
    Principal by = principal(ctx);
    Recoveries.Approved done = attempt(identity -> identity.recoveries().approve(by, id));
    ObjectNode answer = recovery(done.recovery());
    done.code().ifPresent(code -> answer.put("code", code));
    return answer;
  }

  /** {@code POST /v1/recoveries/:recoveryId/refusal}. */
  ObjectNode refuse(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String id = id(ctx);
    Principal by = principal(ctx);
    return recovery(attempt(identity -> identity.recoveries().refuse(by, id)));
  }

  /**
   * {@code POST /v1/recoveries/:recoveryId/completion}: a new key for the code, and the end of all
   * keys and open orders from before.
   */
  ObjectNode complete(RoutingContext ctx) throws InterruptedException {
    Params.only(ctx, Set.of());
    String id = id(ctx);
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("code"),
            "Send the code that you were told: {\"code\": …}.");
    String code = body.sentence("code", MAX_CODE);
    if (api.logins().accounts().isPresent()) {
      orders.requireLeading(); // afterwards the code is used up
    }
    Identity.Recovered done = attempt(identity -> identity.recover(id, code));
    ObjectNode answer = Views.object().put("account", done.account().id());
    answer.set("key", Keys.key(done.issued().key()).put("login", done.issued().token().text()));
    answer.set("orders", cancelling.cancel(done.account()));
    return answer;
  }

  private <T> T attempt(Step<T> step) {
    return attempt(step, LoginProblems.unknownOutcome("/v1/recoveries"));
  }

  /** With what is answered when the database does not. */
  private <T> T attempt(Step<T> step, Problem unanswered) {
    Identity identity =
        api.logins().accounts().orElseThrow(() -> new ProblemException(Keys.withoutAccounts()));
    try {
      return step.done(identity);
    } catch (RecoveryException e) {
      throw new ProblemException(problem(e.fault()));
    } catch (SQLException e) {
      LOG.warn("the database of recoveries does not answer", e);
      throw new ProblemException(unanswered);
    }
  }

  private static Problem problem(RecoveryException.Fault fault) {
    String code = fault.name();
    return switch (fault) {
      case UNKNOWN_ACCOUNT ->
          Problem.notFound(code, "There is no such account.", "An account is not a participant.");
      case UNKNOWN_RECOVERY ->
          Problem.notFound(
              code,
              "There is no such recovery, or the code is not its own.",
              "GET /v1/recoveries lists them; a code is used once.");
      case RECOVERY_OPEN ->
          refused(code, "Another recovery of the account is under way.", "Approve or refuse that.");
      case RECOVERY_ENDED ->
          refused(
              code,
              "The recovery has been approved, refused or done already, or its time is over.",
              "GET /v1/recoveries tells; ask for another one.");
      case SECOND_PERSON_NEEDED ->
          refused(code, "You have approved it before.", "Somebody else must approve it, too.");
      case ADMINISTRATOR_NEEDED ->
          refused(
              code,
              "Of the two who approve one must be an administrator.",
              "Have an administrator approve it.");
      case OWN_ACCOUNT ->
          refused(
              code,
              "Nobody approves or refuses the recovery of the own account.",
              "Ask two others.");
    };
  }

  private static Problem refused(String code, String detail, String hint) {
    return new Problem(409, code, detail, hint);
  }

  private static ObjectNode recovery(Recovery recovery) {
    ObjectNode node =
        Views.object()
            .put("recoveryId", recovery.id())
            .put("account", recovery.account())
            .put("reason", recovery.reason())
            .put("state", recovery.state().word())
            .put("endsAt", Views.instant(recovery.endsAt().toEpochMilli()));
    ArrayNode steps = node.putArray("steps");
    for (Recovery.Step step : recovery.steps()) {
      Role role = step.role();
      steps
          .addObject()
          .put("what", step.what())
          .put("by", step.by())
          .put("role", role == null ? null : role.word())
          .put("at", Views.instant(step.at().toEpochMilli()));
    }
    return node;
  }

  private static String id(RoutingContext ctx) {
    return Params.id("recoveryId", ctx.pathParam("recoveryId"));
  }

  private static Principal principal(RoutingContext ctx) {
    return Caller.of(ctx)
        .principal()
        .orElseThrow(() -> new ProblemException(Keys.withoutAccounts()));
  }
}
