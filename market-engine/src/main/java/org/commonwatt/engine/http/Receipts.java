package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.engine.head.TreeHeads;
import org.commonwatt.engine.receipt.BatchReceipt;
import org.commonwatt.engine.receipt.EngineKeys;
import org.commonwatt.engine.receipt.Evidence;
import org.commonwatt.engine.receipt.Receipt;
import org.commonwatt.engine.receipt.ReceiptSigner;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.engine.stream.JsonBytes;
import org.jspecify.annotations.Nullable;

/**
 * Signed receipts beside the answers, and the keys to check them.
 *
 * @param signer signs
 * @param keys of all engines of the market
 * @param heads signed heads of log and ledger, null at an engine without a ledger
 */
public record Receipts(ReceiptSigner signer, EngineKeys keys, @Nullable TreeHeads heads) {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  /** Without a ledger. */
  public Receipts(ReceiptSigner signer, EngineKeys keys) {
    this(signer, keys, null);
  }

  /** The receipt of what became of a command. Takes the time of a signature, once for a frame. */
  ObjectNode of(CommandResult result) {
    return json(signer.sign(result.frame().tree(), result.index()));
  }

  /** Writes one receipt of what became of commands of one frame. Takes a signature's time. */
  void write(JsonBytes out, List<CommandResult> results) {
    write(out, signer.sign(results.stream().map(CommandResult::evidence).toList()));
  }

  /** Writes a receipt of several commands as {@code docs/formats/receipt.md} shows it. */
  static void write(JsonBytes out, ReceiptSigner.SignedBatch signed) {
    BatchReceipt receipt = signed.receipt();
    out.object()
        .put("kind", BatchReceipt.KIND)
        .put("market", receipt.market())
        .put("partition", receipt.partition())
        .put("commandOffset", receipt.commandOffset())
        .name("commands")
        .array();
    for (Evidence evidence : receipt.evidences()) {
      out.object()
          .put("commandIndex", evidence.commandIndex())
          .put("commandHash", evidence.commandHash().hex())
          .put("sequence", evidence.sequence())
          .put("eventHash", evidence.eventHash().hex())
          .endObject();
    }
    out.endArray()
        .put("engine", receipt.engine())
        .put("signature", BASE64.encodeToString(signed.signature()))
        .endObject();
  }

  /** A receipt as {@code docs/formats/receipt.md} shows it. */
  static ObjectNode json(ReceiptSigner.Signed signed) {
    Receipt receipt = signed.receipt();
    Evidence evidence = receipt.evidence();
    ObjectNode json =
        Views.object()
            .put("kind", Receipt.KIND)
            .put("market", receipt.market())
            .put("partition", receipt.partition())
            .put("commandOffset", evidence.commandOffset())
            .put("commandIndex", evidence.commandIndex())
            .put("commandHash", evidence.commandHash().hex())
            .put("sequence", evidence.sequence())
            .put("eventHash", evidence.eventHash().hex())
            .put("treeSize", receipt.treeSize());
    ArrayNode path = json.putArray("inclusionPath");
    receipt.inclusionPath().forEach(hash -> path.add(hash.hex()));
    return json.put("engine", receipt.engine())
        .put("signature", BASE64.encodeToString(signed.signature()));
  }

  /** {@code GET /v1/engine-keys}. */
  ObjectNode keys(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    ObjectNode answer = Views.object();
    ArrayNode array = answer.putArray("keys");
    keys.all()
        .forEach(
            key ->
                array
                    .addObject()
                    .put("engine", key.engine())
                    .put("algorithm", key.algorithm())
                    .put("publicKey", BASE64.encodeToString(key.publicKey())));
    return answer;
  }

  /** {@code GET /v1/tree-head?number=}: the file of a signed head, in its one spelling. */
  byte[] head(RoutingContext ctx) {
    Params.only(ctx, Set.of("number"));
    @Nullable String number = Params.optional(ctx, "number");
    long batches = number == null ? 0 : Params.positive("number", number);
    Optional<byte[]> found = Optional.empty();
    if (heads != null) {
      found = number == null ? heads.newest() : heads.of(batches);
    }
    return found.orElseThrow(() -> new ProblemException(noHead(number, batches)));
  }

  private Problem noHead(@Nullable String number, long batches) {
    if (heads == null) {
      return Problem.notFound(
          "UNKNOWN_TREE_HEAD", "This engine has no ledger.", "Ask an engine that has one.");
    }
    if (number != null && heads.isDropped(batches)) {
      return Problem.notFound(
          "UNKNOWN_TREE_HEAD",
          "The head of " + number + " batches is not kept any more.",
          "The last " + TreeHeads.KEPT + " heads are; `commonwatt audit head` makes one of a log.");
    }
    return Problem.notFound(
        "UNKNOWN_TREE_HEAD",
        number == null
            ? "No batch is confirmed as being on the ledger yet."
            : "No " + number + " batches are confirmed as being on the ledger.",
        "GET /v1/tree-head without a number is the newest, and says how many batches it has.");
  }
}
