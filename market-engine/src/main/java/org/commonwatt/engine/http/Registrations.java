package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonwatt.core.Registered;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.identity.Account;
import org.commonwatt.identity.CommitException;
import org.commonwatt.identity.Identity;
import org.commonwatt.identity.Role;
import org.commonwatt.model.AccountState;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers about new accounts and their deposits: ask, confirm, look up what waits. */
final class Registrations {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
  private static final long MAX_NANO = 1_000_000_000_000_000_000L;
  private static final String LABEL = "first";
  private static final String HINT =
      "Send {\"participant\": …}, the id that you want, and a role if you run storage.";
  private static final Map<String, Role> ROLES =
      Map.of(
          Role.PROSUMER.word(), Role.PROSUMER,
          Role.STORAGE_OPERATOR.word(), Role.STORAGE_OPERATOR);
  private static final Map<String, AccountState> STATES =
      Stream.of(AccountState.ACTIVE, AccountState.FROZEN, AccountState.REFUSED)
          .collect(Collectors.toUnmodifiableMap(AccountState::name, state -> state));

  private final ApiContext api;
  private final Orders orders;

  Registrations(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** Counts what a stranger asks for, before it is done. */
  void count(RoutingContext ctx) {
    try {
      api.logins().countCode(ctx.request());
    } catch (ProblemException e) {
      api.logins().challenge(ctx.response());
      Answers.problem(ctx, e.problem());
      return;
    }
    ctx.next();
  }

  /**
   * {@code POST /v1/accounts}: first the market's account, then the login. Who asked for an account
   * and was not told a login asks again: as long as nothing hangs on the account, it gets one.
   */
  Future<Orders.Answer> register(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), Set.of("participant", "role"), HINT);
    String participant = Params.id("participant", body.text("participant"));
    Role role = body.word("role", ROLES, Role.PROSUMER);
    orders.requireLeading();
    Optional<Identity> accounts = api.logins().accounts();
    Future<Orders.Answer> answer =
        ctx.vertx()
            .executeBlocking(() -> again(participant, accounts), false)
            .compose(
                again ->
                    again.isPresent()
                        ? Future.succeededFuture(again.get())
                        : orders.answered(
                            ctx, new Command.RegisterAccount(participant), this::changed));
    return answer.compose(
        done -> {
          ObjectNode told = done.body().put("role", role.word());
          if (accounts.isEmpty()) {
            return Future.succeededFuture(new Orders.Answer(201, told));
          }
          return ctx.vertx()
              .executeBlocking(
                  () -> {
                    Account account = new Account(participant, role, Set.of(participant));
                    told.set("key", login(accounts.get(), account));
                    return new Orders.Answer(201, told);
                  },
                  false);
        });
  }

  /** {@code POST /v1/accounts/:participant/state}. */
  Future<Orders.Answer> decide(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("officer", "state"),
            "Send {\"officer\": …, \"state\": \"ACTIVE\"}; the rulebook names the registrar.");
    String officer = Params.id("officer", body.text("officer"));
    AccountState state = body.word("state", STATES);
    return orders.answered(
        ctx, new Command.SetAccountState(officer, participant, state), this::changed);
  }

  /** {@code POST /v1/accounts/:participant/deposits}. */
  Future<Orders.Answer> deposit(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = Params.id("participant", ctx.pathParam("participant"));
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("amountNano"),
            "Send {\"amountNano\": …}, what you pay in on top, nano-currency.");
    return orders.answered(
        ctx,
        new Command.RequestDeposit(participant, amount(body)),
        result -> {
          Event.DepositRequested asked = done(result, Event.DepositRequested.class);
          return new Orders.Answer(201, requested(asked));
        });
  }

  /** {@code POST /v1/deposits/decision}. */
  Future<Orders.Answer> decideDeposit(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("officer", "participant", "amountNano", "accepted"),
            "Send officer, participant, amountNano as it was named, and whether it has come.");
    return orders.answered(
        ctx,
        new Command.DecideDeposit(
            Params.id("officer", body.text("officer")),
            Params.id("participant", body.text("participant")),
            amount(body),
            MeterPoints.accepted(body)),
        result -> {
          Event.DepositDecided decided = done(result, Event.DepositDecided.class);
          RegistrationState state =
              decided.accepted() ? RegistrationState.ACCEPTED : RegistrationState.REFUSED;
          return new Orders.Answer(
              200, deposit(decided.participant(), decided.amountNano(), state));
        });
  }

  /** A deposit that waits for the bank. */
  static ObjectNode requested(Event.DepositRequested asked) {
    return deposit(asked.participant(), asked.amountNano(), RegistrationState.REQUESTED);
  }

  private Orders.Answer changed(CommandResult result) {
    Event.AccountChanged changed = done(result, Event.AccountChanged.class);
    return new Orders.Answer(
        200,
        account(changed.participant(), changed.state())
            .put("ordersCancelled", Orders.events(result, Event.OrderCancelled.class).size()));
  }

  /** The field {@code amountNano}: nano-currency, positive. */
  static long amount(JsonBody body) {
    long value = body.positive("amountNano");
    if (value > MAX_NANO) {
      throw body.malformed("The field amountNano must be at most " + MAX_NANO + ".");
    }
    return value;
  }

  /** The event of a kind that a command gave, unless the market refused it. */
  static <E extends Event> E done(CommandResult result, Class<E> kind) {
    Orders.refuse(
        result.first(Event.RegistrationRejected.class).map(Event.RegistrationRejected::rejection));
    return result.first(kind).orElseThrow();
  }

  /** Whether an account was registered that never had anything: meter points, orders or money. */
  private static boolean hasNothing(MarketView view, String participant) {
    Registered registered = view.market().registered();
    return registered.isRegistered(participant)
        && registered.state(participant).filter(AccountState.REFUSED::equals).isEmpty()
        && registered.holdings(participant).isEmpty()
        && registered.requests().stream().noneMatch(one -> one.participant().equals(participant))
        && registered.pendingNano(participant) == 0
        && view.market().openOrders(participant).isEmpty()
        && view.market().accounts().stream().noneMatch(one -> one.account().equals(participant));
  }

  /**
   * What is answered of an account that was registered and has nothing; refuses what the market
   * would refuse, so that no stranger writes that on the log, and an id that has a login. May
   * block.
   */
  private Optional<Orders.Answer> again(String participant, Optional<Identity> accounts) {
    Optional<AccountState> waiting =
        api.engine()
            .query(
                view -> {
                  Registered registered = view.market().registered();
                  if (accounts.isPresent() && hasNothing(view, participant)) {
                    return registered.state(participant);
                  }
                  Orders.refuse(registered.refusal(participant));
                  return Optional.empty();
                });
    if (accounts.flatMap(all -> all.account(participant)).isPresent()) {
      throw new ProblemException(exists(participant));
    }
    return waiting.map(
        state -> new Orders.Answer(201, account(participant, state).put("ordersCancelled", 0)));
  }

  private static ObjectNode login(Identity identity, Account account) {
    try {
      Identity.Issued made =
          identity
              .create(account, LABEL)
              .orElseThrow(() -> new ProblemException(exists(account.id())));
      return Keys.key(made.key()).put("login", made.token().text());
    } catch (CommitException e) {
      LOG.warn("whether the account of {} has a login is not known", account.id(), e);
      throw new ProblemException(
          Problem.unavailable(
              "OUTCOME_UNKNOWN",
              "The database of the accounts did not answer: the account may have a login.",
              "Send it again. ACCOUNT_EXISTS says that it has a login, which nobody was told: ask"
                  + " for another id, or have it recovered."));
    } catch (SQLException e) {
      LOG.warn("the account of {} has no login yet", account.id(), e);
      throw new ProblemException(
          Problem.unavailable(
              "ACCOUNTS_UNAVAILABLE",
              "The database of the accounts does not answer: the account has no login yet.",
              "Send it again: it is given one then."));
    }
  }

  private static Problem exists(String participant) {
    return Problem.of(
        new Rejection(
            RejectionCode.ACCOUNT_EXISTS,
            "the id " + participant + " belongs to an account: choose another"));
  }

  /** An account and its state. */
  static ObjectNode account(String participant, AccountState state) {
    return Views.object().put("participant", participant).put("state", state.name());
  }

  private static ObjectNode deposit(String participant, long amountNano, RegistrationState state) {
    return Views.object()
        .put("participant", participant)
        .put("amountNano", String.valueOf(amountNano))
        .put("state", state.name());
  }
}
