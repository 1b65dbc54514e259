package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.engine.readmodel.BillQueries.RunLines;
import org.commonwatt.engine.readmodel.BillQueries.Sealed;
import org.commonwatt.model.BillLine;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a bill line is under the root that the ledger has. Nobody has to believe it: who
 * has the line computes the root anew from it.
 */
final class BillProofs {
  private final ApiContext api;

  BillProofs(ApiContext api) {
    this.api = api;
  }

  /** {@code GET /v1/bills/:participant/proof}: the path from a line to the root of its run. */
  ObjectNode proof(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("slotStart", "run", "line"));
    String participant = Params.id("participant", ctx.pathParam("participant"));
    long start = Params.instantMillis("slotStart", Params.required(ctx, "slotStart"));
    int run = number(ctx, "run", "0");
    int index = number(ctx, "line", Params.required(ctx, "line"));
    RunLines found =
        api.readModels()
            .bills()
            .run(Instant.ofEpochMilli(start), run)
            .orElseThrow(BillProofs::unknown);
    @Nullable BillLine line = found.lines().get(index);
    if (line == null || !line.participant().equals(participant)) {
      throw unknown();
    }
    Caller.of(ctx).sees(line.counterparty()); // so that it is noted
    Sealed batch = found.batch();
    List<BillLine> lines = List.copyOf(found.lines().values());
    if (lines.size() != batch.billLineCount()
        || !SettlementHashes.billRoot(lines).hex().equals(batch.billRoot())) {
      throw erased();
    }
    ObjectNode answer =
        Views.slot(Views.object().put("participant", participant), line.slot())
            .put("run", run)
            .put("line", index)
            .put("treeSize", lines.size());
    ArrayNode path = answer.putArray("inclusionPath");
    SettlementHashes.billPath(lines, index).forEach(hash -> path.add(hash.hex()));
    return answer
        .put("batchId", batch.batchId())
        .put("billRoot", batch.billRoot())
        .put("transactionId", batch.transactionId())
        .put("blockNumber", batch.blockNumber());
  }

  private static int number(RoutingContext ctx, String name, String otherwise) {
    @Nullable String given = Params.optional(ctx, name);
    String text = given == null ? otherwise : given;
    if (!text.matches("0|[1-9][0-9]{0,8}")) {
      throw new ProblemException(
          Problem.malformed(
              name + " " + Params.quote(text) + " is no number of 0 to 999999999.", "Use digits."));
    }
    return Integer.parseInt(text);
  }

  private static ProblemException unknown() {
    return new ProblemException(
        Problem.notFound(
            "UNKNOWN_LINE",
            "The participant's bill has no such line.",
            "Take slotStart, run and line of a line of the bill."));
  }

  private static ProblemException erased() {
    return new ProblemException(
        new Problem(
            409,
            "LINES_ERASED",
            "Lines of others in this slot were erased, and with them what leads to the root.",
            "A bundle that was made before still proves the line: docs/audit.md."));
  }
}
