package org.commonwatt.engine.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonwatt.core.MarketStateMachine;
import org.commonwatt.engine.runtime.MarketView;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Rejection;
import org.commonwatt.model.RejectionCode;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.SlotPhase;
import org.jspecify.annotations.Nullable;

/** Answers about delivery slots: their phases, books, auctions and trades. */
final class Slots {
  /** The most slots in one answer: ten days of quarter-hours. */
  static final int MAX_SLOTS = 960;

  private static final long DAY_MILLIS = 86_400_000L;

  private final ApiContext api;

  Slots(ApiContext api) {
    this.api = api;
  }

  /** A slot as the engine has it, and what it keeps of it. */
  record Row(
      DeliverySlot slot,
      SlotPhase phase,
      Gates gates,
      Event.@Nullable AuctionCleared auction,
      List<Event.ContinuousTrade> continuous) {}

  /** The instants of a slot's auction and of the end of its continuous trading, null for none. */
  record Gates(long auctionMillis, @Nullable Long closureMillis) {
    static Gates of(Rulebook rulebook, DeliverySlot slot) {
      return new Gates(
          rulebook.gateMillis(slot),
          rulebook.continuous() == null ? null : (Long) rulebook.gateClosureMillis(slot));
    }
  }

  /**
   * The members that have a meter in the slot of now, registered ones too; of a market whose slot
   * of now is not open those that the rulebook names.
   */
  static List<Rulebook.Member> members(MarketView view) {
    @Nullable Rulebook named = view.market().rulebook();
    return named == null
        ? List.of()
        : view.market().rulebook(present(view)).orElse(named).members();
  }

  /** Start of the slot that the market's clock is in. */
  static long present(MarketView view) {
    long length = rulebook(view).slotAt(0).lengthMillis();
    return Math.floorDiv(view.market().timeMillis(), length) * length;
  }

