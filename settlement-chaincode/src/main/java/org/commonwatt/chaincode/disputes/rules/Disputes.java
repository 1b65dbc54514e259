package org.commonwatt.chaincode.disputes.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import org.commonwatt.chaincode.settlement.rules.DisputeKeys;
import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.chaincode.settlement.rules.RefusalCode;
import org.commonwatt.chaincode.settlement.rules.Settlement;
import org.commonwatt.chaincode.settlement.rules.State;
import org.commonwatt.chaincode.settlement.rules.StateKey;
import org.commonwatt.model.Ids;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/**
 * The disputes contract's functions over a {@link State}: each dispute of a recorded bill once, in
 * its window, one at a time of a line, and ended once. What is upheld the settlement contract lets
 * correct.
 */
public final class Disputes {
  /** The event of a dispute that was opened or ended. */
  public static final String DISPUTE_CHANGED = "DisputeChanged";

  private static final String OPEN = "OPEN";

  private final State state;

  /** Disputes on a state, for one transaction. */
  public Disputes(State state) {
    this.state = state;
  }

  /**
   * Records a dispute, once. This and the resolution only for a submitter of the exchange.
   *
   * @param json canonical JSON of the dispute
   * @return the dispute as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String open(String json) {
    state.caller().requireMayPost();
    Opened opened = DisputeText.opened(json);
    requireNewer(opened.market(), opened.place());
    StateKey key = DisputeKeys.dispute(opened.market(), opened.dispute());
    if (state.get(key) != null) {
      throw new Refusal(
          RefusalCode.DISPUTE_EXISTS, "dispute " + opened.dispute() + " is recorded already");
    }
    requireLine(opened);
    StateKey line = DisputeKeys.line(opened.market(), opened.batchId(), opened.line());
    @Nullable String other = state.get(line);
    if (other != null) {
      throw new Refusal(RefusalCode.LINE_DISPUTED, "dispute " + other + " is about this line");
    }
    requireInWindow(opened);
    state.put(line, Long.toString(opened.dispute()));
    pass(opened.market(), opened.place());
    return put(key, opened.market(), opened.dispute(), kept(json, OPEN, "null"));
  }

  /**
   * Records how a dispute ended, once.
   *
   * @param json canonical JSON of the resolution
   * @return the dispute as {@link #get} shows it
   * @throws Refusal with the first code that applies
   */
  public String resolve(String json) {
    state.caller().requireMayPost();
    Resolved resolved = DisputeText.resolved(json);
    requireNewer(resolved.market(), resolved.place());
    StateKey key = DisputeKeys.dispute(resolved.market(), resolved.dispute());
    JsonNode kept = Fields.object("dispute", stored(resolved.market(), resolved.dispute()));
    String status = kept.required("status").textValue();
    if (!status.equals(OPEN)) {
      throw new Refusal(
          RefusalCode.WRONG_STATUS, "dispute " + resolved.dispute() + " is " + status + " already");
    }
    String opened = kept.required("dispute").toString();
    if (resolved.outcome() == Outcome.WITHDRAWN) {
      Opened was = DisputeText.opened(opened);
      state.delete(DisputeKeys.line(was.market(), was.batchId(), was.line()));
    }
    pass(resolved.market(), resolved.place());
    return put(
        key, resolved.market(), resolved.dispute(), kept(opened, resolved.outcome().name(), json));
  }

  /**
   * A dispute: {@code {"dispute":…,"status":"OPEN","resolution":null}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code DISPUTE_NOT_FOUND}
   */
  public String get(String market, String number) {
    id(market);
    if (!number.matches("[1-9][0-9]{0,17}")) {
      throw notFound(number);
    }
    return stored(market, Long.parseLong(number));
  }

  /**
   * Every dispute of a market by number, a JSON array.
   *
   * @throws Refusal {@code MALFORMED} when the market is not an id
   */
  public String list(String market) {
    return state.list(DisputeKeys.disputes(id(market))).stream()
        .collect(Collectors.joining(",", "[", "]"));
  }

  /**
   * How far a market's log has come: {@code {"sequence":…,"offset":…}}.
   *
   * @throws Refusal {@code MALFORMED}, {@code HEAD_NOT_FOUND} before the first dispute
   */
  public String head(String market) {
    @Nullable String head = state.get(DisputeKeys.head(id(market)));
    if (head == null) {
      throw new Refusal(RefusalCode.HEAD_NOT_FOUND, market + " has no recorded dispute");
    }
    return head;
  }

  private void requireNewer(String market, EventPlace place) {
    @Nullable String head = state.get(DisputeKeys.head(market));
    long last = head == null ? 0 : Fields.object("head", head).required("sequence").longValue();
    if (place.sequence() <= last) {
      throw new Refusal(
          RefusalCode.EVENT_NOT_NEWER, "sequence must be more than " + last + ", the last one's");
    }
  }

  private void pass(String market, EventPlace place) {
    state.put(
        DisputeKeys.head(market),
        "{\"sequence\":" + place.sequence() + ",\"offset\":" + place.offset() + "}");
  }

  private void requireLine(Opened opened) {
    SettlementBatch batch = Settlement.recorded(state, opened.market(), opened.batchId()).batch();
    if (opened.line() >= batch.billLineCount() || batch.isCorrection()) {
      throw new Refusal(
          RefusalCode.LINE_NOT_FOUND,
          opened.batchId()
              + " has "
              + batch.billLineCount()
              + " lines"
              + (batch.isCorrection() ? ", which correct and cannot be disputed" : ""));
    }
  }

  private void requireInWindow(Opened opened) {
    StateKey key = DisputeKeys.window(opened.market(), opened.batchId());
    @Nullable String window = state.get(key);
    if (window != null && Long.parseLong(window) != opened.untilMillis()) {
      throw new Refusal(
          RefusalCode.WRONG_WINDOW,
          "untilMillis must be " + window + ", as of the other disputes of " + opened.batchId());
    }
    if (opened.openedMillis() > opened.untilMillis()) {
      throw new Refusal(
          RefusalCode.WINDOW_OVER,
          "a dispute is opened until " + opened.untilMillis() + " at the latest");
    }
    if (window == null) {
      state.put(key, Long.toString(opened.untilMillis()));
    }
  }

  private String stored(String market, long number) {
    @Nullable String found = state.get(DisputeKeys.dispute(market, number));
    if (found == null) {
      throw notFound(Long.toString(number));
    }
    return found;
  }

  private static Refusal notFound(String number) {
    return new Refusal(
        RefusalCode.DISPUTE_NOT_FOUND, "no dispute " + Fields.quoted(number) + " is recorded");
  }

  private static String kept(String dispute, String status, String resolution) {
    return "{\"dispute\":"
        + dispute
        + ",\"status\":\""
        + status
        + "\",\"resolution\":"
        + resolution
        + "}";
  }

  private String put(StateKey key, String market, long number, String kept) {
    state.put(key, kept);
    String status = Fields.object("dispute", kept).required("status").textValue();
    state.event(
        DISPUTE_CHANGED,
        "{\"market\":\"" + market + "\",\"dispute\":" + number + ",\"status\":\"" + status + "\"}");
    return kept;
  }

  private static String id(String market) {
    if (!Ids.isValid(market)) {
      throw Fields.malformed(
          "market", "must be 1 to 64 of A-Z a-z 0-9 . _ - and start with a letter or digit");
    }
    return market;
  }
}
