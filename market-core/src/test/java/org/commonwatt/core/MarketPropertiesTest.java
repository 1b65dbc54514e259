package org.commonwatt.core;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.commonwatt.core.settlement.SettlementHashes;
import org.commonwatt.model.AreaLink;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.BillLine.Kind;
import org.commonwatt.model.BustCause;
import org.commonwatt.model.CancelReason;
import org.commonwatt.model.Command.ActivateRulebook;
import org.commonwatt.model.Command.Tick;
import org.commonwatt.model.CommandFrame.Entry;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCancelled;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.GateMissed;
import org.commonwatt.model.Event.LinkLimited;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderAmended;
import org.commonwatt.model.Event.OrderCancelled;
import org.commonwatt.model.Event.OrderExpired;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.OrderReduced;
import org.commonwatt.model.Event.SlotPhaseChanged;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TimeAdvanced;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Event.WindowCleared;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.Posting;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.SlotPhase;

class MarketPropertiesTest {
  private static final int TRIES = 100;
  private static final int STREAMS = 120; // what the example looks at

  @Property(tries = TRIES)
  void theSameCommandsGiveTheSameEvents(@ForAll long seed) {
    assertThat(run(RandomCommands.of(seed))).isEqualTo(run(RandomCommands.of(seed)));
  }

  @Property(tries = TRIES)
  void everyCommandGivesAnEventAndNoneFails(@ForAll long seed) {
    MarketStateMachine machine = new MarketStateMachine();
    for (Entry entry : RandomCommands.of(seed)) {
      List<Event> events = new ArrayList<>();
      machine.apply(entry, events::add);
      assertThat(events).isNotEmpty();
    }
  }

  @Property(tries = TRIES)
  void oneBigTickEqualsManySmallTicks(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int n) {
    // A missed gate and a deadline depend on when the market's clock was told of them.
    List<Entry> commands = RandomCommands.withoutFallbacks(seed);
    List<Event> big = withoutClock(run(commands));
    List<Event> small = withoutClock(run(splitTicks(commands, n)));
    assertThat(small).isEqualTo(big);
  }

  @Property(tries = TRIES)
  void perSlotEnergyBoughtEqualsEnergySoldAndTheAuctionsVolume(@ForAll long seed) {
    List<Event> events = run(RandomCommands.of(seed));
    Map<Long, Long> left = new HashMap<>(); // per order: what is neither filled nor ended
    for (Event event : events) {
      if (event instanceof OrderAccepted accepted) {
        left.put(accepted.orderId(), accepted.energyWh());
      } else if (event instanceof OrderFilled filled) {
        left.merge(filled.orderId(), -filled.energyWh(), Long::sum);
      } else if (event instanceof OrderExpired expired) {
        left.merge(expired.orderId(), -expired.unfilledWh(), Long::sum);
        assertThat(left.get(expired.orderId())).isZero();
      } else if (event instanceof OrderCancelled cancelled) {
        long open = left.getOrDefault(cancelled.orderId(), 0L);
        boolean says = cancelled.unfilledWh() != 0;
        assertThat(cancelled.unfilledWh()).isEqualTo(says ? open : 0);
        left.put(cancelled.orderId(), 0L);
      } else if (event instanceof OrderAmended amended) {
        left.put(amended.orderId(), amended.energyWh());
      } else if (event instanceof OrderReduced reduced) {
        assertThat(left.merge(reduced.orderId(), -reduced.byWh(), Long::sum)).isPositive();
      } else if (event instanceof ContinuousTrade trade) {
        left.merge(trade.takerOrderId(), -trade.energyWh(), Long::sum);
        left.merge(trade.makerOrderId(), -trade.energyWh(), Long::sum);
      } else if (event instanceof AuctionCleared cleared && !isRepeated(events, cleared.slot())) {
        assertThat(traded(events, cleared.slot())).isEqualTo(cleared.volumeWh());
      }
    }
    assertThat(filled(events)).isEqualTo(tradedByOrder(events));
    assertThat(left.values()).allMatch(energy -> energy >= 0);
  }

