package org.commonwatt.chaincode.disputes.rules;

import org.commonwatt.chaincode.settlement.rules.Fields;
import org.commonwatt.chaincode.settlement.rules.Refusal;
import org.commonwatt.model.LedgerDisputes.EventPlace;
import org.commonwatt.model.LedgerDisputes.Opened;
import org.commonwatt.model.LedgerDisputes.Outcome;
import org.commonwatt.model.LedgerDisputes.Resolved;

/** The JSON of disputes, strictly: only the canonical spelling is accepted. */
final class DisputeText {
  private DisputeText() {}

  /**
   * Reads a dispute that was opened.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static Opened opened(String json) {
    Fields fields = new Fields("", Fields.object("dispute", json));
    Opened opened =
        new Opened(
            fields.id("market"),
            fields.integer("dispute", 1, MOST_DISPUTES),
            fields.batchId("batchId"),
            (int) fields.integer("line", 0, Integer.MAX_VALUE),
            fields.id("participant"),
            fields.integer("openedMillis", 0, Long.MAX_VALUE),
            fields.integer("untilMillis", 0, Long.MAX_VALUE),
            place(fields));
    Fields.requireCanonical(write(opened), json);
    return opened;
  }

  /** The most that a batch's id can name. */
  private static final long MOST_DISPUTES = 999_999_999_999_999_999L;

  /**
   * Reads how a dispute ended.
   *
   * @throws Refusal when the text is not its canonical JSON
   */
  static Resolved resolved(String json) {
    Fields fields = new Fields("", Fields.object("resolution", json));
    Resolved resolved =
        new Resolved(
            fields.id("market"),
            fields.integer("dispute", 1, MOST_DISPUTES),
            fields.word("outcome", Outcome.class),
            place(fields));
    Fields.requireCanonical(write(resolved), json);
    return resolved;
  }

  private static EventPlace place(Fields fields) {
    return new EventPlace(
        fields.integer("sequence", 1, Long.MAX_VALUE),
        fields.hash("eventHash"),
        fields.integer("offset", 0, Long.MAX_VALUE));
  }

  private static String write(Opened opened) {
    return "{\"market\":\""
        + opened.market()
        + "\",\"dispute\":"
        + opened.dispute()
        + ",\"batchId\":\""
        + opened.batchId()
        + "\",\"line\":"
        + opened.line()
        + ",\"participant\":\""
        + opened.participant()
        + "\",\"openedMillis\":"
        + opened.openedMillis()
        + ",\"untilMillis\":"
        + opened.untilMillis()
        + write(opened.place());
  }

  private static String write(Resolved resolved) {
    return "{\"market\":\""
        + resolved.market()
        + "\",\"dispute\":"
        + resolved.dispute()
        + ",\"outcome\":\""
        + resolved.outcome()
        + "\""
        + write(resolved.place());
  }

  private static String write(EventPlace place) {
    return ",\"sequence\":"
        + place.sequence()
        + ",\"eventHash\":\""
        + place.hash()
        + "\",\"offset\":"
        + place.offset()
        + "}";
  }
}
