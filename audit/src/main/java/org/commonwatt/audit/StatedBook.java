package org.commonwatt.audit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.AuctionCleared;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.ContinuousTrade;
import org.commonwatt.model.Event.GateMissed;
import org.commonwatt.model.Event.OrderAccepted;
import org.commonwatt.model.Event.OrderFilled;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.Event.TradeBusted;
import org.commonwatt.model.Event.TradeCurtailed;
import org.commonwatt.model.Event.TradeMade;
import org.commonwatt.model.Hash;
import org.commonwatt.model.MissedGate;
import org.commonwatt.model.SettlementBatch;
import org.commonwatt.model.Side;

/**
 * What the event log states by itself, whatever the rules give: counts, conservation of energy and
 * money, each trade in one batch, and the chain of batches.
 */
final class StatedBook {
  private final Findings findings;
  private final Map<Long, OrderAccepted> orders = new HashMap<>();
  private final StatedTrades trades;
  private final Map<String, StatedBatch> batches = new LinkedHashMap<>();
  private Hash predecessor = Hash.ZERO;
  private long events;
  private long slots;
  private long confirmed;

  StatedBook(Findings findings) {
    this.findings = findings;
    this.trades = new StatedTrades(findings);
  }

  /**
   * Takes the events of a command.
   *
   * @param group each bill in one piece
   * @param stored how many events stand on the log
   */
  void accept(EventGroup group, int stored) {
    Map<DeliverySlot, SlotEnergy> energies = new LinkedHashMap<>();
    events += stored;
    for (int i = 0; i < group.events().size(); i++) {
      accept(group.place(i), group.events().get(i).event(), energies);
    }
    energies.forEach((slot, energy) -> energy.check(findings, group.place().withSlot(slot)));
  }

  /** The batches by id, in the order of the log. */
  Map<String, StatedBatch> batches() {
    return batches;
  }

  /** Says at the end which trades wait for their settlement. */
  void finish() {
    trades.finish();
  }

  AuditCounts counts(long commands, long blocks) {
    return new AuditCounts(
        commands,
        events,
        orders.size(),
        trades.count(),
        trades.energyWh(),
        slots,
        batches.size(),
        confirmed,
        blocks);
  }

  private void accept(Place place, Event event, Map<DeliverySlot, SlotEnergy> energies) {
    if (event instanceof OrderAccepted order) {
      orders.put(order.orderId(), order);
    } else if (event instanceof AuctionCleared auction) {
      slots++;
      energy(energies, auction.slot()).cleared(auction.volumeWh());
    } else if (event instanceof OrderFilled fill) {
      OrderAccepted order = orders.get(fill.orderId());
      if (order != null) {
        energy(energies, order.slot()).filled(order.side() == Side.BUY, fill.energyWh());
      }
    } else if (event instanceof GateMissed missed) {
      if (missed.fallback() == MissedGate.PREVIOUS_SCHEDULE) {
        energy(energies, missed.slot()).repeats();
      }
    } else if (event instanceof TradeBusted busted) {
      trades.busted(busted);
    } else if (event instanceof TradeCurtailed curtailed && curtailed.leftWh() == 0) {
      trades.gone(curtailed.slot(), curtailed.tradeId());
    } else if (event instanceof TradeMade trade) {
      trades.made(trade);
      energy(energies, trade.slot()).traded(trade);
    } else if (event instanceof ContinuousTrade trade) {
      trades.made(trade);
      PathCheck.check(findings, place, trade);
    } else if (event instanceof SlotSettled settled) {
      settle(place, settled);
    } else if (event instanceof SlotRevised revised) {
      follow(place, revised.batch());
      trades.checkSums(
          place.withSlot(revised.batch().slot()).withBatch(revised.batch().batchId()),
          new SlotSettled(revised.batch(), revised.billLines(), revised.erasedLines()));
    } else if (event instanceof BatchRecorded recorded) {
      confirmed++;
      batches.computeIfPresent(recorded.batchId(), (id, batch) -> batch.confirmed(recorded));
    }
  }

  private static SlotEnergy energy(Map<DeliverySlot, SlotEnergy> energies, DeliverySlot slot) {
    return energies.computeIfAbsent(slot, key -> new SlotEnergy());
  }

  private void settle(Place eventPlace, SlotSettled settled) {
    trades.settled(follow(eventPlace, settled.batch()), settled);
  }

  /** A batch is the next of the chain. */
  private Place follow(Place eventPlace, SettlementBatch batch) {
    Place place = eventPlace.withSlot(batch.slot()).withBatch(batch.batchId());
    findings.compare(FindingCode.PREDECESSOR_DIFFERS, place, predecessor, batch.predecessor());
    predecessor = BatchHashes.batch(batch);
    batches.put(batch.batchId(), new StatedBatch(batch, place, null));
    return place;
  }
}
