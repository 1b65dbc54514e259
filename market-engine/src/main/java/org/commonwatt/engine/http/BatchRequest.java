package org.commonwatt.engine.http;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;

/**
 * Reads the body of {@code POST /v1/orders/batch}, strictly: one bad operation refuses them all.
 */
final class BatchRequest {
  /** The most operations in one request: they stand in one frame on the log. */
  static final int MAX_OPERATIONS = CommandFrame.MAX_ENTRIES;

  /** The longest body, in bytes: a thousand orders with every field, in indented JSON. */
  static final int MAX_BODY_BYTES = 1024 * 1024;

  /** What to do about a batch that is wrong. */
  static final String HINT =
      "Send {\"operations\": [\u2026]}, each with one of place, amend and cancel; /openapi.yaml has"
          + " an example. Nothing of the batch was done.";

  private static final Set<String> KINDS = Set.of("place", "amend", "cancel");

  /** The fields of an amendment. */
  static final Set<String> AMENDED = Set.of("participant", "orderId", "priceMicroPerKwh", "openWh");

  /** The fields of a cancellation. */
  static final Set<String> CANCELLED = Set.of("participant", "orderId");

  /** What to do about a cancellation that is wrong. */
  static final String CANCEL_HINT = "Send one JSON object with participant and orderId.";

  private BatchRequest() {}

  /** The fields of a batch. */
  static final Set<String> FIELDS = Set.of("operations", "receipts", "answers");

  private static final Map<String, Boolean> RECEIPTS = Map.of("each", false, "one", true);
  private static final Map<String, Boolean> ANSWERS = Map.of("whole", false, "short", true);

  /**
   * A batch that was read.
   *
   * @param commands in order
   * @param oneReceipt whether one receipt of all of them is asked for
   * @param shortAnswers whether of a new order only what became of it is asked for
   */
  record Batch(List<Command> commands, boolean oneReceipt, boolean shortAnswers) {}

  /**
   * Reads a batch.
   *
   * @throws ProblemException with status 400 naming the place that is wrong
   */
  static Batch parse(byte[] bytes) {
    return parse(JsonBody.read(bytes, FIELDS, HINT));
  }

  /** A batch from its object, which has no other than {@link #FIELDS}. */
  static Batch parse(JsonBody body) {
    List<Command> commands =
        body.objects("operations", MAX_OPERATIONS, KINDS).stream()
            .map(BatchRequest::command)
            .toList();
    boolean oneReceipt = body.word("receipts", RECEIPTS, false);
    boolean shortAnswers = body.word("answers", ANSWERS, false);
    if (shortAnswers && !oneReceipt) {
      throw body.malformed(
          "Short answers have no receipt of their own: send \"receipts\": \"one\".");
    }
    return new Batch(commands, oneReceipt, shortAnswers);
  }

  private static Command command(JsonBody operation) {
    if (operation.size() != 1) {
      throw operation.malformed("Each operation has one of place, amend and cancel.");
    }
    if (operation.has("place")) {
      return OrderRequest.order(operation.object("place", OrderRequest.FIELDS));
    }
    if (operation.has("amend")) {
      JsonBody amend = operation.object("amend", AMENDED);
      return OrderRequest.amendment(amend.positive("orderId"), amend);
    }
    return cancellation(operation.object("cancel", CANCELLED));
  }

  /** A cancellation from its object. */
  static Command.CancelOrder cancellation(JsonBody body) {
    return new Command.CancelOrder(
        Params.id("participant", body.text("participant")), body.positive("orderId"));
  }
}
