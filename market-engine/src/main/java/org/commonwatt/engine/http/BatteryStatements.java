package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.battery.life.Operation;
import org.commonwatt.battery.life.SignedStatement;
import org.commonwatt.battery.life.Statement;
import org.commonwatt.ledger.BatteryJson;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.ledger.LedgerException;
import org.commonwatt.ledger.LedgerRejection;
import org.commonwatt.ledger.SubmitOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands statements about batteries in to the ledger, whose contract decides about them. */
final class BatteryStatements {
  /** The longest body: a thousand parts that were found, each with its codes. */
  static final int MAX_BODY_BYTES = 512 * 1024;

  /** How many may be under way, one of more than 8 KiB counting as several. */
  static final int MAX_STATEMENTS = 128;

  private static final int MOST_SIGNATURES = 16;
  private static final int MOST_DOCUMENTS = 1_000;
  private static final int SIGNATURE_DIGITS = 128;
  private static final Set<String> FIELDS = Set.of("statement", "signatures");
  private static final Set<String> STATEMENT_FIELDS =
      Set.of("operation", "asset", "sequence", "eventMillis", "evidence", "action");
  private static final Set<String> SIGNATURE_FIELDS = Set.of("org", "signature");
  private static final Map<String, Operation> OPERATIONS =
      Arrays.stream(Operation.values())
          .collect(Collectors.toUnmodifiableMap(Enum::name, operation -> operation));
  private static final String HINT =
      "Send {\"statement\": {…}, \"signatures\": [{\"org\": …, \"signature\": …}]}, as"
          + " docs/formats/ledger.md has it.";

  /** Refusals that say who may not, and what is not there; all others are about what is stated. */
  private static final Set<String> FORBIDDEN =
      Set.of("ORGANISATION_NOT_FOUND", "SIGNATURE_WRONG", "ROLE_MISSING", "SIGNATURE_MISSING");

  private static final Set<String> MISSING = Set.of("ASSET_NOT_FOUND");
  private static final Set<String> WRONG =
      Set.of(
          "EVENT_AHEAD",
          "EVIDENCE_MISSING",
          "NOTHING_NAMED",
          "CODE_KIND",
          "DOES_NOT_FIT",
          "EXCEEDS_WHOLE",
          "TEST_NOT_NEWER",
          "HEALTH_RISES");
  private static final Set<String> CONFLICTS =
      Set.of(
          "ASSET_EXISTS",
          "SEQUENCE_TAKEN",
          "ASSET_CLOSED",
          "CODE_USED",
          "PASSPORT_EXISTS",
          "IS_PART",
          "NOT_A_PART",
          "PARTS_LEFT",
          "ASSET_HELD",
          "WRONG_STATE",
          "WINDOW_BOOKED",
          "HOLD_EXISTS",
          "HOLD_NOT_FOUND",
          "HOLDS_FULL",
          "NOT_CORRECTABLE");

  private static final Logger LOG = LoggerFactory.getLogger(BatteryStatements.class);

  private final ApiContext api;

  BatteryStatements(ApiContext api) {
    this.api = api;
  }

  /** {@code POST /v1/batteries/statements}, by one of those who have signed. */
  ObjectNode submit(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    SignedStatement signed = read(JsonBody.bytes(ctx));
    Caller caller = Caller.of(ctx);
    if (signed.signatures().stream().noneMatch(one -> caller.isOwn(one.org()))) {
      throw new ProblemException(
          new Problem(
              403,
              "NOT_SIGNER",
              "None of the organisations that have signed is this login's.",
              "Let one of them hand it in, by its own login."));
    }
    BatteryLedger batteries = BatteryAnswers.ledger(api);
    return answer(signed.statement(), LedgerQuestions.submit(() -> batteries.submit(signed)));
  }

  /** What can be told without knowing the operations is judged here, the rest by their reader. */
  private static SignedStatement read(byte[] bytes) {
    JsonBody body = JsonBody.read(bytes, FIELDS, HINT);
    JsonBody statement = body.object("statement", STATEMENT_FIELDS);
    statement.word("operation", OPERATIONS);
    id(statement, "asset");
    statement.positive("sequence");
    statement.positive("eventMillis");
    statement.requireHashes("evidence", MOST_DOCUMENTS);
    statement.requireObject("action");
    for (JsonBody one : body.objects("signatures", MOST_SIGNATURES, SIGNATURE_FIELDS)) {
      id(one, "org");
      one.digits("signature", SIGNATURE_DIGITS);
    }
    try {
      return BatteryJson.readStatement(new String(bytes, StandardCharsets.UTF_8));
    } catch (LedgerException e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  private static void id(JsonBody body, String field) {
    Params.id(field, body.text(field));
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(
        new Problem(
            422, "STATEMENT_MALFORMED", detail, "See docs/formats/ledger.md for its operation."));
  }

  private static ObjectNode answer(Statement statement, SubmitOutcome outcome) {
    if (outcome instanceof SubmitOutcome.Rejected rejected) {
      throw new ProblemException(problem(rejected.rejection()));
    }
    if (outcome instanceof SubmitOutcome.Committed committed) {
      return Views.object()
          .put("battery", statement.asset())
          .put("sequence", statement.sequence())
          .put("operation", statement.operation().name())
          .put("transactionId", committed.transactionId())
          .put("blockNumber", committed.blockNumber());
    }
    LOG.warn("a statement met others each time: {}", outcome);
    throw LedgerQuestions.unavailable("Others changed the same battery each time it was tried.");
  }

  /** A refusal of the contract, in its own words. */
  private static Problem problem(LedgerRejection rejection) {
    String code = rejection.code();
    int status = status(code);
    if (status > 0) {
      String hint = "See docs/errors.md#" + code.toLowerCase(Locale.ROOT);
      return new Problem(status, code, rejection.message(), hint);
    }
    if (code.equals("MALFORMED")) {
      return malformed(rejection.message()).problem();
    }
    LOG.warn("the ledger refuses statements: {}", rejection);
    return LedgerQuestions.unavailable("The ledger takes no statements now.").problem();
  }

  /** The HTTP status of a refusal of the rules, 0 of any other. */
  static int status(String code) {
    if (FORBIDDEN.contains(code)) {
      return 403;
    }
    if (MISSING.contains(code)) {
      return 404;
    }
    if (WRONG.contains(code)) {
      return 422;
    }
    return CONFLICTS.contains(code) ? 409 : 0;
  }
}
