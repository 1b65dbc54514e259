package org.commonwatt.ledger;

import static org.commonwatt.ledger.JsonParts.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.commonwatt.model.Hash;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;

/** The disputes contract, typed: what the engine submits and anybody reads. */
public final class DisputeLedger {
  /** Name of the contract. */
  public static final String CONTRACT = "disputes";

  /** Name of the function that records a dispute. */
  public static final String OPEN = "Open";

  /** Name of the function that records how one ended. */
  public static final String RESOLVE = "Resolve";

  private final Ledger ledger;

  /** Calls the disputes contract on a ledger. */
  public DisputeLedger(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * A dispute as the ledger keeps it.
   *
   * @param dispute as it was opened
   * @param outcome how it ended, empty while it is open
   */
  public record Kept(Opened dispute, Optional<Outcome> outcome) {}

  /**
   * How far the disputes of a market have come.
   *
   * @param sequence number of the last event, 0 for none
   * @param offset offset of its record on {@code events}
   */
  public record Head(long sequence, long offset) {
    /** Of a market without recorded disputes. */
    public static final Head NONE = new Head(0, 0);
  }

  /** Records a dispute, once. */
  public SubmitOutcome open(Opened opened) {
    return ledger.submit(LedgerCall.of(CONTRACT, OPEN, write(opened)));
  }

  /** Records how a dispute ended, once. */
  public SubmitOutcome resolve(Resolved resolved) {
    return ledger.submit(LedgerCall.of(CONTRACT, RESOLVE, write(resolved)));
  }

  /** How far the disputes of a market have come. */
  public Head head(String market) {
    EvaluateOutcome outcome = ledger.evaluate(LedgerCall.of(CONTRACT, "GetHead", market));
    if (outcome instanceof EvaluateOutcome.Rejected rejected
        && rejected.rejection().code().equals("HEAD_NOT_FOUND")) {
      return Head.NONE;
    }
    return JsonParts.decode(
        "a head",
        result(outcome),
        node -> new Head(JsonParts.number(node, "sequence"), JsonParts.number(node, "offset")));
  }

  /** Every recorded dispute of a market, by number. */
  public List<Kept> list(String market) {
    String json = result(ledger.evaluate(LedgerCall.of(CONTRACT, "ListDisputes", market)));
    return JsonParts.decode(
        "disputes", json, node -> JsonParts.each(node, DisputeLedger::readKept));
  }

  private static Kept readKept(JsonNode node) {
    String status = text(node, "status");
    return new Kept(
        readOpened(node.required("dispute")),
        status.equals("OPEN") ? Optional.empty() : Optional.of(Outcome.valueOf(status)));
  }

  /**
   * Reads what {@link #open} writes.
   *
   * @throws LedgerException when it is not that
   */
  public static Opened readOpened(String json) {
    return JsonParts.decode("a dispute", json, DisputeLedger::readOpened);
  }

  private static Opened readOpened(JsonNode node) {
    return new Opened(
        text(node, "market"),
        JsonParts.number(node, "dispute"),
        text(node, "batchId"),
        JsonParts.integer(node, "line"),
        text(node, "participant"),
        JsonParts.number(node, "openedMillis"),
        JsonParts.number(node, "untilMillis"),
        place(node));
  }

  /**
   * Reads what {@link #resolve} writes.
   *
   * @throws LedgerException when it is not that
   */
  public static Resolved readResolved(String json) {
    return JsonParts.decode(
        "a resolution",
        json,
        node ->
            new Resolved(
                text(node, "market"),
                JsonParts.number(node, "dispute"),
                Outcome.valueOf(text(node, "outcome")),
                place(node)));
  }

  private static EventPlace place(JsonNode node) {
    return new EventPlace(
        JsonParts.number(node, "sequence"),
        new Hash(text(node, "eventHash")),
        JsonParts.number(node, "offset"));
  }

  private static String write(Opened opened) {
    return "{\"market\":\"%s\",\"dispute\":%d,\"batchId\":\"%s\",\"line\":%d,\"participant\":\"%s\""
            .formatted(
                opened.market(),
                opened.dispute(),
                opened.batchId(),
                opened.line(),
                opened.participant())
        + ",\"openedMillis\":%d,\"untilMillis\":%d"
            .formatted(opened.openedMillis(), opened.untilMillis())
        + write(opened.place());
  }

  private static String write(Resolved resolved) {
    return "{\"market\":\"%s\",\"dispute\":%d,\"outcome\":\"%s\""
            .formatted(resolved.market(), resolved.dispute(), resolved.outcome())
        + write(resolved.place());
  }

  private static String write(EventPlace place) {
    return ",\"sequence\":%d,\"eventHash\":\"%s\",\"offset\":%d}"
        .formatted(place.sequence(), place.hash(), place.offset());
  }

  private static String result(EvaluateOutcome outcome) {
    if (outcome instanceof EvaluateOutcome.Returned returned) {
      return returned.result();
    }
    throw new LedgerException("the disputes contract refused a query: " + outcome);
  }
}
