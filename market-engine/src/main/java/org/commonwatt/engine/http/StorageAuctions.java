package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.commonwatt.core.StorageEntries;
import org.commonwatt.engine.sequencer.CommandResult;
import org.commonwatt.model.Command;
import org.commonwatt.model.Event;
import org.commonwatt.model.StorageBid;
import org.commonwatt.model.StorageOffer;

/** Auctions of storage services: offers of units, bids of surplus, and what gates gave. */
final class StorageAuctions {
  private static final String HINT =
      "Send an offer or a bid as docs/shared-storage.md describes it, an entry for each slot.";

  private final ApiContext api;
  private final Orders orders;

  StorageAuctions(ApiContext api, Orders orders) {
    this.api = api;
    this.orders = orders;
  }

  /** {@code POST /v1/accounts/:participant/storage-auctions/:start/offers}. */
  Future<Orders.Answer> offer(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), StorageAuctionJson.OFFER, HINT);
    StorageOffer offer = StorageAuctionJson.offer(body, window(ctx));
    return orders.answered(
        ctx,
        new Command.OfferStorage(participant(ctx), offer),
        result -> {
          refuse(result);
          return new Orders.Answer(201, named(offer.windowMillis(), "unit", offer.unit()));
        });
  }

  /** {@code POST /v1/accounts/:participant/storage-auctions/:start/bids}. */
  Future<Orders.Answer> bid(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body = JsonBody.read(JsonBody.bytes(ctx), StorageAuctionJson.BID, HINT);
    StorageBid bid = StorageAuctionJson.bid(body, window(ctx));
    return orders.answered(
        ctx,
        new Command.BidStorage(participant(ctx), bid),
        result -> {
          refuse(result);
          return new Orders.Answer(201, named(bid.windowMillis(), "bid", bid.bid()));
        });
  }

  /** {@code POST /v1/accounts/:participant/storage-auctions/:start/withdrawal}. */
  Future<Orders.Answer> withdraw(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    JsonBody body =
        JsonBody.read(
            JsonBody.bytes(ctx), Set.of("unit", "bid"), "Send {\"unit\": …} or {\"bid\": …}.");
    if (body.has("unit") == body.has("bid")) {
      throw body.malformed("Name a unit or a bid, one of the two.");
    }
    long window = window(ctx);
    String field = body.has("unit") ? "unit" : "bid";
    String subject = Params.id(field, body.text(field));
    Command command =
        body.has("unit")
            ? new Command.WithdrawStorageOffer(participant(ctx), subject, window)
            : new Command.WithdrawStorageBid(participant(ctx), subject, window);
    return orders.answered(
        ctx,
        command,
        result -> {
          refuse(result);
          return new Orders.Answer(200, named(window, field, subject));
        });
  }

  /** {@code GET /v1/accounts/:participant/storage-auctions}: what waits for its gate. */
  ObjectNode own(RoutingContext ctx) {
    Params.only(ctx, Set.of());
    String participant = participant(ctx);
    return api.engine()
        .query(
            view -> {
              Accounts.known(view, participant);
              StorageEntries entries = view.market().storageEntries(participant);
              ObjectNode answer =
                  Views.object()
                      .put("participant", participant)
                      .put("asOfSequence", view.sequence());
              answer
                  .putArray("offers")
                  .addAll(
                      entries.offers().stream()
                          .map(Event.StorageOffered::offer)
                          .map(
                              one ->
                                  StorageJson.labelled(
                                      StorageAuctionJson.offer(one), view, one.unit()))
                          .toList());
              answer
                  .putArray("bids")
                  .addAll(
                      entries.bids().stream()
                          .map(one -> StorageAuctionJson.bid(one.bid()))
                          .toList());
              return answer;
            });
  }

  /** {@code GET /v1/storage-auctions/:start}, from the read models. */
  ObjectNode result(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    long window = window(ctx);
    ObjectNode answer =
        Views.object()
            .put("windowStart", Views.instant(window))
            .put("asOfSequence", api.readModels().sequence());
    api.readModels()
        .storageAuctions()
        .auction(Instant.ofEpochMilli(window))
        .ifPresentOrElse(
            cleared -> answer.set("auction", StorageAuctionJson.result(cleared)),
            () -> answer.putNull("auction"));
    return answer;
  }

  private static ObjectNode named(long windowMillis, String field, String subject) {
    return Views.object().put("windowStart", Views.instant(windowMillis)).put(field, subject);
  }

  private static String participant(RoutingContext ctx) {
    return Params.id("participant", ctx.pathParam("participant"));
  }

  private static long window(RoutingContext ctx) {
    return Params.instantMillis("start", ctx.pathParam("start"));
  }

  private static void refuse(CommandResult result) {
    Orders.refuse(
        result
            .first(Event.StorageAuctionRejected.class)
            .map(Event.StorageAuctionRejected::rejection));
  }
}
