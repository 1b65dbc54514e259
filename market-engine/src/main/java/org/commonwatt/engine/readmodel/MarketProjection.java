package org.commonwatt.engine.readmodel;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.commonwatt.log.codec.CodecException;
import org.commonwatt.log.codec.EventCodec;
import org.commonwatt.log.seal.Keyring;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event;
import org.commonwatt.model.EventEnvelope;
import org.commonwatt.model.MeteredPosition;
import org.commonwatt.model.SettlementBatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The market's events as rows: orders, auctions, trades, positions, bill lines, batches. */
final class MarketProjection implements Projection {
  private static final Logger LOG = LoggerFactory.getLogger(MarketProjection.class);

  private final String market;
  private final Keyring keyring;
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong erased = new AtomicLong();

  MarketProjection(String market, Keyring keyring) {
    this.market = market;
    this.keyring = keyring;
  }

  /** The number of positions, bill lines and disputes whose keys were erased: they have no rows. */
  long erased() {
    return erased.get();
  }

  /** The number of records and events that this version cannot read. */
  long skipped() {
    return skipped.get();
  }

  @Override
  public long apply(Connection connection, List<byte[]> values, long lastSequence)
      throws SQLException {
    long sequence = lastSequence;
    try (SqlBatch batch = new SqlBatch(connection)) {
      OrderRows orders = new OrderRows(batch, market);
      OrderSteps steps = OrderSteps.after(connection, batch, market);
      for (byte[] value : values) {
        for (byte[] event : split(value)) {
          EventEnvelope envelope = newer(event, sequence);
          if (envelope != null) {
            orders.add(envelope.event(), envelope.sequence());
            steps.add(envelope.event(), envelope.sequence());
            applyEvent(batch, envelope);
            sequence = envelope.sequence();
          }
        }
      }
      orders.finish();
      steps.finish();
      batch.run();
    }
    return sequence;
  }

  private List<byte[]> split(byte[] value) {
    try {
      return EventCodec.splitFrame(value);
    } catch (CodecException e) {
      skip(e);
      return List.of();
    }
  }

  /**
   * Reads an event; null when it cannot be read, or was seen before: the sequence has no gaps, so
   * that an event that does not move it on was.
   */
  private @Nullable EventEnvelope newer(byte[] bytes, long sequence) {
    try {
      EventEnvelope envelope = EventCodec.decodeEvent(bytes, keyring);
      return envelope.sequence() <= sequence ? null : envelope;
    } catch (CodecException e) {
      requireKeys(e);
      skip(e);
      return null;
    }
  }

  private void applyEvent(SqlBatch batch, EventEnvelope envelope) throws SQLException {
    new FallbackRows(batch, market).add(envelope.event(), envelope.sequence());
    new BilateralRows(batch, market).add(envelope.event(), envelope.sequence());
    new BalanceRows(batch, market).add(envelope.event());
    new WindowRows(batch, market).add(envelope.event());
    new StorageAuctionRows(batch, market).add(envelope.event());
    new DefaultRows(batch, market).add(envelope.event(), envelope.sequence());
    erased.addAndGet(new DisputeRows(batch, market).add(envelope.event(), envelope.sequence()));
    new NoticeRows(batch, market).add(envelope.event(), envelope.sequence());
    add(batch, envelope.event(), envelope.sequence());
  }

  /** Rows that only lack a key wait for it: engines that have it may share the database. */
  static void requireKeys(CodecException e) {
    if (e.reason() == CodecException.Reason.KEY_MISSING) {
      throw e;
    }
  }

  private void skip(CodecException e) {
    skipped.incrementAndGet();
    LOG.warn("the read models skip what they cannot read: {}", e.getMessage());
  }

  private void add(SqlBatch batch, Event event, long sequence) throws SQLException {
    if (event instanceof Event.AuctionCleared auction) {
      addAuction(batch, auction);
    } else if (event instanceof Event.TradeMade trade) {
      addTrade(batch, trade);
    } else if (event instanceof Event.PositionRecorded recorded) {
      addPosition(batch, recorded.position(), sequence);
    } else if (event instanceof Event.PositionAssumed assumed) {
      addPosition(batch, assumed.position(), sequence);
    } else if (event instanceof Event.PositionErased) {
      erased.incrementAndGet();
    } else if (event instanceof Event.ErasureRecorded erasure) {
      Instant at = Instant.ofEpochMilli(erasure.timeMillis());
      batch.add(MarketSql.ERASURE, market, erasure.participant(), at);
    } else if (event instanceof Event.SlotSettled settled) {
      addSettlement(batch, settled, sequence);
    } else if (event instanceof Event.BillPart part) {
      addLines(batch, part.firstLine(), part.billLines(), part.erasedLines());
    } else if (event instanceof Event.SlotRevised revised) {
      erased.addAndGet(new RunRows(batch, market).add(revised, sequence));
    } else if (event instanceof Event.BatchRecorded recorded) {
      for (MarketSql table : List.of(MarketSql.BATCH_RECORDED, MarketSql.RUN_RECORDED)) {
        batch.add(
            table, recorded.transactionId(), recorded.blockNumber(), market, recorded.batchId());
      }
    }
  }