  /**
   * {@code GET /v1/slots}: those that start in {@code [from, to)}; by default the last day's and
   * all open.
   */
  ObjectNode list(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of("from", "to"));
    String from = Params.optional(ctx, "from");
    String to = Params.optional(ctx, "to");
    List<Row> rows = api.engine().query(view -> rows(view, from, to));
    Map<Long, Past> history = history(rows);
    ObjectNode answer = Views.object();
    ArrayNode slots = answer.putArray("slots");
    for (Row row : rows) {
      slots.add(slot(row, history.getOrDefault(row.slot().startMillis(), Past.NONE)));
    }
    return answer;
  }

  /** {@code GET /v1/slots/:start}. */
  ObjectNode one(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    Row row = api.engine().query(view -> row(view, known(view, ctx)));
    return slot(row, past(row));
  }

  /** {@code GET /v1/slots/:start/auction}. */
  ObjectNode auction(RoutingContext ctx) throws SQLException {
    Params.only(ctx, Set.of());
    Row row = api.engine().query(view -> row(view, known(view, ctx)));
    Event.AuctionCleared auction = row.auction() == null ? past(row).auction() : row.auction();
    if (auction == null) {
      throw new ProblemException(
          Problem.notFound(
              "AUCTION_NOT_RUN",
              "The auction of " + row.slot() + " has not run.",
              "It runs at the slot's gate, " + Views.instant(row.gates().auctionMillis()) + "."));
    }
    return Views.auction(auction);
  }

  /** The rulebook in force. */
  static Rulebook rulebook(MarketView view) {
    Rulebook rulebook = view.market().rulebook();
    if (rulebook == null) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.MARKET_NOT_READY, "No rulebook has been activated yet.")));
    }
    return rulebook;
  }

  /** The slot that starts at an instant. */
  static DeliverySlot slotAt(Rulebook rulebook, long startMillis) {
    int minutes = rulebook.timing().slotMinutes();
    if (!DeliverySlot.isBorder(startMillis, minutes)) {
      throw new ProblemException(
          Problem.of(
              new Rejection(
                  RejectionCode.SLOT_MISALIGNED,
                  "Slots start each " + minutes + " minutes, on the hour.")));
    }
    return rulebook.slotAt(startMillis);
  }

  /** The slot of a path, which must have been opened. */
  static DeliverySlot known(MarketView view, RoutingContext ctx) {
    return known(view, Params.instantMillis("start", ctx.pathParam("start")));
  }

  /** The slot that starts at an instant, which must have been opened. */
  static DeliverySlot known(MarketView view, long start) {
    DeliverySlot slot = slotAt(rulebook(view), start);
    if (view.market().phase(start).isEmpty()) {
      throw new ProblemException(
          Problem.notFound(
              "UNKNOWN_SLOT",
              "The slot " + slot + " is not open yet, or lies before the start of trading.",
              "GET /v1/slots lists the slots."));
    }
    return slot;
  }

  private static List<Row> rows(MarketView view, @Nullable String from, @Nullable String to) {
    Rulebook rulebook = rulebook(view);
    long length = rulebook.slotAt(0).lengthMillis();
    long now = view.market().timeMillis();
    long last = now + rulebook.timing().openLeadMinutes() * 60_000L + 1;
    long limit = to == null ? last : Math.min(last, Params.instantMillis("to", to));
    long first = Math.max(rulebook.timing().tradingStartMillis(), 0);
    long asked =
        from == null ? Math.min(now, limit) - DAY_MILLIS : Params.instantMillis("from", from);
    long start = -Math.floorDiv(-Math.max(first, asked), length) * length;
    long end = to == null ? Math.min(limit, start + MAX_SLOTS * length) : limit;
    if ((end - start) / length > MAX_SLOTS) {
      throw new ProblemException(
          Problem.malformed(
              "The range has more than " + MAX_SLOTS + " slots.", "Ask for a shorter range."));
    }
    return java.util.stream.LongStream.iterate(start, at -> at < end, at -> at + length)
        .filter(at -> view.market().phase(at).isPresent())
        .mapToObj(at -> row(view, rulebook.slotAt(at)))
        .toList();
  }

  /** A slot that has been opened. */
  static Row row(MarketView view, DeliverySlot slot) {
    MarketStateMachine market = view.market();
    Optional<SlotPhase> phase = market.phase(slot.startMillis());
    return new Row(
        slot,
        phase.orElseThrow(),
        Gates.of(rulebook(view), slot),
        market.auction(slot.startMillis()).orElse(null),
        market.continuousTrades(slot.startMillis()));
  }

  /** Whether the engine has forgotten what happened in a slot. */
  static boolean isDropped(Row row) {
    boolean settled = row.phase() == SlotPhase.SETTLED || row.phase() == SlotPhase.RECORDED;
    return settled && row.auction() == null;
  }

  /** What the read models have of a slot that the engine dropped. */
  private record Past(Event.@Nullable AuctionCleared auction, long continuousWh) {
    static final Past NONE = new Past(null, 0);
  }

  private Map<Long, Past> history(List<Row> rows) throws SQLException {
    List<Row> dropped = rows.stream().filter(Slots::isDropped).toList();
    Map<Long, Past> found = new HashMap<>();
    if (!dropped.isEmpty()) {
      Instant from = Instant.ofEpochMilli(dropped.get(0).slot().startMillis());
      Instant to = Instant.ofEpochMilli(dropped.get(dropped.size() - 1).slot().endMillis());
      Map<Long, Long> continuous = api.readModels().continuous().volumes(from, to);
      for (Event.AuctionCleared auction : api.readModels().history().auctions(from, to)) {
        long start = auction.slot().startMillis();
        found.put(start, new Past(auction, continuous.getOrDefault(start, 0L)));
      }
    }
    return found;
  }

  private Past past(Row row) throws SQLException {
    return history(List.of(row)).getOrDefault(row.slot().startMillis(), Past.NONE);
  }

  private static ObjectNode slot(Row row, Past past) {
    Event.AuctionCleared auction = row.auction() == null ? past.auction() : row.auction();
    Long closure = row.gates().closureMillis();
    long continuousWh =
        row.continuous().stream()
            .mapToLong(Event.ContinuousTrade::energyWh)
            .reduce(past.continuousWh(), Math::addExact);
    ObjectNode node =
        Views.slot(Views.object(), row.slot())
            .put("phase", row.phase().name())
            .put("gate", Views.instant(row.gates().auctionMillis()))
            .put("gateClosure", closure == null ? null : Views.instant(closure))
            .put("volumeWh", auction == null ? null : (Long) auction.volumeWh())
            .put("continuousWh", continuousWh);
    ArrayNode areas = node.putArray("areas");
    ArrayNode links = node.putArray("links");
    if (auction != null) {
      for (Event.AreaCleared area : auction.areas()) {
        areas
            .addObject()
            .put("area", area.area())
            .put("priceMicroPerKwh", area.priceMicroPerKwh())
            .put("lastPriceMicroPerKwh", Books.lastPrice(row.continuous(), area.area()));
      }
      Views.flows(links, auction.links());
    }
    return node;
  }
}
