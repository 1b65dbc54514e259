package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.commonwatt.engine.readmodel.DisputeQueries;
import org.commonwatt.engine.readmodel.DisputeState;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Ruling;
import org.jspecify.annotations.Nullable;

/** Answers about disputes of bill lines: open, support, decide, withdraw, look up. */
final class Disputes {
  /** The most disputes in one answer. */
  static final int MAX_ROWS = 1_000;

  private static final int DEFAULT_ROWS = 100;
  private static final int MAX_REASON = 1_000;
  private static final Map<String, DisputeState> STATES =
      Arrays.stream(DisputeState.values())
          .collect(Collectors.toUnmodifiableMap(DisputeState::name, state -> state));
  private static final Map<String, Boolean> FLAGS = Map.of("true", true, "false", false);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String HINT = "Take slotStart, run and line from GET /v1/bills.";
  private static final String DECISION_HINT =
      "Send {\"decider\": …, \"participant\": …, \"reason\": …}, and correctedNano to uphold it.";
  private static final String OWNER_HINT = "Send the participant who opened the dispute.";

  private final ApiContext api;
  private final Orders orders;
  private final PersonalTexts texts;
  private final Participants participants;

  Disputes(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
    this.texts = new PersonalTexts(api);
    this.participants = new Participants(api);
  }

