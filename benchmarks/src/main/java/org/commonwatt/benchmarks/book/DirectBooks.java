package org.commonwatt.benchmarks.book;

import com.sun.management.OperatingSystemMXBean;
import exchange.core2.collections.objpool.ObjectsPool;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.orderbook.IOrderBook;
import exchange.core2.core.orderbook.OrderBookDirectImpl;
import exchange.core2.core.orderbook.OrderBookEventsHelper;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;

/**
 * Runs streams through exchange-core's order books alone, on the calling thread: without its ring
 * buffer, risk engine and threads, so less than it can be used for, but book against book.
 */
final class DirectBooks {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Commands commands;
  private final IOrderBook[] books;
  private final OrderCommand command = new OrderCommand();
  private long trades;
  private long energy;

  private DirectBooks(Commands commands) {
    this.commands = commands;
    this.books = new IOrderBook[commands.products];
    LoggingConfiguration silent =
        LoggingConfiguration.builder()
            .loggingLevels(EnumSet.noneOf(LoggingConfiguration.LoggingLevel.class))
            .build();
    ObjectsPool pool = ObjectsPool.createDefaultTestPool();
    for (int symbol = 0; symbol < books.length; symbol++) {
      CoreSymbolSpecification specification =
          CoreSymbolSpecification.builder()
              .symbolId(symbol)
              .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
              .baseCurrency(1)
              .quoteCurrency(2)
              .baseScaleK(1)
              .quoteScaleK(1)
              .build();
      books[symbol] =
          new OrderBookDirectImpl(
              specification, pool, OrderBookEventsHelper.NON_POOLED_EVENTS_HELPER, silent);
    }
  }

  /** A run from empty books. */
  static Result run(Commands commands) {
    DirectBooks books = new DirectBooks(commands);
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < commands.count(); i++) {
      books.apply(i);
    }
    return new Result(
        System.nanoTime() - start, SYSTEM.getProcessCpuTime() - cpu, books.trades, books.energy);
  }

  private void apply(int i) {
    IOrderBook book = books[commands.product[i]];
    command.matcherEvent = null;
    command.orderId = commands.ids[i];
    command.uid = commands.users[i];
    command.symbol = commands.product[i];
    command.resultCode = CommandResultCode.VALID_FOR_MATCHING_ENGINE;
    if (commands.kinds[i] == Commands.CANCEL) {
      command.command = OrderCommandType.CANCEL_ORDER;
    } else {
      command.command = OrderCommandType.PLACE_ORDER;
      command.price = commands.prices[i];
      command.reserveBidPrice = commands.prices[i];
      command.size = commands.energies[i];
      command.action = commands.sides[i] == 0 ? OrderAction.BID : OrderAction.ASK;
      command.orderType = commands.kinds[i] == Commands.IMMEDIATE ? OrderType.IOC : OrderType.GTC;
    }
    IOrderBook.processCommand(book, command);
    MatcherTradeEvent event = command.matcherEvent;
    for (; event != null; event = event.nextEvent) {
      if (event.eventType == MatcherEventType.TRADE) {
        trades++;
        energy += event.size;
      }
    }
  }
}
