package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * An error answer as RFC 9457 describes it, with a stable code and a hint: {@code docs/errors.md}.
 *
 * @param status HTTP status, 400 to 599
 * @param code stable reason, upper case
 * @param detail what is wrong with this request
 * @param hint how to put it right
 * @param receipt of a command that was refused, null where none reached the log
 * @param retryAfterSeconds after so long it may be taken, 0 where time alone changes nothing
 * @param legs of a basket that was refused why, leg by leg; null of anything else
 */
record Problem(
    int status,
    String code,
    String detail,
    String hint,
    @Nullable ObjectNode receipt,
    long retryAfterSeconds,
    @Nullable ArrayNode legs) {
  static final String MEDIA_TYPE = "application/problem+json";
  static final String LOOK_IT_UP =
      "The outcome is unknown, look it up by client order id:"
          + " GET /v1/orders?participant=…&clientOrderId=…";

  /** A problem without a receipt. */
  Problem(int status, String code, String detail, String hint) {
    this(status, code, detail, hint, null, status == 503 ? 1 : 0);
  }

  /** A problem of anything but a basket. */
  Problem(
      int status,
      String code,
      String detail,
      String hint,
      @Nullable ObjectNode receipt,
      long retryAfterSeconds) {
    this(status, code, detail, hint, receipt, retryAfterSeconds, null);
  }

  /** The same problem with the receipt of the refused command. */
  Problem with(ObjectNode proof) {
    return new Problem(status, code, detail, hint, proof, retryAfterSeconds, legs);
  }

  /** The same problem with what is against each leg. */
  Problem withLegs(ArrayNode refusals) {
    return new Problem(status, code, detail, hint, receipt, retryAfterSeconds, refusals);
  }

  /** The problem of a refusal by the market's rules. */
  static Problem of(Rejection rejection) {
    return new Problem(
        status(rejection.code()),
        rejection.code().name(),
        rejection.message(),
        "See docs/errors.md#" + rejection.code().name().toLowerCase(java.util.Locale.ROOT));
  }

  /** The request is not what the document says. */
  static Problem malformed(String detail, String hint) {
    return new Problem(400, RejectionCode.MALFORMED.name(), detail, hint);
  }

  /** Nothing is there. */
  static Problem notFound(String code, String detail, String hint) {
    return new Problem(404, code, detail, hint);
  }

  /** The market cannot answer now. */
  static Problem unavailable(String code, String detail, String hint) {
    return new Problem(503, code, detail, hint);
  }

  /** The HTTP status of a rejection code. */
  static int status(RejectionCode code) {
    return switch (code) {
      case MALFORMED, ENERGY_NOT_POSITIVE -> 400;
      case MARKET_NOT_READY -> 503;
      case NOT_OPERATOR,
          NOT_DECIDER,
          NOT_REGISTRAR,
          NOT_IMPORTER,
          PRICE_NOT_SIGNED,
          PRICE_SIGNATURE_WRONG ->
          403;
      case UNKNOWN_PARTICIPANT,
          UNKNOWN_ORDER,
          UNKNOWN_METER,
          UNKNOWN_BATCH,
          UNKNOWN_TRADE,
          UNKNOWN_DISPUTE,
          UNKNOWN_BILL_LINE,
          UNKNOWN_METER_POINT,
          UNKNOWN_STORAGE_UNIT,
          UNKNOWN_COMMITMENT,
          UNKNOWN_NEGOTIATION,
          UNKNOWN_CALL,
          UNKNOWN_STORAGE_OFFER,
          UNKNOWN_STORAGE_BID,
          NO_DEPOSIT ->
          404;
      case SLOT_NOT_OPEN,
          SLOT_CLOSED,
          NOT_IN_THIS_PHASE,
          EXPIRY_PAST,
          ORDER_NOT_OPEN,
          PRODUCT_HALTED,
          POST_ONLY_WOULD_TRADE,
          BOOK_FULL,
          NOT_FILLED_AT_ONCE,
          MARKET_FULL,
          SLOT_FULL,
          OWN_ORDERS_FULL,
          READING_CONFLICT,
          READING_DUPLICATE,
          POSITION_NOT_NEWER,
          PRICE_NOT_NEWER,
          CONTRACT_EXISTS,
          COMMITMENT_EXISTS,
          NEGOTIATION_EXISTS,
          NEGOTIATION_ENDED,
          PROPOSAL_EXPIRED,
          NOT_YOUR_TURN,
          PROPOSAL_CHANGED,
          TOO_MANY_ROUNDS,
          CALL_EXISTS,
          CALL_ENDED,
          STORAGE_WINDOW_NOT_OPEN,
          STORAGE_WINDOW_CLOSED,
          STORAGE_BID_EXISTS,
          OWN_STORAGE_UNIT,
          NOT_CALLED,
          STATE_NOT_NEWER,
          STORAGE_NOT_FEASIBLE,
          LEASE_POWER,
          LEASE_TOO_FULL,
          LEASE_TOO_EMPTY,
          LEASE_TOO_MANY_CYCLES,
          STORAGE_HELD,
          SLOT_SETTLED,
          RULEBOOK_OUT_OF_ORDER,
          NO_AUCTION,
          NOT_IN_RULES,
          DEADLINE_PAST,
          LINE_DISPUTED,
          DISPUTE_CLOSED,
          DISPUTES_FULL,
          TRADE_WITH_LINK,
          LINK_OVERLOADED,
          FEED_IN_EXCEEDED,
          LOAD_EXCEEDED,
          COLLATERAL_TOO_LOW,
          WITHDRAWAL_TOO_LARGE,
          ACCOUNT_NOT_ACTIVE,
          METER_POINT_EXISTS,
          ACCOUNT_EXISTS,
          REGISTRATIONS_FULL,
          DEPOSIT_PENDING ->
          409;
      case UNKNOWN_AREA,
          UNKNOWN_LINK,
          SLOT_MISALIGNED,
          NO_STORAGE_WINDOW,
          PROVENANCE_NOT_ACCEPTED,
          ENERGY_TOO_LARGE,
          SLOT_VOLUME_TOO_LARGE,
          PRICE_OUT_OF_RANGE,
          QUALIFIERS_CONFLICT,
          CLIENT_ORDER_ID_REUSED,
          SOURCE_NOT_REGISTERED,
          UNKNOWN_SIGNING_KEY,
          CONTRACT_NOT_SIGNED,
          PRICE_OFF_TICK,
          SIGNATURE_INVALID,
          REGISTER_DECREASED,
          READING_LATE,
          READING_FUTURE,
          VALUE_OUT_OF_RANGE ->
          422;
    };
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "about:blank")
            .put("title", title(status))
            .put("status", status)
            .put("detail", detail)
            .put("code", code)
            .put("hint", hint);
    if (legs != null) {
      json.set("legs", legs);
    }
    return receipt == null ? json : json.set("receipt", receipt);
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 410 -> "Gone";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 415 -> "Unsupported Media Type";
      case 417 -> "Expectation Failed";
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 426 -> "Upgrade Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }
}