  /** {@code POST /v1/disputes}. */
  Future<Orders.Answer> open(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("participant", "slotStart", "run", "line", "reason", "evidenceSha256"),
            HINT);
    String participant = Params.id("participant", body.text("participant"));
    long slot = Params.instantMillis("slotStart", body.text("slotStart"));
    int run = place(body, "run");
    int line = place(body, "line");
    String reason = body.sentence("reason", MAX_REASON);
    Hash evidence = body.has("evidenceSha256") ? hash(body, "evidenceSha256") : null;
    Caller.of(ctx).requireOwn(participant); // before a key is looked for
    return answered(
        ctx,
        participant,
        () ->
            new Command.OpenDispute(
                participant, slot, run, line, texts.of(participant, reason), evidence),
        Disputes::opened);
  }

  /** {@code POST /v1/disputes/:disputeId/evidence}. */
  Future<Orders.Answer> addEvidence(RoutingContext ctx) {
    long id = id(ctx);
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), Set.of("participant", "sha256"), OWNER_HINT);
    String participant = Params.id("participant", body.text("participant"));
    Command command = new Command.AddEvidence(participant, id, hash(body, "sha256"));
    CommandOwners.require(Caller.of(ctx), command); // before it is asked who was erased
    return answered(
        ctx,
        participant,
        () -> command,
        result -> {
          Event.DisputeEvidenceAdded added = done(result, Event.DisputeEvidenceAdded.class);
          return new Orders.Answer(
              200,
              Views.object()
                  .put("disputeId", added.disputeId())
                  .put("participant", added.participant())
                  .put("sha256", added.evidence().hex()));
        });
  }

  /** {@code POST /v1/disputes/:disputeId/decision}. */
  Future<Orders.Answer> decide(RoutingContext ctx) {
    long id = id(ctx);
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx),
            Set.of("decider", "participant", "correctedNano", "reason"),
            DECISION_HINT);
    String decider = Params.id("decider", body.text("decider"));
    String participant = Params.id("participant", body.text("participant"));
    boolean upheld = body.has("correctedNano");
    long corrected = upheld ? amount(body) : 0;
    String reason = body.sentence("reason", MAX_REASON);
    Caller.of(ctx).requireOfficer(decider, "NOT_DECIDER"); // before a key is looked for
    return answered(
        ctx,
        participant,
        () ->
            new Command.DecideDispute(
                decider,
                participant,
                id,
                new Ruling(upheld, corrected, texts.of(participant, reason))),
        Disputes::decided);
  }

  /** {@code POST /v1/disputes/:disputeId/withdrawal}. */
  Future<Orders.Answer> withdraw(RoutingContext ctx) {
    long id = id(ctx);
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), Set.of("participant"), OWNER_HINT);
    String participant = Params.id("participant", body.text("participant"));
    Command command = new Command.WithdrawDispute(participant, id);
    CommandOwners.require(Caller.of(ctx), command); // before it is asked who was erased
    return answered(
        ctx,
        participant,
        () -> command,
        result -> {
          Event.DisputeWithdrawn withdrawn = done(result, Event.DisputeWithdrawn.class);
          return new Orders.Answer(
              200,
              Views.object()
                  .put("disputeId", withdrawn.disputeId())
                  .put("participant", withdrawn.participant())
                  .put("state", DisputeState.WITHDRAWN.name()));
        });
  }

  /** {@code GET /v1/disputes?participant=&state=&overdue=&cursor=&limit=}, the latest first. */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("participant", "state", "overdue", "cursor", "limit"));
    @Nullable String who = Params.optional(ctx, "participant");
    @Nullable String state = Params.optional(ctx, "state");
    @Nullable String overdue = Params.optional(ctx, "overdue");
    @Nullable String cursor = Params.optional(ctx, "cursor");
    int limit = Params.limit(ctx, DEFAULT_ROWS, MAX_ROWS);
    String participant = who == null ? null : Params.id("participant", who);
    if (participant != null) {
      participants.requireKnown(participant);
    }
    String question = "disputes " + who + " " + state + " " + overdue;
    DisputeQueries.Page page =
        new DisputeQueries.Page(
            participant == null ? Caller.of(ctx).visible() : Set.of(participant),
            state == null ? null : Params.word("state", state, STATES),
            overdue != null && Params.word("overdue", overdue, FLAGS),
            cursor == null ? Long.MAX_VALUE : Cursor.read(question, cursor),
            limit + 1);
    ObjectNode answer = Views.object().put("asOfSequence", api.readModels().sequence());
    List<DisputeQueries.Row> rows = api.readModels().disputes().page(page);
    boolean more = rows.size() > limit;
    List<DisputeQueries.Row> shown = more ? rows.subList(0, limit) : rows;
    answer.put(
        "next", more ? Cursor.write(question, shown.get(shown.size() - 1).disputeId()) : null);
    ArrayNode array = answer.putArray("disputes");
    Caller caller = Caller.of(ctx);
    shown.stream()
        .filter(row -> caller.sees(row.participant()))
        .forEach(row -> array.add(DisputeViews.dispute(row)));
    return answer;
  }

  /** {@code GET /v1/disputes/:disputeId}: as the engine has it, so who has opened one finds it. */
  ObjectNode one(RoutingContext ctx) throws SQLException, InterruptedException {
    long id = id(ctx);
    api.readModels().caughtUp(api.engine().query(view -> view.sequence()), PATIENCE);
    long sequence = api.readModels().sequence();
    DisputeQueries.Row row =
        api.readModels()
            .disputes()
            .one(id)
            .filter(found -> Caller.of(ctx).sees(found.participant()))
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.of(
                            new Rejection(
                                RejectionCode.UNKNOWN_DISPUTE,
                                "There is no dispute " + id + ", or it was erased."))));
    return DisputeViews.dispute(row).put("asOfSequence", sequence);
  }

  /** Sealing looks for a key, and whose dispute it is may have been erased: both may block. */
  private Future<Orders.Answer> answered(
      RoutingContext ctx,
      String participant,
      Callable<Command> command,
      Function<CommandResult, Orders.Answer> answer) {
    orders.requireLeading();
    return ctx.vertx()
        .executeBlocking(
            () -> {
              participants.requireNotErased(participant);
              return command.call();
            },
            false)
        .compose(ready -> orders.answered(ctx, ready, answer));
  }

  private static Orders.Answer opened(CommandResult result) {
    return new Orders.Answer(201, DisputeViews.opened(done(result, Event.DisputeOpened.class)));
  }

  private static Orders.Answer decided(CommandResult result) {
    Event.DisputeDecided decided = done(result, Event.DisputeDecided.class);
    ObjectNode answer =
        Views.object()
            .put("disputeId", decided.disputeId())
            .put("participant", decided.participant())
            .put("state", DisputeState.decided(decided.ruling().upheld()).name());
    answer.set("decision", DisputeViews.decision(decided));
    return new Orders.Answer(200, answer);
  }

  private static <E extends Event> E done(CommandResult result, Class<E> kind) {
    Orders.refuse(result.first(Event.DisputeRejected.class).map(Event.DisputeRejected::rejection));
    return result.first(kind).orElseThrow();
  }

  private static long id(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    return Params.positive("disputeId", ctx.pathParam("disputeId"));
  }

  private static int place(JsonBody body, String field) {
    long value = field.equals("run") ? body.integer(field, 0) : body.integer(field);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw body.malformed("The field " + field + " must be 0 to " + Integer.MAX_VALUE + ".");
    }
    return (int) value;
  }

  private static long amount(JsonBody body) {
    long value = body.integer("correctedNano");
    if (value < -Ruling.MAX_NANO || value > Ruling.MAX_NANO) {
      throw body.malformed(
          "The field correctedNano must be within ±" + Ruling.MAX_NANO + " nano-currency.");
    }
    return value;
  }

  private static Hash hash(JsonBody body, String field) {
    String text = body.text(field);
    if (!text.matches("[0-9a-f]{64}")) {
      throw body.malformed("The field " + field + " must be 64 hexadecimal digits, lower case.");
    }
    return new Hash(text);
  }
}
