package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.commonwatt.battery.life.LifeEvent;
import org.commonwatt.engine.evidence.EvidenceStore;
import org.commonwatt.ledger.BatteryLedger;
import org.commonwatt.model.Hash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes and gives out the documents that statements about batteries name by their SHA-256. */
final class BatteryEvidence {
  /** How many uploads may be under way. */
  static final int MAX_UPLOADS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(BatteryEvidence.class);

  private final ApiContext api;
  private final BatteryAnswers batteries;

  BatteryEvidence(ApiContext api, BatteryAnswers batteries) {
    this.api = api;
    this.batteries = batteries;
  }

  /** {@code PUT /v1/evidence/:hash}: keeps a document, before or behind its statement. */
  ObjectNode put(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    Hash hash = hash(ctx);
    JsonBody.requireAsItIs(ctx);
    String type = ctx.request().getHeader("Content-Type");
    if (!"application/octet-stream".equals(type)) {
      throw new ProblemException(
          new Problem(
              415,
              "UNSUPPORTED_MEDIA_TYPE",
              "The body must be application/octet-stream.",
              "Send the header Content-Type: application/octet-stream, whatever the document is."));
    }
    Buffer body = ctx.body().buffer();
    byte[] content = body == null ? new byte[0] : body.getBytes();
    if (content.length == 0) {
      throw new ProblemException(
          Problem.malformed("The body is empty.", "Send the document's bytes as they are."));
    }
    if (!Hash.of(content).equals(hash)) {
      throw new ProblemException(
          new Problem(
              422,
              "HASH_DIFFERS",
              "The SHA-256 of the body is " + Hash.of(content).hex() + ".",
              "Name the hash of exactly these bytes."));
    }
    try {
      store().put(content);
    } catch (IOException e) {
      LOG.warn("a document cannot be kept", e);
      throw unavailable("The document cannot be kept now.");
    }
    return Views.object().put("sha256", hash.hex()).put("bytes", content.length);
  }

  /** What holds of a question for a document before the ledger is asked. */
  void requireForm(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    BatteryAnswers.id(ctx);
    sequence(ctx);
    hash(ctx);
  }

  /**
   * {@code GET /v1/batteries/:battery/events/:sequence/evidence/:hash}: a document that the event
   * names, for whom the level of authorities is, owners, and who has signed.
   */
  byte[] document(RoutingContext ctx) {
    BatteryAnswers.Seen seen = batteries.seen(ctx);
    Hash hash = hash(ctx);
    BatteryLedger.History page =
        batteries.ask(ledger -> ledger.history(seen.asset().id(), sequence(ctx) - 1));
    LifeEvent event =
        page.events().stream()
            .findFirst()
            .map(BatteryLedger.Told::event)
            .filter(one -> one.evidence().contains(hash.hex()))
            .filter(one -> BatteryHistories.mayReadStatement(Caller.of(ctx), seen, one))
            .orElseThrow(unknown(hash));
    try {
      return store().get(hash).orElseThrow(unknown(hash));
    } catch (IOException e) {
      LOG.error("the document {} of {} cannot be read", hash.hex(), event.asset(), e);
      throw unavailable("The document cannot be read.");
    }
  }

  private EvidenceStore store() {
    Optional<EvidenceStore> store = api.evidence();
    return store.orElseThrow(() -> unavailable("This engine keeps no documents."));
  }

  private static Hash hash(RoutingContext ctx) {
    String text = ctx.pathParam("hash");
    if (!text.matches("[0-9a-f]{64}")) {
      throw new ProblemException(
          Problem.malformed(
              "hash " + Params.quote(text) + " is no SHA-256.",
              "Write 64 lower-case hexadecimal digits."));
    }
    return new Hash(text);
  }

  private static long sequence(RoutingContext ctx) {
    long sequence = Params.positive("sequence", ctx.pathParam("sequence"));
    if (sequence > Integer.MAX_VALUE) {
      throw new ProblemException(
          Problem.malformed("sequence is too large.", "Take it from the battery's history."));
    }
    return sequence;
  }

  private static ProblemException unavailable(String why) {
    return new ProblemException(
        Problem.unavailable("EVIDENCE_UNAVAILABLE", why, "Ask again later, or another engine."));
  }

  private static Supplier<ProblemException> unknown(Hash hash) {
    return () ->
        new ProblemException(
            Problem.notFound(
                "UNKNOWN_DOCUMENT",
                "This login has no document " + hash.hex() + " of that event.",
                "See docs/errors.md#unknown_document"));
  }
}
