package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.battery.AssetKind;
import org.commonwatt.battery.duty.Duties;
import org.commonwatt.battery.duty.WorkingDays;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.battery.life.Organisation;
import org.commonwatt.battery.life.Role;
import org.commonwatt.battery.recall.Recall;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.BatteryRecall;
import org.jspecify.annotations.Nullable;

/** Answers what is looked for among all batteries: what a recall hits, and late reports. */
final class BatteryReports {
  private static final Map<String, AssetKind> KINDS =
      Arrays.stream(AssetKind.values())
          .collect(Collectors.toUnmodifiableMap(Enum::name, kind -> kind));
  private static final Set<String> RECALL_FIELDS = Set.of("maker", "kind", "from", "to", "cursor");
  private static final String LATE = "overdue reports";
  private static final Duties DUTIES = Duties.builtIn();

  private final ApiContext api;

  BatteryReports(ApiContext api) {
    this.api = api;
  }

  /** What holds of a preview before the ledger is asked: a maker recalls its own. */
  void requireRecall(RoutingContext ctx) {
    Params.only(ctx, RECALL_FIELDS);
    Recall recall = recallOf(ctx);
    after(ctx, recall);
    Caller caller = Caller.of(ctx);
    if (!caller.isOwn(recall.maker())) {
      if (!BatteryAnswers.isAuthority(caller)) {
        throw new ProblemException(
            Problem.notFound(
                "UNKNOWN_MAKER",
                "This login has no maker " + recall.maker() + ".",
                "See docs/errors.md#unknown_maker"));
      }
      caller.requireSees(recall.maker());
    }
  }

  /** {@code GET /v1/battery-recalls/preview?maker=&kind=&from=&to=&cursor=}. */
  ObjectNode recall(RoutingContext ctx) {
    Recall recall = recallOf(ctx);
    BatteryLedger batteries = BatteryAnswers.ledger(api);
    BatteryRecall.Page page =
        LedgerQuestions.ask(() -> new BatteryRecall(batteries).preview(recall, after(ctx, recall)));
    @Nullable String next = page.next();
    ObjectNode answer =
        Views.object().put("next", next == null ? null : Cursor.writeText(question(recall), next));
    ArrayNode hits = answer.putArray("batteries");
    for (BatteryRecall.Hit hit : page.hits()) {
      String owner = hit.unit().ownerOrg();
      if (Caller.of(ctx).sees(owner)) {
        ObjectNode node = hits.addObject();
        BatteryViews.member(node, hit.asset());
        node.put("owner", owner)
            .put("meant", hit.meant())
            .put("reason", hit.reason().name())
            .put("unit", hit.unit().id())
            .put("unitKind", hit.unit().kind().name())
            .put("unitState", hit.unit().state().name());
      }
    }
    return answer;
  }

  private static Recall recallOf(RoutingContext ctx) {
    @Nullable String kind = Params.optional(ctx, "kind");
    LocalDate from = day("from", Params.required(ctx, "from"));
    LocalDate to = day("to", Params.required(ctx, "to"));
    String maker = Params.id("maker", Params.required(ctx, "maker"));
    if (to.isBefore(from)) {
      throw new ProblemException(
          Problem.malformed("to must not be before from.", "Give the first day as from."));
    }
    return new Recall(maker, kind == null ? null : Params.word("kind", kind, KINDS), from, to);
  }

  private static LocalDate day(String what, String text) {
    try {
      if (text.matches("(19|2[0-4])[0-9]{2}-[0-9]{2}-[0-9]{2}")) {
        return LocalDate.parse(text);
      }
    } catch (DateTimeException e) {
      // Falls through: no day of the calendar.
    }
    throw new ProblemException(
        Problem.malformed(
            what + " " + Params.quote(text) + " is not a day of 1900 to 2499.",
            "Write a day such as 2021-12-04."));
  }

  private static String question(Recall recall) {
    return "recall " + recall;
  }

  private static String after(RoutingContext ctx, Recall recall) {
    @Nullable String cursor = Params.optional(ctx, "cursor");
    return cursor == null ? "" : Params.id("cursor", Cursor.readText(question(recall), cursor));
  }

  /** What holds of a list of late reports before the ledger is asked. */
  void requireOverdue(RoutingContext ctx) {
    Params.only(ctx, Set.of("cursor"));
    position(ctx);
  }

  /** {@code GET /v1/battery-duties/overdue?cursor=}: what organisations have reported too late. */
  ObjectNode overdue(RoutingContext ctx) {
    Position after = position(ctx);
    BatteryLedger batteries = BatteryAnswers.ledger(api);
    BatteryLedger.Events page =
        LedgerQuestions.ask(() -> batteries.events(after.battery(), after.sequence()));
    Map<String, Set<Role>> roles =
        LedgerQuestions.ask(batteries::organisations).stream()
            .collect(
                Collectors.toMap(
                    Organisation::org, organisation -> Set.copyOf(organisation.roles())));
    ObjectNode answer = Views.object().put("next", page.more() ? cursor(page.events()) : null);
    ArrayNode reports = answer.putArray("reports");
    List<Duties.Overdue> late =
        DUTIES.overdue(
            page.events(),
            org -> roles.getOrDefault(org, Set.of()),
            WorkingDays.weekdays(ZoneOffset.UTC));
    for (Duties.Overdue one : late) {
      if (Caller.of(ctx).sees(one.org())) {
        write(reports.addObject(), one);
      }
    }
    return answer;
  }

  private record Position(String battery, long sequence) {}

  private static Position position(RoutingContext ctx) {
    @Nullable String cursor = Params.optional(ctx, "cursor");
    if (cursor == null) {
      return new Position("", 0);
    }
    String text = Cursor.readText(LATE, cursor);
    int blank = text.indexOf(' ');
    return new Position(
        Params.id("cursor", text.substring(0, Math.max(0, blank))),
        Params.positive("cursor", text.substring(blank + 1)));
  }

  private static String cursor(List<LifeEvent> events) {
    LifeEvent last = events.get(events.size() - 1);
    return Cursor.writeText(LATE, last.asset() + " " + last.sequence());
  }

  private static void write(ObjectNode node, Duties.Overdue late) {
    node.put("battery", late.event().asset())
        .put("sequence", late.event().sequence())
        .put("operation", late.event().operation().name())
        .put("organisation", late.org())
        .put("duty", late.duty().id())
        .put("workingDays", late.duty().workingDays())
        .put("source", late.duty().source())
        .put("dueOn", late.dueOn().toString())
        .put("reportedOn", late.reportedOn().toString());
  }
}