  private void addAuction(SqlBatch batch, Event.AuctionCleared auction) throws SQLException {
    for (Event.AreaCleared area : auction.areas()) {
      batch.add(
          MarketSql.AUCTION,
          market,
          area.area(),
          start(auction.slot()),
          auction.slot().minutes(),
          area.priceMicroPerKwh(),
          area.minPriceMicroPerKwh(),
          area.maxPriceMicroPerKwh(),
          area.buyWh(),
          area.sellWh(),
          new BigDecimal(auction.welfareNano()),
          auction.optimal());
    }
    for (Event.LinkFlow link : auction.links()) {
      batch.add(
          MarketSql.LINK_FLOW,
          market,
          start(auction.slot()),
          auction.slot().minutes(),
          link.from(),
          link.to(),
          link.flowWh());
    }
  }

  private void addTrade(SqlBatch batch, Event.TradeMade trade) throws SQLException {
    batch.add(
        MarketSql.TRADE,
        market,
        trade.tradeId(),
        start(trade.slot()),
        trade.slot().minutes(),
        trade.buyOrderId(),
        trade.sellOrderId(),
        trade.buyer(),
        trade.seller(),
        trade.energyWh(),
        trade.priceMicroPerKwh(),
        trade.surplusMicroPerKwh());
  }

  private void addPosition(SqlBatch batch, MeteredPosition position, long sequence)
      throws SQLException {
    batch.add(
        MarketSql.POSITION,
        market,
        position.participant(),
        start(position.slot()),
        position.slot().minutes(),
        position.version(),
        position.importWh(),
        position.exportWh(),
        position.quality().name(),
        sequence);
    // One that was read in full tells nothing, unless it replaces what was assumed before it came.
    boolean always = position.quality().isEstimate() || position.version() > 1;
    batch.add(
        MarketSql.POSITION_QUALITY,
        market,
        start(position.slot()),
        position.participant(),
        sequence,
        position.quality().name(),
        always);
  }

  private void addSettlement(SqlBatch batch, Event.SlotSettled settled, long sequence)
      throws SQLException {
    SettlementBatch settlement = settled.batch();
    batch.add(
        MarketSql.BATCH,
        market,
        settlement.batchId(),
        start(settlement.slot()),
        settlement.slot().minutes(),
        settlement.rulebookVersion(),
        settlement.rulebookHash().hex(),
        settlement.auctionHash().hex(),
        settlement.positionsHash().hex(),
        settlement.billRoot().hex(),
        settlement.billLineCount(),
        settlement.predecessor().hex(),
        sequence);
    addLines(batch, settled.firstLine(), settled.billLines(), settled.erasedLines());
  }

  /** Lines of a bill from an index on; those that were erased have no rows. */
  private void addLines(
      SqlBatch batch, int firstLine, List<BillLine> lines, List<ErasedLine> erasedLines)
      throws SQLException {
    Set<Integer> gone = erasedLines.stream().map(ErasedLine::index).collect(Collectors.toSet());
    erased.addAndGet(gone.size());
    int index = firstLine;
    for (BillLine line : lines) {
      while (gone.contains(index)) {
        index++;
      }
      addBillLine(batch, index++, line);
    }
  }

  private void addBillLine(SqlBatch batch, int index, BillLine line) throws SQLException {
    batch.add(
        MarketSql.BILL_LINE,
        market,
        start(line.slot()),
        index,
        line.participant(),
        line.kind().name(),
        line.counterparty(),
        line.tradeId(),
        line.energyWh(),
        line.priceMicroPerKwh(),
        line.amountNano(),
        line.salt().hex());
  }

  private static Instant start(DeliverySlot slot) {
    return Instant.ofEpochMilli(slot.startMillis());
  }
}
