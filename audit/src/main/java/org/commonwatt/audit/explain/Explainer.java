package org.commonwatt.audit.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.commonwatt.audit.AuditedLedger;
import org.commonwatt.audit.StoredRecord;
import org.commonwatt.audit.explain.Explanation.At;
import org.commonwatt.log.codec.CommandCodec;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.codec.ReadingCodec;
import org.commonwatt.log.codec.ReadingRecord;
import org.commonwatt.log.codec.RecordMarket;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillParts;
import org.commonwatt.model.Command;
import org.commonwatt.model.CommandFrame;
import org.commonwatt.model.CommandOrigin;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedPosition;
import org.commonwatt.model.Event;
import org.commonwatt.model.Event.BatchRecorded;
import org.commonwatt.model.Event.SlotSettled;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.Hash;
import org.commonwatt.model.ImbalancePrice;
import org.commonwatt.model.MeterReading;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.Posting;
import org.commonwatt.model.Rulebook;
import org.commonwatt.model.ServiceDelivery;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;

/** Reads log and ledger once, and keeps what led to one bill. */
public final class Explainer {
  private final String participant;
  private final long start;
  private final Keyring keyring;
  private final Map<At, CommandOrigin> origins = new HashMap<>();
  private final Set<String> meters = new TreeSet<>();
  private final BillParts parts = new BillParts();
  private final Map<String, BatchRecorded> recorded = new HashMap<>();
  private final Map<SlotSettled, At> settled = new LinkedHashMap<>();
  private final List<Explanation.Reading> readings = new ArrayList<>();
  private final List<PlacedPosition> positions = new ArrayList<>();
  private final List<Explanation.Order> orders = new ArrayList<>();
  private final List<Explanation.Price> prices = new ArrayList<>();
  private final List<Explanation.Trade> told = new ArrayList<>();
  private final List<Explanation.ImbalancePrice> imbalance = new ArrayList<>();
  private final LineQualities qualities = new LineQualities();
  private final SlotLosses losses;
  private final List<Explanation.Service> services = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final SlotDisputes disputes;
  private String market = "";
  private int minutes;

  private Explainer(String participant, Instant slotStart, Keyring keyring) {
    this.participant = participant;
    this.start = slotStart.toEpochMilli();
    this.keyring = keyring;
    disputes = new SlotDisputes(participant, start);
    losses = new SlotLosses(start);
  }

  /**
   * What is read. The iterables are walked once.
   *
   * @param commands of {@code commands}
   * @param events of {@code events}
   * @param readings of each partition of {@code readings}
   * @param ledger the ledger
   */
  public record Source(
      Iterable<StoredRecord> commands,
      Iterable<StoredRecord> events,
      List<? extends Iterable<StoredRecord>> readings,
      AuditedLedger ledger) {}

  /**
   * Explains a bill.
   *
   * @throws org.commonwatt.log.codec.CodecException when a record cannot be read
   * @throws org.commonwatt.ledger.LedgerException when a block cannot be read
   */
  public static Explanation explain(
      Source source, String participant, Instant slotStart, Keyring keyring) {
    Explainer explainer = new Explainer(participant, slotStart, keyring);
    source.commands().forEach(explainer::command);
    source.events().forEach(explainer::event);
    source.readings().forEach(partition -> partition.forEach(explainer::reading));
    return explainer.explanation(slotStart, source.ledger());
  }

  private void command(StoredRecord record) {
    CommandFrame frame = CommandCodec.decode(record.bytes(), keyring);
    for (int i = 0; i < frame.entries().size(); i++) {
      CommandFrame.Entry entry = frame.entries().get(i);
      if (entry.command() instanceof Command.ActivateRulebook activated) {
        members(activated.rulebook());
      } else if (entry.command() instanceof Command.ReportPosition
          || entry.command() instanceof Command.ReportErasedPosition
          || entry.command() instanceof Command.ReportBoundary) {
        origins.put(new At(0, record.offset(), i), entry.origin());
      }
    }
  }

  private void members(Rulebook rulebook) {
    rulebook.members().stream()
        .filter(member -> member.participant().equals(participant))
        .forEach(member -> meters.addAll(member.meters()));
  }

  private void event(StoredRecord record) {
    market = market.isEmpty() ? RecordMarket.of(record.bytes()) : market;
    for (byte[] bytes : EventCodec.splitFrame(record.bytes())) {
      EventEnvelope envelope = EventCodec.decodeEvent(bytes, keyring);
      At at = new At(envelope.sequence(), envelope.commandOffset(), envelope.commandIndex());
      Event event = parts.join(envelope.event());
      if (event != null) {
        qualities.event(at.event(), event);
        if (!position(at, event) && !traded(at, event)) {
          other(at, event);
        }
      }
    }
  }

