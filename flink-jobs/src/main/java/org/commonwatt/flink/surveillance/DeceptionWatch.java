package org.commonwatt.flink.surveillance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.flink.surveillance.DeceptionState.Deal;
import org.commonwatt.flink.surveillance.DeceptionState.Quote;
import org.commonwatt.model.Alert;
import org.commonwatt.model.Alert.Measure;
import org.commonwatt.model.AlertPattern;
import org.commonwatt.model.Side;
import org.jspecify.annotations.Nullable;

/**
 * Layering and spoofing by one participant in one product: it trades on one side, and takes away
 * large young orders on the other side soon afterwards.
 */
final class DeceptionWatch {
  private final SurveillanceRules.Deception rules;

  DeceptionWatch(SurveillanceRules.Deception rules) {
    this.rules = rules;
  }

  /** What a step of one of its orders gives. */
  Outcome<DeceptionState> stepped(DeceptionState before, MarketFact fact, OrderFact order) {
    List<Deal> deals = recent(before.deals(), fact.place().timeMillis());
    List<Quote> quotes = new ArrayList<>();
    @Nullable Quote former = null;
    for (Quote quote : before.quotes()) {
      if (quote.orderId() == order.orderId()) {
        former = quote;
      } else {
        quotes.add(quote);
      }
    }
    Quote after = former == null ? placed(fact.place(), order) : moved(former, fact, order);
    quotes.add(after);
    DeceptionState state = new DeceptionState(needed(quotes, deals), deals);
    boolean pulled = former != null && after.pulledWh() > former.pulledWh();
    return pulled ? judged(state, fact, order) : Outcome.of(state);
  }

  /** What a trade of its own gives: it may be what the orders on the other side were for. */
  DeceptionState traded(
      DeceptionState before, MarketFact fact, TradeFact trade, TradeFact.Deal met, Side side) {
    long orderId = side == Side.BUY ? met.buyOrderId() : met.sellOrderId();
    List<Quote> quotes = new ArrayList<>();
    List<Long> opposite = new ArrayList<>();
    List<Long> pulledBeforeWh = new ArrayList<>();
    long oppositeWh = 0;
    long orderWh = trade.energyWh();
    for (Quote quote : before.quotes()) {
      if (quote.orderId() == orderId) {
        quotes.add(filled(quote, trade.energyWh()));
        orderWh = Math.max(orderWh, quote.energyWh());
      } else {
        quotes.add(quote);
        if (quote.side() != side && quote.openWh() > 0) {
          opposite.add(quote.orderId());
          pulledBeforeWh.add(quote.pulledWh());
          oppositeWh = Math.addExact(oppositeWh, quote.openWh());
        }
      }
    }
    List<Deal> deals = recent(before.deals(), fact.place().timeMillis());
    if (!opposite.isEmpty()) {
      Deal deal =
          new Deal(
              fact.place(),
              orderId,
              side,
              orderWh,
              List.of(trade.tradeId()),
              List.copyOf(opposite),
              List.copyOf(pulledBeforeWh),
              oppositeWh,
              0);
      deals = added(deals, deal);
    }
    return new DeceptionState(needed(quotes, deals), deals);
  }

  private List<Deal> added(List<Deal> deals, Deal next) {
    List<Deal> all = new ArrayList<>(deals);
    for (int i = 0; i < all.size(); i++) {
      Deal deal = all.get(i);
      if (deal.orderId() == next.orderId()
          && deal.place().timeMillis() == next.place().timeMillis()
          && deal.opposite().equals(next.opposite())) {
        List<Long> tradeIds = new ArrayList<>(deal.tradeIds());
        tradeIds.addAll(next.tradeIds());
        all.set(i, with(deal, List.copyOf(tradeIds), deal.version()));
        return List.copyOf(all);
      }
    }
    all.add(next);
    return List.copyOf(all);
  }

  private Outcome<DeceptionState> judged(DeceptionState state, MarketFact fact, OrderFact order) {
    List<Deal> deals = new ArrayList<>();
    List<Alert> alerts = new ArrayList<>();
    for (Deal deal : state.deals()) {
      @Nullable Alert alert =
          deal.side() != order.side() && deal.opposite().contains(order.orderId())
              ? judged(state, deal, fact, order)
              : null;
      if (alert == null) {
        deals.add(deal);
      } else {
        alerts.add(alert);
        deals.add(with(deal, deal.tradeIds(), alert.version()));
      }
    }
    return new Outcome<>(new DeceptionState(state.quotes(), deals), alerts);
  }

