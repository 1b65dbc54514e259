package org.commonwatt.engine.readmodel;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.ErasedLine;
import org.commonwatt.model.Event.SlotRevised;
import org.commonwatt.model.SettlementBatch;

/** Settlement runs after the initial one as rows. */
final class RunRows {
  private final SqlBatch batch;
  private final String market;

  RunRows(SqlBatch batch, String market) {
    this.batch = batch;
    this.market = market;
  }

  /**
   * Adds a run.
   *
   * @return how many of its lines were erased and have no rows
   */
  int add(SlotRevised revised, long sequence) throws SQLException {
    SettlementBatch settlement = revised.batch();
    Instant start = Instant.ofEpochMilli(settlement.slot().startMillis());
    batch.add(
        MarketSql.SETTLEMENT_RUN,
        market,
        settlement.batchId(),
        start,
        settlement.slot().minutes(),
        revised.run(),
        settlement.isFinal() || settlement.isCorrection(), // nothing but corrections follows
        settlement.rulebookVersion(),
        settlement.rulebookHash().hex(),
        settlement.auctionHash().hex(),
        settlement.positionsHash().hex(),
        settlement.billRoot().hex(),
        settlement.billLineCount(),
        settlement.predecessor().hex(),
        sequence);
    Set<Integer> gone =
        revised.erasedLines().stream().map(ErasedLine::index).collect(Collectors.toSet());
    int index = 0;
    for (BillLine line : revised.billLines()) {
      while (gone.contains(index)) {
        index++;
      }
      batch.add(
          MarketSql.REVISED_LINE,
          market,
          start,
          revised.run(),
          index++,
          line.participant(),
          line.kind().name(),
          line.counterparty(),
          line.tradeId(),
          line.energyWh(),
          line.priceMicroPerKwh(),
          line.amountNano(),
          line.salt().hex());
    }
    return gone.size();
  }
}
