package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.commonwatt.engine.readmodel.DisputeQueries;
import org.commonwatt.engine.readmodel.DisputeState;
import org.commonwatt.model.Event;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Ruling;

/** Disputes as JSON. */
final class DisputeViews {
  private DisputeViews() {}

  /** A dispute as it was opened. */
  static ObjectNode opened(Event.DisputeOpened event) {
    ObjectNode node =
        Views.slot(
                Views.object()
                    .put("disputeId", event.disputeId())
                    .put("participant", event.participant()),
                event.slot())
            .put("run", event.run())
            .put("line", event.line())
            .put("state", DisputeState.OPEN.name())
            .put("overdue", false)
            .put("openedAt", Views.instant(event.timeMillis()))
            .put("decideBy", Views.instant(event.decideByMillis()))
            .put("reason", event.reason().text());
    ArrayNode evidence = node.putArray("evidence");
    Hash first = event.evidence();
    if (first != null) {
      evidence.add(first.hex());
    }
    return node.putNull("decision");
  }

  /** A dispute as the read models have it. */
  static ObjectNode dispute(DisputeQueries.Row row) {
    ObjectNode node =
        Views.slot(
                Views.object()
                    .put("disputeId", row.disputeId())
                    .put("participant", row.participant()),
                row.slot())
            .put("run", row.run())
            .put("line", row.line())
            .put("state", row.state().name())
            .put("overdue", row.overdue())
            .put("openedAt", row.openedAt().toString())
            .put("decideBy", row.decideBy().toString())
            .put("reason", row.reason());
    ArrayNode evidence = node.putArray("evidence");
    row.evidence().forEach(evidence::add);
    DisputeQueries.Decision decision = row.decision();
    if (decision == null) {
      return node.putNull("decision");
    }
    Long corrected = decision.correctedNano();
    node.putObject("decision")
        .put("decider", decision.decider())
        .put("decidedAt", decision.decidedAt().toString())
        .put("correctedNano", corrected == null ? null : Long.toString(corrected))
        .put("reason", decision.reason());
    return node;
  }

  /** How a dispute was decided just now. */
  static ObjectNode decision(Event.DisputeDecided event) {
    Ruling ruling = event.ruling();
    return Views.object()
        .put("decider", event.decider())
        .put("decidedAt", Views.instant(event.timeMillis()))
        .put("correctedNano", ruling.upheld() ? Long.toString(ruling.correctedNano()) : null)
        .put("reason", ruling.reason().text());
  }
}