  private @Nullable Alert judged(
      DeceptionState state, Deal deal, MarketFact fact, OrderFact order) {
    List<Quote> opposite =
        state.quotes().stream().filter(q -> deal.opposite().contains(q.orderId())).toList();
    List<Quote> fake = opposite.stream().filter(quote -> isFake(quote, deal)).toList();
    long pulledWh = fake.stream().mapToLong(deal::pulledSinceWh).reduce(0, Math::addExact);
    if (pulledWh < rules.minWh()
        || !Shares.atLeast(pulledWh, deal.orderWh(), rules.ratioPpm())
        || !Shares.atLeast(pulledWh, deal.oppositeWh(), rules.pulledSharePpm())) {
      return null;
    }
    boolean layered = prices(opposite) >= rules.minLayers();
    long largest = fake.stream().mapToLong(deal::pulledSinceWh).max().orElse(0);
    if (layered
        ? prices(fake) < rules.minLayers()
        : !Shares.atLeast(largest, deal.orderWh(), rules.ratioPpm())) {
      return null;
    }
    AlertPattern pattern = layered ? AlertPattern.LAYERING : AlertPattern.SPOOFING;
    return new Alert(
        Alert.idOf(pattern, fact.slot(), order.area(), order.participant(), deal.tradeIds().get(0)),
        deal.version() + 1,
        pattern,
        fact.slot(),
        order.area(),
        List.of(order.participant()),
        evidence(fact.place(), deal, fake, pulledWh),
        List.of(
            new Measure("prices", prices(fake), layered ? rules.minLayers() : 1),
            new Measure("pulledWh", pulledWh, rules.minWh()),
            new Measure(
                "pulledToTradedPpm", Shares.ppm(pulledWh, deal.orderWh()), rules.ratioPpm()),
            new Measure(
                "afterTradeSeconds",
                (fact.place().timeMillis() - deal.place().timeMillis()) / 1_000,
                rules.withinSeconds())));
  }

  private boolean isFake(Quote quote, Deal deal) {
    return deal.pulledSinceWh(quote) > 0
        && quote.pulled().sequence() > deal.place().sequence()
        && quote.pulled().timeMillis() - deal.place().timeMillis() <= rules.withinSeconds() * 1_000
        && deal.place().timeMillis() - quote.placed().timeMillis()
            <= rules.lookbackSeconds() * 1_000
        && !isFilled(quote);
  }

  private boolean isFilled(Quote quote) {
    return Shares.ppm(quote.filledWh(), quote.energyWh()) > rules.maxFilledPpm();
  }

  private static int prices(List<Quote> quotes) {
    return (int) quotes.stream().mapToLong(Quote::priceMicroPerKwh).distinct().count();
  }

  private static Alert.Evidence evidence(Place last, Deal deal, List<Quote> fake, long pulledWh) {
    long first =
        fake.stream()
            .map(Quote::placed)
            .min(Comparator.comparingLong(Place::sequence))
            .map(Place::sequence)
            .orElse(deal.place().sequence());
    return new Alert.Evidence(
        last.timeMillis(),
        Math.min(first, deal.place().sequence()),
        last.sequence(),
        last.commandOffset(),
        Stream.concat(Stream.of(deal.orderId()), fake.stream().map(Quote::orderId))
            .sorted()
            .toList(),
        deal.tradeIds(),
        pulledWh);
  }

  private List<Deal> recent(List<Deal> deals, long nowMillis) {
    return deals.stream()
        .filter(deal -> nowMillis - deal.place().timeMillis() <= rules.withinSeconds() * 1_000)
        .toList();
  }

  private static List<Quote> needed(List<Quote> quotes, List<Deal> deals) {
    return quotes.stream()
        .filter(
            quote ->
                quote.openWh() > 0
                    || deals.stream().anyMatch(deal -> deal.opposite().contains(quote.orderId())))
        .toList();
  }

  private static Deal with(Deal deal, List<Long> tradeIds, int version) {
    return new Deal(
        deal.place(),
        deal.orderId(),
        deal.side(),
        deal.orderWh(),
        tradeIds,
        deal.opposite(),
        deal.pulledBeforeWh(),
        deal.oppositeWh(),
        version);
  }

  private static Quote placed(Place place, OrderFact order) {
    return new Quote(
        order.orderId(),
        order.side(),
        order.priceMicroPerKwh(),
        place,
        order.afterWh(),
        order.afterWh(),
        0,
        0,
        place);
  }

  private static Quote filled(Quote quote, long byWh) {
    return new Quote(
        quote.orderId(),
        quote.side(),
        quote.priceMicroPerKwh(),
        quote.placed(),
        quote.energyWh(),
        Math.max(0, quote.openWh() - byWh),
        Math.addExact(quote.filledWh(), byWh),
        quote.pulledWh(),
        quote.pulled());
  }

  private static Quote moved(Quote quote, MarketFact fact, OrderFact order) {
    if (order.step() == OrderFact.Step.FILLED) {
      return filled(quote, order.beforeWh() - order.afterWh());
    }
    long pulled = order.pulledWh(quote.priceMicroPerKwh());
    return new Quote(
        quote.orderId(),
        quote.side(),
        pulled > 0 ? quote.priceMicroPerKwh() : order.priceMicroPerKwh(),
        quote.placed(),
        Math.max(quote.energyWh(), order.afterWh()),
        order.afterWh(),
        quote.filledWh(),
        Math.addExact(quote.pulledWh(), pulled),
        pulled > 0 ? fact.place() : quote.pulled());
  }
}
