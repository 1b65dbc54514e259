package org.commonwatt.engine.readmodel;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.commonwatt.model.BillLine;
import org.commonwatt.model.DeliverySlot;
import org.commonwatt.model.Hash;
import org.commonwatt.model.Quality;
import org.jspecify.annotations.Nullable;

/** Questions about bills. Each answer is one consistent state of the read models. */
public final class BillQueries {
  private static final String TOTALS =
      """
      with lines as (
        select participant, kind, energy_wh, amount_nano from bill_line where market = ?
        union all
        select participant, kind, energy_wh, amount_nano from revised_line where market = ?),
      money as (
        select participant, sum(amount_nano) as amount_nano,
          coalesce(sum(energy_wh) filter (where kind in ('TRADE_BUY')), 0) as bought_wh,
          coalesce(sum(energy_wh) filter (where kind in ('TRADE_SELL')), 0) as sold_wh
        from lines where participant not like '%>%' group by participant),
      metered as (
        select p.participant, sum(p.import_wh) as import_wh, sum(p.export_wh) as export_wh
        from recorded_position p join batch b on b.market = p.market and b.slot_start = p.slot_start
        where p.market = ? group by p.participant)
      select participant, coalesce(import_wh, 0) as import_wh, coalesce(export_wh, 0) as export_wh,
        coalesce(bought_wh, 0) as bought_wh, coalesce(sold_wh, 0) as sold_wh,
        coalesce(amount_nano, 0) as amount_nano
      from money full join metered using (participant)
      order by participant collate "C"
      """;
  private static final String LINES =
      """
      select l.*, b.slot_minutes, d.dispute_id, d.state,
        case when p.qualities_kept then coalesce(q.quality, 'ACTUAL') end as quality,
        coalesce(s.settlement, 'INITIAL') as settlement
      from (
        select market, slot_start, 0 as run, line_index, participant, kind, counterparty, trade_id,
          energy_wh, price_micro_per_kwh, amount_nano, salt from bill_line
        union all
        select market, slot_start, run, line_index, participant, kind, counterparty, trade_id,
          energy_wh, price_micro_per_kwh, amount_nano, salt from revised_line) l
      join batch b on b.market = l.market and b.slot_start = l.slot_start
      left join lateral (
        select dispute_id, state from dispute
        where market = l.market and slot_start = l.slot_start and run = l.run
          and line_index = l.line_index
        order by dispute_id desc limit 1) d on true
      left join lateral (
        select case when final then 'FINAL' else 'REVISED' end as settlement from settlement_run
        where market = l.market and slot_start = l.slot_start
        order by run desc limit 1) s on true
      left join recorded_position p on l.kind in (%s)
        and p.market = l.market and p.slot_start = l.slot_start
        and p.participant = case when l.kind in (%s) then l.counterparty else l.participant end
      left join lateral (
        select quality from position_quality
        where market = p.market and slot_start = p.slot_start and participant = p.participant
          and sequence < (
            select max(r.sequence) from (
              select market, slot_start, 0 as run, sequence from batch
              union all
              select market, slot_start, run, sequence from settlement_run) r
            where r.market = l.market and r.slot_start = l.slot_start
              and case when l.kind not like '%%REVERSED' then r.run = l.run
                else r.run < l.run and exists (
                  select 1 from (
                    select market, slot_start, 0 as run, participant, kind, counterparty
                    from bill_line
                    union all
                    select market, slot_start, run, participant, kind, counterparty
                    from revised_line) e
                  where e.market = l.market and e.slot_start = l.slot_start and e.run = r.run
                    and e.participant = l.participant and e.counterparty = l.counterparty
                    and e.kind = replace(l.kind, '_REVERSED', '')) end)
        order by sequence desc limit 1) q on true
      where l.market = ? and l.participant = ? and l.slot_start >= ? and l.slot_start < ?
      order by l.slot_start, l.run, l.line_index limit ?
      """
          .formatted(
              PersonalRows.kinds(BillLine.Kind::isMetered),
              PersonalRows.kinds(BillLine.Kind::tellsOfCounterparty));

  private static final String RUN =
      """
      select l.*, b.slot_minutes, b.bill_line_count, b.batch_id, b.bill_root, b.transaction_id,
        b.block_number
      from (
        select market, slot_start, 0 as run, line_index, participant, kind, counterparty, trade_id,
          energy_wh, price_micro_per_kwh, amount_nano, salt from bill_line
        union all
        select market, slot_start, run, line_index, participant, kind, counterparty, trade_id,
          energy_wh, price_micro_per_kwh, amount_nano, salt from revised_line) l
      join (
        select market, batch_id, slot_start, slot_minutes, 0 as run, bill_root, bill_line_count,
          transaction_id, block_number from batch
        union all
        select market, batch_id, slot_start, slot_minutes, run, bill_root, bill_line_count,
          transaction_id, block_number from settlement_run) b
        on b.market = l.market and b.slot_start = l.slot_start and b.run = l.run
      where l.market = ? and l.slot_start = ? and l.run = ?
      order by l.line_index
      """;

  private final Database database;
  private final String market;

  /**
   * All lines of a settlement run that there are, by their places, and the batch that they are in.
   *
   * @param lines fewer than the batch has when some were erased
   */
  public record RunLines(Sealed batch, SortedMap<Integer, BillLine> lines) {}

  /**
   * What the ledger has of the lines.
   *
   * @param billRoot RFC 6962 root over them
   * @param billLineCount how many they are
   * @param transactionId the ledger's transaction, null until it is recorded
   * @param blockNumber the ledger's block, null until it is recorded
   */
  public record Sealed(
      String batchId,
      String billRoot,
      int billLineCount,
      @Nullable String transactionId,
      @Nullable Long blockNumber) {}

