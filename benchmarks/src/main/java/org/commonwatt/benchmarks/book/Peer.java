package org.commonwatt.benchmarks.book;

import com.sun.management.OperatingSystemMXBean;
import exchange.core2.core.ExchangeApi;
import exchange.core2.core.ExchangeCore;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.CoreWaitStrategy;
import exchange.core2.core.common.MatcherEventType;
import exchange.core2.core.common.MatcherTradeEvent;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.api.ApiAddUser;
import exchange.core2.core.common.api.binary.BatchAddSymbolsCommand;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.LoggingConfiguration;
import exchange.core2.core.common.config.OrdersProcessingConfiguration;
import exchange.core2.core.common.config.PerformanceConfiguration;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs streams through exchange-core, without risk checks, journal and logging. */
final class Peer {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int USER_COOKIE = 1;

  private final Commands commands;
  private final ExchangeCore exchange;
  private final ExchangeApi api;
  private final long[] answered = new long[16]; // alone on its cache lines
  private long trades;
  private long energy;
  private volatile long done;
  private long[] nanos = new long[0]; // of each command, when they are sent at a steady rate
  private long apart;
  private long begin;

  private Peer(
      Commands commands,
      CoreWaitStrategy waiting,
      PerformanceConfiguration.PerformanceConfigurationBuilder preset) {
    this.commands = commands;
    this.exchange =
        ExchangeCore.builder()
            .resultsConsumer((command, sequence) -> answer(command))
            .exchangeConfiguration(configuration(waiting, preset))
            .build();
    exchange.startup();
    this.api = exchange.getApi();
  }

  /** A run from an empty exchange set up for throughput, its start not measured. */
  static Result run(Commands commands, CoreWaitStrategy waiting) throws TimeoutException {
    return run(commands, waiting, PerformanceConfiguration.throughputPerformanceBuilder());
  }

  /** The same with the performance settings of somebody who chooses none: plain order books. */
  static Result runAsItComes(Commands commands) throws TimeoutException {
    return run(commands, CoreWaitStrategy.BLOCKING, PerformanceConfiguration.baseBuilder());
  }

  private static Result run(
      Commands commands,
      CoreWaitStrategy waiting,
      PerformanceConfiguration.PerformanceConfigurationBuilder preset)
      throws TimeoutException {
    Peer peer = new Peer(commands, waiting, preset);
    try {
      peer.addUsersAndSymbols();
      return peer.run();
    } finally {
      peer.exchange.shutdown(10, TimeUnit.SECONDS);
    }
  }

  /**
   * Time from the planned send time of each command to its answer, ns, after a pass to warm up; set
   * up for latency, as exchange-core proposes.
   */
  static long[] latencies(Commands commands, CoreWaitStrategy waiting, long apart)
      throws TimeoutException {
    Peer.run(commands, waiting);
    Peer peer = new Peer(commands, waiting, PerformanceConfiguration.latencyPerformanceBuilder());
    try {
      peer.addUsersAndSymbols();
      peer.nanos = new long[commands.count()];
      peer.apart = apart;
      peer.run();
      return peer.nanos;
    } finally {
      peer.exchange.shutdown(10, TimeUnit.SECONDS);
    }
  }

  private static ExchangeConfiguration configuration(
      CoreWaitStrategy waiting, PerformanceConfiguration.PerformanceConfigurationBuilder preset) {
    return ExchangeConfiguration.defaultBuilder()
        .performanceCfg(
            preset
                .matchingEnginesNum(1)
                .riskEnginesNum(1)
                .waitStrategy(waiting)
                .threadFactory(Thread::new)
                .build())
        .ordersProcessingCfg(
            OrdersProcessingConfiguration.builder()
                .riskProcessingMode(
                    OrdersProcessingConfiguration.RiskProcessingMode.NO_RISK_PROCESSING)
                .marginTradingMode(
                    OrdersProcessingConfiguration.MarginTradingMode.MARGIN_TRADING_DISABLED)
                .build())
        .loggingCfg(
            LoggingConfiguration.builder()
                .loggingLevels(EnumSet.noneOf(LoggingConfiguration.LoggingLevel.class))
                .build())
        .build();
  }

  private void addUsersAndSymbols() {
    for (int user = 1; user <= Commands.USERS; user++) {
      api.submitCommandAsync(ApiAddUser.builder().uid(user).build()).join();
    }
    for (int symbol = 0; symbol < commands.products; symbol++) {
      api.submitBinaryDataAsync(
              new BatchAddSymbolsCommand(
                  CoreSymbolSpecification.builder()
                      .symbolId(symbol)
                      .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
                      .baseCurrency(1)
                      .quoteCurrency(2)
                      .baseScaleK(1)
                      .quoteScaleK(1)
                      .build()))
          .join();
    }
  }

  private Result run() {
    answered[8] = 0;
    trades = 0;
    energy = 0;
    long cpu = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    begin = start;
    for (int i = 0; i < commands.count(); i++) {
      if (apart > 0) {
        Latency.await(start + i * apart);
      }
      submit(i);
    }
    while (done < commands.count()) {
      Thread.onSpinWait();
    }
    return new Result(System.nanoTime() - start, SYSTEM.getProcessCpuTime() - cpu, trades, energy);
  }

  private void submit(int i) {
    if (commands.kinds[i] == Commands.CANCEL) {
      api.cancelOrder(0, 0, 0, commands.ids[i], commands.product[i], commands.users[i]);
      return;
    }
    api.placeNewOrder(
        0,
        0,
        0,
        commands.ids[i],
        USER_COOKIE,
        commands.prices[i],
        commands.prices[i],
        commands.energies[i],
        commands.sides[i] == 0 ? OrderAction.BID : OrderAction.ASK,
        commands.kinds[i] == Commands.IMMEDIATE ? OrderType.IOC : OrderType.GTC,
        commands.product[i],
        commands.users[i]);
  }

  private void answer(OrderCommand command) {
    switch (command.command) {
      case PLACE_ORDER, CANCEL_ORDER -> {
        for (MatcherTradeEvent event = command.matcherEvent;
            event != null;
            event = event.nextEvent) {
          if (event.eventType == MatcherEventType.TRADE) {
            trades++;
            energy += event.size;
          }
        }
        int i = (int) answered[8];
        if (i < nanos.length) {
          nanos[i] = System.nanoTime() - begin - i * apart;
        }
        done = ++answered[8];
      }
      default -> {}
    }
  }
}