  private void other(At at, Event event) {
    if (event instanceof Event.MeterPointAssigned assigned) {
      if (assigned.participant().equals(participant)) {
        meters.add(assigned.point().meter());
      }
    } else if (event instanceof Event.OrderAccepted order) {
      if (is(order.slot()) && order.participant().equals(participant)) {
        orders.add(
            new Explanation.Order(
                at,
                order.orderId(),
                order.clientOrderId(),
                order.area(),
                order.side().name(),
                order.priceMicroPerKwh(),
                order.energyWh()));
      }
    } else if (event instanceof Event.AuctionCleared auction) {
      if (is(auction.slot())) {
        for (Event.AreaCleared area : auction.areas()) {
          prices.add(
              new Explanation.Price(
                  at, area.area(), area.priceMicroPerKwh(), area.buyWh(), area.sellWh()));
        }
      }
    } else if (event instanceof SlotSettled slot) {
      if (is(slot.batch().slot())) {
        settled.put(slot, at);
      }
    } else if (event instanceof Event.SlotRevised run) {
      if (is(run.batch().slot())) {
        settled.put(new SlotSettled(run.batch(), run.billLines(), run.erasedLines()), at);
      }
    } else if (event instanceof BatchRecorded confirmation) {
      recorded.put(confirmation.batchId(), confirmation);
    } else if (event instanceof Event.ImbalancePriceImported imported) {
      imported(at, imported.price());
    } else if (event instanceof Event.BoundaryRecorded flow) {
      losses.recorded(flow, source(at));
    } else if (event instanceof Event.AreaBalanced balanced) {
      losses.balanced(at, balanced);
    } else if (event instanceof Event.ServiceSettled settledService) {
      served(at, settledService);
    } else {
      disputes.event(at, event);
    }
  }

  private void served(At at, Event.ServiceSettled event) {
    ServiceDelivery one = event.delivery();
    if (is(one.slot()) && List.of(one.seller(), one.customer()).contains(participant)) {
      services.add(
          new Explanation.Service(
              at,
              event.run(),
              one.service(),
              one.unit(),
              one.commitment(),
              one.seller(),
              one.customer(),
              one.version(),
              one.committedWh(),
              one.deliveredWh(),
              one.leasedWh(),
              one.missedWh(),
              one.excused()));
    }
  }

  private void imported(At at, ImbalancePrice price) {
    if (is(price.slot())) {
      imbalance.add(
          new Explanation.ImbalancePrice(
              at,
              price.area(),
              price.version(),
              price.shortMicroPerKwh(),
              price.longMicroPerKwh()));
    }
  }

  private boolean position(At at, Event event) {
    if (event instanceof Event.PositionRecorded one) {
      position(at, one.position(), "RECORDED");
    } else if (event instanceof Event.PositionAssumed one) {
      position(at, one.position(), "ASSUMED");
    } else if (event instanceof Event.PositionRejected one) {
      position(at, one.position(), one.rejection().code().name());
    } else if (event instanceof Event.PositionErased one) {
      erased(at, one.position());
    } else {
      return false;
    }
    return true;
  }

  private void position(At at, MeteredPosition one, String outcome) {
    if (is(one.slot()) && one.participant().equals(participant)) {
      positions.add(new PlacedPosition(at, one, outcome));
    }
  }

  private Explanation.Position told(PlacedPosition placed, BorderReadings borders) {
    MeteredPosition one = placed.position();
    Hash evidence = one.evidence();
    return new Explanation.Position(
        placed.at(),
        one.version(),
        one.importWh(),
        one.exportWh(),
        one.quality().name(),
        placed.outcome(),
        source(placed.at()),
        evidence == null ? null : evidence.hex(),
        evidence != null && borders.show(evidence));
  }

  private record PlacedPosition(At at, MeteredPosition position, String outcome) {}

  private void erased(At at, ErasedPosition one) {
    if (is(one.slot()) && one.participant().equals(participant)) {
      missing.add(
          "version %d of the position (event %d, %s) was erased with key %s"
              .formatted(one.version(), at.event(), source(at), one.keyId()));
    }
  }

  private String source(At at) {
    CommandOrigin origin = origins.get(new At(0, at.commandOffset(), at.commandIndex()));
    return origin == null || origin.source().isEmpty()
        ? "no record is named"
        : "%s %d, offset %d".formatted(origin.source(), origin.partition(), origin.offset());
  }