  /**
   * A participant's totals over the settled slots.
   *
   * @param importWh metered withdrawal
   * @param exportWh metered injection
   * @param boughtWh energy bought in trades
   * @param soldWh energy sold in trades
   * @param amountNano received minus paid
   */
  public record BillTotal(
      String participant,
      long importWh,
      long exportWh,
      long boughtWh,
      long soldWh,
      BigInteger amountNano) {}

  /**
   * A line and where it stands.
   *
   * @param run settlement run of its slot, 0 for the initial one
   * @param index its place among all lines of that run
   * @param dispute the latest dispute of it, null when there is none
   * @param settlement how far the settlement of its slot is
   * @param quality of the position that it rests on; null when it rests on none, and when it is not
   *     known: the position was erased, or is of before qualities were kept
   */
  public record IndexedLine(
      int run,
      int index,
      BillLine line,
      @Nullable LineDispute dispute,
      SettlementStage settlement,
      @Nullable Quality quality) {}

  /** How far the settlement of a slot is. */
  public enum SettlementStage {
    /** It has its initial run only. */
    INITIAL,
    /** Corrections were settled since. */
    REVISED,
    /** No run follows. */
    FINAL
  }

  /** A dispute of a line. */
  public record LineDispute(long disputeId, DisputeState state) {}

  /**
   * Which lines of a bill.
   *
   * @param from slots that start here or later
   * @param to slots that start before
   * @param limit the most lines
   */
  public record Range(Instant from, Instant to, int limit) {
    /** The same range with room for one more line, to see whether there is one. */
    public Range plusOne() {
      return new Range(from, to, limit + 1);
    }
  }

  /** Asks about one market. */
  public BillQueries(Database database, String market) {
    this.database = database;
    this.market = market;
  }

  /** The totals of everybody who has a bill, by id; links, which keep nothing, have none. */
  public List<BillTotal> totals() throws SQLException {
    return database.read(this::totals);
  }

  /** The total of one participant, empty when it has no bill yet. */
  public Optional<BillTotal> total(String participant) throws SQLException {
    return totals().stream().filter(t -> t.participant().equals(participant)).findFirst();
  }

  /** The lines of a bill, in order of slot, run and line. */
  public List<IndexedLine> lines(String participant, Range range) throws SQLException {
    return database.read(connection -> lines(connection, participant, range));
  }

  /** The lines of everybody in a settlement run; empty when there is no such run, or no line. */
  public Optional<RunLines> run(Instant slotStart, int run) throws SQLException {
    return database.read(connection -> run(connection, slotStart, run));
  }

  private Optional<RunLines> run(Connection connection, Instant slotStart, int run)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(RUN)) {
      query.setString(1, market);
      query.setObject(2, slotStart.atOffset(ZoneOffset.UTC));
      query.setInt(3, run);
      SortedMap<Integer, BillLine> lines = new TreeMap<>();
      @Nullable Sealed batch = null;
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          batch = sealed(rows);
          lines.put(rows.getInt("line_index"), line(rows));
        }
      }
      return Optional.ofNullable(batch).map(found -> new RunLines(found, lines));
    }
  }

  private static Sealed sealed(ResultSet rows) throws SQLException {
    return new Sealed(
        rows.getString("batch_id"),
        rows.getString("bill_root"),
        rows.getInt("bill_line_count"),
        rows.getString("transaction_id"),
        rows.getObject("block_number", Long.class));
  }

  private List<BillTotal> totals(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(TOTALS)) {
      query.setString(1, market);
      query.setString(2, market);
      query.setString(3, market);
      List<BillTotal> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.add(
              new BillTotal(
                  rows.getString("participant"),
                  rows.getLong("import_wh"),
                  rows.getLong("export_wh"),
                  rows.getLong("bought_wh"),
                  rows.getLong("sold_wh"),
                  rows.getBigDecimal("amount_nano").toBigIntegerExact()));
        }
      }
      return found;
    }
  }

  private List<IndexedLine> lines(Connection connection, String participant, Range range)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LINES)) {
      query.setString(1, market);
      query.setString(2, participant);
      query.setObject(3, range.from().atOffset(ZoneOffset.UTC));
      query.setObject(4, range.to().atOffset(ZoneOffset.UTC));
      query.setInt(5, range.limit());
      List<IndexedLine> found = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String state = rows.getString("state");
          LineDispute dispute =
              state == null
                  ? null
                  : new LineDispute(rows.getLong("dispute_id"), DisputeState.valueOf(state));
          BillLine line = line(rows);
          found.add(
              new IndexedLine(
                  rows.getInt("run"),
                  rows.getInt("line_index"),
                  line,
                  dispute,
                  SettlementStage.valueOf(rows.getString("settlement")),
                  quality(rows.getString("quality"))));
        }
      }
      return found;
    }
  }

  private static @Nullable Quality quality(@Nullable String stored) {
    return stored == null ? null : Quality.valueOf(stored);
  }

  private static BillLine line(ResultSet rows) throws SQLException {
    return new BillLine(
        rows.getString("participant"),
        slot(rows),
        BillLine.Kind.valueOf(rows.getString("kind")),
        rows.getString("counterparty"),
        rows.getLong("trade_id"),
        rows.getLong("energy_wh"),
        rows.getLong("price_micro_per_kwh"),
        rows.getLong("amount_nano"),
        new Hash(rows.getString("salt")));
  }

  /** The slot in a row's {@code slot_start} and {@code slot_minutes}. */
  static DeliverySlot slot(ResultSet rows) throws SQLException {
    return new DeliverySlot(
        rows.getObject("slot_start", OffsetDateTime.class).toInstant().toEpochMilli(),
        rows.getInt("slot_minutes"));
  }
}