  @Property(tries = TRIES)
  void nobodyTradesWithItselfAndTradeIdsHaveNoGap(@ForAll long seed) {
    List<Long> ids = new ArrayList<>();
    for (Event event : run(RandomCommands.of(seed))) {
      if (event instanceof TradeMade trade) {
        ids.add(trade.tradeId());
        assertThat(trade.buyer()).isNotEqualTo(trade.seller());
      } else if (event instanceof ContinuousTrade trade) {
        ids.add(trade.tradeId());
        assertThat(trade.buyer()).isNotEqualTo(trade.seller());
      }
    }
    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, ids.size()).boxed().toList());
  }

  @Property(tries = TRIES)
  void everyTradeOfASettledSlotIsInExactlyOneBatch(@ForAll long seed) {
    List<Event> events = run(RandomCommands.of(seed));
    Map<Long, Integer> lines = new HashMap<>();
    List<DeliverySlot> settledSlots = new ArrayList<>();
    for (SlotSettled settled : only(events, SlotSettled.class)) {
      settledSlots.add(settled.batch().slot());
      for (BillLine line : settled.billLines()) {
        if (line.kind() == Kind.TRADE_BUY || line.kind() == Kind.TRADE_SELL) {
          lines.merge(line.tradeId(), 1, Integer::sum);
        }
      }
    }
    List<Long> busted = busted(events);
    for (TradeMade trade : only(events, TradeMade.class)) {
      boolean stands = !busted.contains(trade.tradeId());
      int expected = stands && settledSlots.contains(trade.slot()) ? 2 : 0;
      assertThat(lines.getOrDefault(trade.tradeId(), 0)).isEqualTo(expected);
    }
    for (ContinuousTrade trade : only(events, ContinuousTrade.class)) {
      boolean stands = !busted.contains(trade.tradeId());
      int expected = stands && settledSlots.contains(trade.slot()) ? 2 : 0;
      assertThat(lines.getOrDefault(trade.tradeId(), 0)).isEqualTo(expected);
    }
    assertThat(settledSlots).doesNotHaveDuplicates().isSorted();
  }

  @Property(tries = TRIES)
  void linksSellWhatTheyBuyAndKeepNothing(@ForAll long seed) {
    List<Event> events = run(RandomCommands.of(seed));
    Map<String, Long> bought = new HashMap<>(); // minus sold, by slot and link
    for (TradeMade trade : only(events, TradeMade.class)) {
      bought.merge(trade.slot() + trade.buyer(), trade.energyWh(), Long::sum);
      bought.merge(trade.slot() + trade.seller(), -trade.energyWh(), Long::sum);
    }
    bought.keySet().removeIf(key -> !AreaLink.isParty(key));
    assertThat(bought.values()).allMatch(energy -> energy == 0);
    for (SlotSettled settled : only(events, SlotSettled.class)) {
      Map<String, Long> money = new HashMap<>();
      settled.billLines().forEach(l -> money.merge(l.participant(), l.amountNano(), Long::sum));
      money.forEach((party, sum) -> assertThat(AreaLink.isParty(party) && sum != 0).isFalse());
      assertThat(settled.billLines())
          .filteredOn(line -> line.kind() == BillLine.Kind.CONGESTION_RENT)
          .allMatch(line -> line.amountNano() > 0);
    }
  }

  @Property(tries = TRIES)
  void batchesFormAChainAndSumToZero(@ForAll long seed) {
    Hash predecessor = Hash.ZERO;
    for (Event event : run(RandomCommands.of(seed))) {
      SettlementBatch batch =
          event instanceof SlotSettled settled
              ? settled.batch()
              : event instanceof SlotRevised revised ? revised.batch() : null;
      if (batch != null) {
        assertThat(batch.predecessor()).isEqualTo(predecessor);
        predecessor = SettlementHashes.batch(batch);
        assertThat(batch.postings().stream().mapToLong(Posting::amountNano).sum()).isZero();
      }
    }
  }

  @Property(tries = TRIES)
  void aSlotTakesEveryPhaseOnceAndInOrder(@ForAll long seed) {
    Map<DeliverySlot, List<SlotPhase>> phases = new HashMap<>();
    for (SlotPhaseChanged changed : only(run(RandomCommands.of(seed)), SlotPhaseChanged.class)) {
      phases.computeIfAbsent(changed.slot(), slot -> new ArrayList<>()).add(changed.phase());
    }
    List<SlotPhase> all = List.of(SlotPhase.values());
    List<SlotPhase> plain = new ArrayList<>(all);
    plain.removeAll(List.of(SlotPhase.CONTINUOUS, SlotPhase.CLOSED));
    assertThat(phases.values())
        .isNotEmpty()
        .allMatch(
            taken ->
                taken.equals(all.subList(0, taken.size()))
                    || (taken.size() <= plain.size()
                        && taken.equals(plain.subList(0, taken.size()))));
  }

  private static List<Event> run(List<Entry> commands) {
    MarketStateMachine machine = new MarketStateMachine();
    List<Event> events = new ArrayList<>();
    commands.forEach(command -> machine.apply(command, events::add));
    return events;
  }

  /** Puts up to {@code n} ticks, evenly spaced, before each tick that moves the clock. */
  private static List<Entry> splitTicks(List<Entry> commands, int n) {
    List<Entry> split = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (Entry entry : commands) {
      if (entry.command() instanceof Tick tick) {
        for (int i = 1; i <= n && last != Long.MIN_VALUE && tick.timeMillis() > last; i++) {
          long between = last + (tick.timeMillis() - last) * i / (n + 1);
          split.add(new Entry(CommandOrigin.NONE, new Tick(between)));
        }
        last = Math.max(last, tick.timeMillis());
      }
      split.add(entry);
    }
    return split;
  }

  private static List<Event> withoutClock(List<Event> events) {
    return events.stream().filter(event -> !(event instanceof TimeAdvanced)).toList();
  }

  private static long traded(List<Event> events, DeliverySlot slot) {
    return only(events, TradeMade.class).stream()
        .filter(trade -> trade.slot().equals(slot) && !AreaLink.isParty(trade.buyer()))
        .mapToLong(TradeMade::energyWh)
        .sum();
  }

  /** Of a repeated schedule some trades may have been busted before. */
  private static boolean isRepeated(List<Event> events, DeliverySlot slot) {
    return only(events, GateMissed.class).stream()
        .filter(missed -> missed.slot().equals(slot))
        .anyMatch(missed -> missed.fallback() == MissedGate.PREVIOUS_SCHEDULE);
  }

  /** The trades of which nothing stands. */
  private static List<Long> busted(List<Event> events) {
    return Stream.concat(
            only(events, TradeBusted.class).stream().map(TradeBusted::tradeId),
            only(events, TradeCurtailed.class).stream()
                .filter(curtailed -> curtailed.leftWh() == 0)
                .map(TradeCurtailed::tradeId))
        .toList();
  }

  private static Map<Long, Long> filled(List<Event> events) {
    Map<Long, Long> filled = new HashMap<>();
    only(events, OrderFilled.class).forEach(fill -> filled.put(fill.orderId(), fill.energyWh()));
    return filled;
  }

  private static Map<Long, Long> tradedByOrder(List<Event> events) {
    Map<Long, Long> traded = new HashMap<>();
    for (TradeMade trade : only(events, TradeMade.class)) {
      traded.merge(trade.buyOrderId(), trade.energyWh(), Long::sum);
      traded.merge(trade.sellOrderId(), trade.energyWh(), Long::sum);
    }
    traded.remove(0L); // links
    return traded;
  }

  private static <E extends Event> List<E> only(List<Event> events, Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Property(tries = TRIES)
  void linksNeverCarryMoreThanTheirLimits(@ForAll long seed) {
    Map<String, AreaLink> limits = new HashMap<>();
    for (Entry entry : RandomCommands.of(seed)) {
      if (entry.command() instanceof ActivateRulebook activate) {
        activate.rulebook().areas().links().forEach(link -> limits.put(link.party(), link));
      }
    }
    MarketStateMachine machine = new MarketStateMachine();
    for (Entry entry : RandomCommands.of(seed)) {
      List<Event> events = new ArrayList<>();
      machine.apply(entry, events::add);
      for (DeliverySlot slot : slotsOf(events)) {
        flows(machine, slot)
            .forEach(
                (party, sum) -> {
                  AreaLink link = requireNonNull(limits.get(party));
                  assertThat(sum).isBetween(link.minFlowWh(), link.maxFlowWh());
                });
      }
    }
  }

  /** The slots in which a command traded, or took back a trade. */
  private static Set<DeliverySlot> slotsOf(List<Event> events) {
    Set<DeliverySlot> slots = new HashSet<>();
    only(events, AuctionCleared.class).forEach(cleared -> slots.add(cleared.slot()));
    only(events, ContinuousTrade.class).forEach(trade -> slots.add(trade.slot()));
    only(events, TradeBusted.class).forEach(busted -> slots.add(busted.slot()));
    return slots;
  }

  /** What stands of the auction and of continuous trading, by link. */
  private static Map<String, Long> flows(MarketStateMachine machine, DeliverySlot slot) {
    List<Event.LinkFlow> all = new ArrayList<>();
    machine.auction(slot.startMillis()).ifPresent(auction -> all.addAll(auction.links()));
    machine.continuousTrades(slot.startMillis()).forEach(trade -> all.addAll(trade.path()));
    Map<String, Long> flows = new HashMap<>();
    all.forEach(flow -> flows.merge(flow.party(), flow.flowWh(), Long::sum));
    return flows;
  }

  @Property(tries = TRIES)
  void theBuyerPaysTheGridFeesOfItsTrades(@ForAll long seed) {
    List<Event> events = run(RandomCommands.of(seed));
    Map<Long, Long> fees = new HashMap<>();
    for (SlotSettled settled : only(events, SlotSettled.class)) {
      for (BillLine line : settled.billLines()) {
        if (line.kind() == Kind.GRID_FEE) {
          fees.put(line.tradeId(), -line.amountNano());
        }
      }
      for (ContinuousTrade trade : only(events, ContinuousTrade.class)) {
        boolean stands = !busted(events).contains(trade.tradeId());
        if (stands && trade.slot().equals(settled.batch().slot())) {
          assertThat(fees.getOrDefault(trade.tradeId(), 0L))
              .isEqualTo(standingWh(events, trade) * trade.feeMicroPerKwh());
        }
      }
    }
  }

  private static long standingWh(List<Event> events, ContinuousTrade trade) {
    return only(events, TradeCurtailed.class).stream()
        .filter(curtailed -> curtailed.tradeId() == trade.tradeId())
        .mapToLong(TradeCurtailed::leftWh)
        .reduce(trade.energyWh(), (before, after) -> after);
  }

  @Property(tries = TRIES)
  void whoIsCurtailedIsPaidByTheGridOperatorAsItWasTold(@ForAll long seed) {
    List<Event> events = run(RandomCommands.of(seed));
    for (SlotSettled settled : only(events, SlotSettled.class)) {
      Map<String, Long> paid = new HashMap<>();
      for (BillLine line : settled.billLines()) {
        if (line.kind() == Kind.CURTAILMENT_COMPENSATION) {
          assertThat(line.counterparty()).isEqualTo("grid");
          paid.merge(line.participant() + line.tradeId(), line.amountNano(), Math::addExact);
        }
      }
      Map<String, Long> told = new HashMap<>();
      for (Event event : events) {
        if (event instanceof AuctionCancelled gone && gone.slot().equals(settled.batch().slot())) {
          told.clear();
        } else if (event instanceof TradeBusted gone) {
          told.keySet()
              .removeAll(List.of(gone.buyer() + gone.tradeId(), gone.seller() + gone.tradeId()));
        } else if (event instanceof TradeCurtailed loss
            && loss.slot().equals(settled.batch().slot())) {
          told.merge(
              loss.buyer() + loss.tradeId(), loss.byWh() * loss.buyerMicroPerKwh(), Long::sum);
          told.merge(
              loss.seller() + loss.tradeId(), loss.byWh() * loss.sellerMicroPerKwh(), Long::sum);
        }
      }
      told.values().removeIf(amount -> amount == 0);
      assertThat(paid).isEqualTo(told);
    }
  }

  @Property(tries = TRIES)
  void linksKeepToLoweredLimitsAndSellWhatTheyBuyOfWhatStands(@ForAll long seed) {
    Map<String, LinkLimited> lowered = new HashMap<>();
    MarketStateMachine machine = new MarketStateMachine();
    for (Entry entry : RandomCommands.of(seed)) {
      List<Event> events = new ArrayList<>();
      machine.apply(entry, events::add);
      only(events, LinkLimited.class)
          .forEach(l -> lowered.put(l.slot() + AreaLink.party(l.from(), l.to()), l));
      Set<DeliverySlot> slots = new HashSet<>(slotsOf(events));
      only(events, LinkLimited.class).forEach(limited -> slots.add(limited.slot()));
      for (DeliverySlot slot : slots) {
        flows(machine, slot)
            .forEach(
                (party, sum) -> {
                  LinkLimited limit = lowered.get(slot + party);
                  if (limit != null) {
                    assertThat(sum).isBetween(limit.minFlowWh(), limit.maxFlowWh());
                  }
                });
        Map<String, Long> kept = new HashMap<>();
        for (TradeMade trade : machine.trades(slot.startMillis())) {
          kept.merge(trade.buyer(), trade.energyWh(), Long::sum);
          kept.merge(trade.seller(), -trade.energyWh(), Long::sum);
        }
        kept.keySet().removeIf(party -> !AreaLink.isParty(party));
        assertThat(kept.values()).allMatch(energy -> energy == 0);
      }
    }
  }

  /** How many orders that are legs of blocks at gates got something there. */
  private static long filledLegs(List<Event> events) {
    Set<Long> filled = filled(events).keySet();
    return only(events, OrderAccepted.class).stream()
        .filter(order -> order.terms().leg() != null && order.terms().leg().auction() != null)
        .filter(order -> filled.contains(order.orderId()))
        .count();
  }

  /** The streams must reach what the properties are about. */
  @Example
  void theStreamsTradeSettleAndRecord() {
    long trades = 0;
    long imports = 0;
    long legs = 0; // of blocks, with a fill
    long settled = 0;
    long recorded = 0;
    for (long seed = 0; seed < STREAMS; seed++) {
      List<Event> events = run(RandomCommands.of(seed));
      trades += only(events, TradeMade.class).size();
      imports +=
          only(events, TradeMade.class).stream().filter(t -> AreaLink.isParty(t.seller())).count();
      legs += filledLegs(events);
      settled += only(events, SlotSettled.class).size();
      recorded += only(events, Event.BatchRecorded.class).size();
    }
    List<Event> all = new ArrayList<>();
    for (long seed = 0; seed < STREAMS; seed++) {
      all.addAll(run(RandomCommands.of(seed)));
    }
    List<ContinuousTrade> continuous = only(all, ContinuousTrade.class);
    assertThat(continuous).hasSizeGreaterThan(100);
    assertThat(continuous).anyMatch(trade -> trade.feeMicroPerKwh() > 0);
    assertThat(continuous).anyMatch(trade -> !trade.path().isEmpty());
    assertThat(only(all, OrderCancelled.class).stream().map(OrderCancelled::reason))
        .as("all but those of TradeLimitInTheMarketTest and RegistrationDeskTest")
        .containsAll(
            EnumSet.complementOf(
                EnumSet.of(
                    CancelReason.TRADE_LIMIT,
                    CancelReason.HANDED_OVER,
                    CancelReason.ACCOUNT_FROZEN)));
    assertThat(only(all, OrderAmended.class))
        .anyMatch(OrderAmended::keptPriority)
        .anyMatch(amended -> !amended.keptPriority());
    assertThat(only(all, OrderReduced.class)).isNotEmpty();
    assertThat(only(all, Event.ProductHalted.class)).isNotEmpty();
    assertThat(only(all, Event.ProductResumed.class)).isNotEmpty();
    assertThat(only(all, GateMissed.class).stream().map(GateMissed::fallback))
        .contains(MissedGate.values());
    assertThat(only(all, TradeBusted.class).stream().map(TradeBusted::cause))
        .contains(BustCause.values());
    assertThat(only(all, TradeCurtailed.class))
        .anyMatch(loss -> loss.leftWh() == 0)
        .anyMatch(loss -> loss.leftWh() > 0)
        .anyMatch(loss -> loss.buyerMicroPerKwh() > 0)
        .anyMatch(loss -> AreaLink.isParty(loss.buyer()));
    assertThat(only(all, WindowCleared.class)).anyMatch(window -> window.slots() > 1);
    assertThat(legs).isGreaterThan(10);
    assertThat(imports).isGreaterThan(50);
    assertThat(trades).isGreaterThan(50);
    assertThat(settled).isGreaterThan(20);
    assertThat(recorded).isGreaterThan(5);
  }
}
