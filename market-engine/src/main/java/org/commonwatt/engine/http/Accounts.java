package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.commonwatt.core.Capability;
import org.commonwatt.core.MemberAccount;
import org.commonwatt.core.Registered;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.Guarantees;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;

/** Answers about accounts: limits, reservations, what is available and what is owed. */
final class Accounts {
  private final ApiContext api;

  Accounts(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/accounts}: every account that guarantees or settlement ever touched. */
  ObjectNode all(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return api.engine()
        .query(
            view -> {
              Rulebook rulebook = Slots.rulebook(view);
              ObjectNode answer = Views.object();
              ArrayNode accounts = answer.putArray("accounts");
              view.market().accounts().stream()
                  .filter(a -> Caller.of(ctx).sees(a.account()))
                  .forEach(a -> accounts.add(account(view, a, rulebook)));
              return answer;
            });
  }

  /** {@code GET /v1/accounts/:participant}. */
  ObjectNode one(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    return api.engine().query(view -> one(view, participant));
  }

  /** The account of a participant. */
  static ObjectNode one(MarketView view, String participant) {
    MemberAccount account = view.market().account(known(view, participant));
    return account(view, account, Slots.rulebook(view));
  }

  /**
   * A participant that has an account.
   *
   * @throws ProblemException when it has none
   */
  static String known(MarketView view, String participant) {
    Rulebook rulebook = Slots.rulebook(view);
    Guarantees guarantees = rulebook.guarantees();
    boolean known =
        Bills.isParty(view, participant)
            || (guarantees != null && guarantees.exchange().equals(participant))
            || view.market().reportedCollateral(participant).isPresent();
    if (!known) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.UNKNOWN_PARTICIPANT,
                  participant + " is not a member of this market and has no account.")));
    }
    return participant;
  }

  private static ObjectNode account(MarketView view, MemberAccount account, Rulebook rulebook) {
    Registered registered = view.market().registered();
    ObjectNode node =
        Views.object()
            .put("participant", account.account())
            .put("state", registered.state(account.account()).map(Enum::name).orElse(null))
            .put("depositNano", String.valueOf(registered.pendingNano(account.account())))
            .put("currency", rulebook.currency())
            .put("secured", rulebook.guarantees() != null)
            .put("balanceNano", account.balanceNano().toString())
            .put("collateralNano", account.collateralNano().toString())
            .put("fundShareNano", account.fundShareNano().toString())
            .put("availableNano", account.availableNano().toString())
            .put("payableNano", account.payableNano().toString())
            .put("receivableNano", account.receivableNano().toString());
    MemberAccount.Reserved reserved = account.reserved();
    node.putObject("reserved")
        .put("ordersNano", reserved.ordersNano().toString())
        .put("tradesNano", reserved.tradesNano().toString())
        .put("loadNano", reserved.loadNano().toString())
        .put("revisionsNano", reserved.revisionsNano().toString());
    Capability capability = account.capability();
    if (capability == null) {
      return node.putNull("capability");
    }
    node.putObject("capability")
        .put("validFrom", Views.instant(capability.validFromMillis()))
        .put("feedInW", capability.feedInW())
        .put("loadW", capability.loadW());
    return node;
  }
}