  private boolean traded(At at, Event event) {
    if (event instanceof Event.TradeMade one && is(one.slot())) {
      trade(
          new Explanation.Trade(
              at,
              "AUCTION",
              one.tradeId(),
              one.buyer(),
              one.seller(),
              one.energyWh(),
              one.priceMicroPerKwh(),
              0));
    } else if (event instanceof Event.ContinuousTrade one && is(one.slot())) {
      trade(
          new Explanation.Trade(
              at,
              one.isBilateral() ? "BILATERAL" : "CONTINUOUS",
              one.tradeId(),
              one.buyer(),
              one.seller(),
              one.energyWh(),
              one.priceMicroPerKwh(),
              one.feeMicroPerKwh()));
    } else if (event instanceof Event.TradeBusted one && is(one.slot())) {
      trade(
          new Explanation.Trade(
              at,
              "BUSTED",
              one.tradeId(),
              one.buyer(),
              one.seller(),
              one.energyWh(),
              one.priceMicroPerKwh(),
              0));
    } else if (event instanceof Event.TradeCurtailed one && is(one.slot())) {
      trade(
          new Explanation.Trade(
              at, "CURTAILED", one.tradeId(), one.buyer(), one.seller(), one.leftWh(), 0, 0));
    } else {
      return false;
    }
    return true;
  }

  private void trade(Explanation.Trade trade) {
    if (trade.buyer().equals(participant) || trade.seller().equals(participant)) {
      told.add(trade);
    }
  }

  private void reading(StoredRecord record) {
    long around = minutes() * 60_000L;
    ReadingRecord one = ReadingCodec.decode(record.bytes(), keyring);
    if (one instanceof ReadingRecord.Reading taken) {
      MeterReading reading = taken.reading();
      if (meters.contains(reading.meter()) && near(reading.timeMillis(), around)) {
        readings.add(
            new Explanation.Reading(
                reading.meter(),
                reading.sequence(),
                Instant.ofEpochMilli(reading.timeMillis()).toString(),
                reading.importWh(),
                reading.exportWh(),
                reading.quality().name(),
                taken.proof() != null,
                Hash.of(ReadingCodec.chained(record.bytes())).hex()));
      }
    } else if (one instanceof ReadingRecord.Erased gone
        && meters.contains(gone.meter())
        && near(gone.timeMillis(), around)) {
      missing.add(
          "reading %d of meter %s at %s was erased"
              .formatted(gone.sequence(), gone.meter(), Instant.ofEpochMilli(gone.timeMillis())));
    }
  }

  private boolean near(long time, long around) {
    return time >= start - around && time <= start + 2 * around;
  }

  private Explanation explanation(Instant slotStart, AuditedLedger ledger) {
    if (meters.isEmpty()) {
      missing.add("the log names no meter of " + participant);
    }
    if (settled.isEmpty()) {
      missing.add("the slot is not settled");
    }
    List<Explanation.Run> runs = new ArrayList<>();
    settled.forEach((slot, at) -> runs.add(run(slot, at, runs.size(), ledger)));
    BorderReadings borders = new BorderReadings(start, minutes, readings);
    return new Explanation(
        market,
        participant,
        slotStart.toString(),
        minutes,
        readings,
        positions.stream().map(one -> told(one, borders)).toList(),
        orders,
        prices,
        told,
        imbalance,
        losses.of(participant, settled.keySet()),
        services,
        disputes.found(),
        runs,
        missing);
  }

  private Explanation.Run run(SlotSettled slot, At at, int run, AuditedLedger ledger) {
    SettlementBatch batch = slot.batch();
    BatchRecorded where = recorded.get(batch.batchId());
    String posting =
        batch.postings().stream()
            .filter(one -> one.account().equals(participant))
            .map(Posting::amountNano)
            .map(String::valueOf)
            .findFirst()
            .orElse(null);
    boolean there = where != null && LedgerPosting.isThere(batch, where, ledger);
    if (!there) {
      missing.add(
          where == null
              ? batch.batchId() + " is not confirmed as being on the ledger"
              : "the ledger has no valid transaction %s in block %d that posts %s"
                  .formatted(where.transactionId(), where.blockNumber(), batch.batchId()));
    }
    return new Explanation.Run(
        at,
        run,
        batch.batchId(),
        batch.rulebookVersion(),
        batch.rulebookHash().hex(),
        batch.billRoot().hex(),
        posting,
        where == null ? null : where.transactionId(),
        where == null ? null : where.blockNumber(),
        there,
        new RunLines(participant, start, qualities, missing).of(slot, run));
  }

  static String lineId(long start, int run, int index) {
    return Instant.ofEpochMilli(start) + "/" + run + "/" + index;
  }

  private boolean is(@Nullable DeliverySlot slot) {
    if (slot == null || slot.startMillis() != start) {
      return false;
    }
    minutes = slot.minutes();
    return true;
  }

  private int minutes() {
    return minutes == 0 ? 60 : minutes;
  }
}
