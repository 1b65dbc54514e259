package org.commonwatt.engine.readmodel;

/**
 * The statements of the market's projection. One transaction runs them in the order of the
 * constants: an order is inserted before it is changed.
 */
enum MarketSql {
  ORDER_ACCEPTED(
      """
      insert into market_order (market, order_id, participant, client_order_id, area, slot_start,
        slot_minutes, side, price_micro_per_kwh, energy_wh, open_wh, status, accepted_at,
        time_in_force, expires_at, at_market, all_or_none, min_energy_wh, peak_wh, post_only,
        self_trade)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  ORDER_CHANGED(
      """
      update market_order o set
        price_micro_per_kwh = coalesce(c.price, o.price_micro_per_kwh),
        open_wh = case when c.reason is null then coalesce(c.open_at, o.open_wh) + c.open_by
          else 0 end,
        filled_wh = o.filled_wh + c.filled,
        filled_nano = o.filled_nano + c.nano,
        cancelled_wh = case when c.reason is null then o.cancelled_wh
          else coalesce(c.open_at, o.open_wh) + c.open_by end,
        cancel_reason = case
          when coalesce(c.open_at, o.open_wh) + c.open_by = 0 then null else c.reason end,
        status = case
          when c.reason is null and coalesce(c.open_at, o.open_wh) + c.open_by > 0 then 'OPEN'
          when o.filled_wh + c.filled > 0 then 'MATCHED'
          when c.reason in ('EXPIRED', 'GATE_CLOSED') then 'EXPIRED'
          else 'CANCELLED' end
      from (select ?::bigint as price, ?::bigint as open_at, ?::bigint as open_by,
        ?::bigint as filled, ?::numeric as nano, ?::text as reason) c
      where o.market = ? and o.order_id = ?
      """),
  ORDER_AMENDED(
      """
      insert into order_amendment (market, order_id, sequence, price_micro_per_kwh, open_wh,
        kept_priority)
      values (?, ?, ?, ?, ?, ?)
      """),
  ORDER_STEP(
      """
      insert into order_step (market, order_id, sequence, at, what, price_micro_per_kwh, open_wh,
        by_wh, trade_id, traded_micro_per_kwh)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  MARKET_CLOCK(
      """
      insert into market_clock (market, at) values (?, ?)
      on conflict (market) do update set at = excluded.at
      """),
  MASS_CANCELLED(
      """
      insert into mass_cancel (market, sequence, participant, slot_start, area, side, orders)
      values (?, ?, ?, ?, ?, ?, ?)
      """),
  PRODUCT_HALTED(
      """
      insert into product_halt (market, slot_start, slot_minutes, area, sequence,
        price_micro_per_kwh, until_at)
      values (?, ?, ?, ?, ?, ?, ?)
      """),
  CONTINUOUS_TRADE(
      """
      insert into continuous_trade (market, trade_id, slot_start, slot_minutes, taker_order_id,
        maker_order_id, taker_side, buyer, seller, buy_area, sell_area, energy_wh,
        price_micro_per_kwh, fee_micro_per_kwh)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  CONTINUOUS_FLOW(
      """
      insert into continuous_flow (market, trade_id, slot_start, place, from_area, to_area, flow_wh)
      values (?, ?, ?, ?, ?, ?, ?)
      """),
  AUCTION(
      """
      insert into auction (market, area, slot_start, slot_minutes, price_micro_per_kwh,
        min_price_micro_per_kwh, max_price_micro_per_kwh, buy_wh, sell_wh, welfare_nano, optimal)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  LINK_FLOW(
      """
      insert into link_flow (market, slot_start, slot_minutes, from_area, to_area, flow_wh)
      values (?, ?, ?, ?, ?, ?)
      """),
  TRADE(
      """
      insert into trade (market, trade_id, slot_start, slot_minutes, buy_order_id, sell_order_id,
        buyer, seller, energy_wh, price_micro_per_kwh, surplus_micro_per_kwh)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  LOWERED_LINK(
      """
      insert into lowered_link (market, sequence, slot_start, slot_minutes, from_area, to_area,
        min_flow_wh, max_flow_wh, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  IMBALANCE_PRICE(
      """
      insert into imbalance_price (market, slot_start, area, version, slot_minutes,
        short_micro_per_kwh, long_micro_per_kwh, sequence)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """),
  AREA_BALANCE(
      """
      insert into area_balance (market, slot_start, area, run, slot_minutes, boundary_version,
        entered_wh, left_wh, technical_wh, limit_wh)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  BILATERAL_CONTRACT(
      """
      insert into bilateral_contract (market, sequence, contract_id, buyer, seller, area, from_time,
        to_time, slot_minutes, energy_wh, price_hash, buyer_signature, seller_signature, buyer_key,
        seller_key)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  CURTAILED_TRADE(
      """
      insert into curtailed_trade (market, sequence, trade_id, slot_start, slot_minutes, buyer,
        seller, by_wh, left_wh, buyer_micro_per_kwh, seller_micro_per_kwh)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  ORDERS_OF_CURTAILED(
      """
      update market_order o set
        filled_wh = o.filled_wh - c.by_wh,
        filled_nano = o.filled_nano - c.by_wh::numeric * t.price,
        status = case
          when o.status <> 'MATCHED' or o.filled_wh > c.by_wh then o.status
          when o.cancel_reason in ('EXPIRED', 'GATE_CLOSED') then 'EXPIRED'
          else 'CANCELLED' end
      from curtailed_trade c join (
        select market, trade_id, price_micro_per_kwh as price, buy_order_id as one,
          sell_order_id as other from trade
        union all
        select market, trade_id, price_micro_per_kwh, taker_order_id, maker_order_id
          from continuous_trade) t on t.market = c.market and t.trade_id = c.trade_id
      where c.market = ? and c.sequence = ? and o.market = c.market
        and o.order_id in (t.one, t.other)
      """),
  TRADE_CURTAILED(
      """
      update trade set energy_wh = ? where market = ? and trade_id = ?
      """),
  CONTINUOUS_TRADE_CURTAILED(
      """
      update continuous_trade set energy_wh = ? where market = ? and trade_id = ?
      """),
  CONTINUOUS_FLOW_CURTAILED(
      """
      update continuous_flow set flow_wh = sign(flow_wh) * ? where market = ? and trade_id = ?
      """),
  NO_TRADE_LEFT(
      """
      delete from trade where market = ? and trade_id = ? and energy_wh = 0
      """),
  NO_CONTINUOUS_TRADE_LEFT(
      """
      delete from continuous_trade where market = ? and trade_id = ? and energy_wh = 0
      """),
  NO_CONTINUOUS_FLOW_LEFT(
      """
      delete from continuous_flow where market = ? and trade_id = ? and flow_wh = 0
      """),
  FLOWS_LEFT(
      """
      update link_flow f set flow_wh = sign(f.flow_wh) * (
        select coalesce(sum(t.energy_wh), 0) from trade t where t.market = f.market
          and t.slot_start = f.slot_start and t.buyer = f.from_area || '>' || f.to_area)
      where f.market = ? and f.slot_start = ?
      """),
  AUCTION_WINDOW(
      """
      insert into auction_window (market, slot_start, slot_minutes, slots, welfare_nano,
        welfare_bound_nano, optimal)
      values (?, ?, ?, ?, ?, ?, ?)
      """),
  WINDOW_ORDER(
      """
      insert into window_order (market, slot_start, order_id, participating_wh)
      values (?, ?, ?, ?)
      """),
  STORAGE_AUCTION(
      """
      insert into storage_auction (market, window_start, held, welfare_nano, bound_nano)
      values (?, ?, ?, ?, ?)
      """),
  STORAGE_PRICE(
      """
      insert into storage_price (market, window_start, area, slot, lowest_micro_per_kwh,
        highest_micro_per_kwh, accepted_wh, charged_wh)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """),
  STORAGE_FLOW(
      """
      insert into storage_flow (market, window_start, from_area, to_area, slot, flow_wh,
        fee_micro_per_kwh)
      values (?, ?, ?, ?, ?, ?, ?)
      """),
  MISSED_GATE(
      """
      insert into missed_gate (market, slot_start, slot_minutes, late_millis, fallback)
      values (?, ?, ?, ?, ?)
      """),
  AUCTION_CANCELLED(
      """
      insert into cancelled_auction (market, slot_start, slot_minutes, reason)
      values (?, ?, ?, ?)
      """),
  NOTHING_CLEARED(
      """
      update auction set price_micro_per_kwh = null, min_price_micro_per_kwh = null,
        max_price_micro_per_kwh = null, buy_wh = 0, sell_wh = 0, welfare_nano = 0
      where market = ? and slot_start = ?
      """),
  NOTHING_FLOWS(
      """
      update link_flow set flow_wh = 0 where market = ? and slot_start = ?
      """),
  BUSTED_TRADE(
      """
      insert into busted_trade (market, trade_id, slot_start, slot_minutes, buyer, seller,
        energy_wh, price_micro_per_kwh, cause, reason)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  ORDERS_OF_BUSTED(
      """
      update market_order o set
        filled_wh = o.filled_wh - b.energy_wh,
        filled_nano = o.filled_nano - b.energy_wh::numeric * b.price_micro_per_kwh,
        status = case
          when o.status <> 'MATCHED' or o.filled_wh > b.energy_wh then o.status
          when o.cancel_reason in ('EXPIRED', 'GATE_CLOSED') then 'EXPIRED'
          else 'CANCELLED' end
      from busted_trade b where b.market = ? and b.trade_id = ? and o.market = b.market
        and (o.order_id in (select unnest(array[t.buy_order_id, t.sell_order_id]) from trade t
            where t.market = b.market and t.trade_id = b.trade_id)
          or o.order_id in (select unnest(array[c.taker_order_id, c.maker_order_id])
            from continuous_trade c where c.market = b.market and c.trade_id = b.trade_id))
      """),
  TRADE_BUSTED(
      """
      delete from trade where market = ? and trade_id = ?
      """),
  CONTINUOUS_TRADE_BUSTED(
      """
      delete from continuous_trade where market = ? and trade_id = ?
      """),
  CONTINUOUS_FLOW_BUSTED(
      """
      delete from continuous_flow where market = ? and trade_id = ?
      """),
  POSITION(
      """
      insert into recorded_position (market, participant, slot_start, slot_minutes, version,
        import_wh, export_wh, quality, first_sequence, qualities_kept)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, true)
      on conflict (market, participant, slot_start) do update set version = excluded.version,
        import_wh = excluded.import_wh, export_wh = excluded.export_wh, quality = excluded.quality
      """),
  POSITION_QUALITY(
      """
      insert into position_quality (market, slot_start, participant, sequence, quality)
      select e.market, e.slot_start, e.participant, e.sequence, e.quality
      from (select ?::text as market, ?::timestamptz as slot_start, ?::text as participant,
          ?::bigint as sequence, ?::text as quality, ?::boolean as always) e
      where e.always or exists (select 1 from position_quality f where f.market = e.market
        and f.slot_start = e.slot_start and f.participant = e.participant)
      """),
  BATCH(
      """
      insert into batch (market, batch_id, slot_start, slot_minutes, rulebook_version,
        rulebook_hash, auction_hash, positions_hash, bill_root, bill_line_count, predecessor,
        sequence)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  METER_SILENT(
      """
      insert into notice (market, participant, sequence, kind, slot_start, slot_minutes)
      select distinct e.market, m.participant, e.sequence, 'METER_SILENT', e.awaited, e.minutes
      from (select ?::text as market, ?::bigint as sequence, ?::timestamptz as awaited,
          ?::timestamptz as before, ?::interval as patience, ?::int as minutes) e
        join recorded_position m on m.market = e.market and m.first_sequence < e.sequence
          and m.slot_start in (e.before, (select max(s.slot_start) from batch s
            where s.market = e.market and s.sequence < e.sequence))
      where exists (select 1 from recorded_position o where o.market = e.market
          and o.slot_start = e.awaited and o.first_sequence < e.sequence)
        and not exists (select 1 from recorded_position a where a.market = e.market
          and a.participant = m.participant and a.slot_start = e.awaited
          and a.first_sequence < e.sequence)
        and not exists (select 1 from batch s where s.market = e.market
          and s.slot_start = e.awaited and s.sequence < e.sequence)
        and not exists (select 1 from notice n where n.market = e.market
          and n.participant = m.participant and n.kind = 'METER_SILENT'
          and n.sequence < e.sequence and (n.slot_start > e.awaited - e.patience
            or not exists (select 1 from recorded_position p where p.market = n.market
              and p.participant = n.participant and p.slot_start >= n.slot_start
              and p.first_sequence > n.sequence and p.first_sequence < e.sequence)))
      on conflict do nothing
      """),
  BILL_LINE(
      """
      insert into bill_line (market, slot_start, line_index, participant, kind, counterparty,
        trade_id, energy_wh, price_micro_per_kwh, amount_nano, salt)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  SETTLEMENT_RUN(
      """
      insert into settlement_run (market, batch_id, slot_start, slot_minutes, run, final,
        rulebook_version, rulebook_hash, auction_hash, positions_hash, bill_root, bill_line_count,
        predecessor, sequence)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  REVISED_LINE(
      """
      insert into revised_line (market, slot_start, run, line_index, participant, kind,
        counterparty, trade_id, energy_wh, price_micro_per_kwh, amount_nano, salt)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  RUN_RECORDED(
      """
      update settlement_run set transaction_id = ?, block_number = ?
      where market = ? and batch_id = ?
      """),
  BATCH_RECORDED(
      """
      update batch set transaction_id = ?, block_number = ?
      where market = ? and batch_id = ?
      """),
  ACCOUNT_DEFAULTED(
      """
      insert into account_default (market, sequence, account, slot_start, slot_minutes,
        shortfall_nano, collateral_nano, own_fund_nano, exchange_nano, uncovered_nano)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  RECEIVABLE_PAID(
      """
      insert into receivable_payment (market, sequence, account, paid_nano)
      values (?, ?, ?, ?)
      """),
  DEFAULT_SHARE(
      """
      insert into default_share (market, sequence, place, account, nano)
      values (?, ?, ?, ?, ?)
      """),
  DISPUTE_OPENED(
      """
      insert into dispute (market, dispute_id, participant, slot_start, slot_minutes, run,
        line_index, reason, opened_at, decide_by, state, overdue)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', false)
      """),
  DISPUTE_EVIDENCE(
      """
      insert into dispute_evidence (market, sequence, dispute_id, participant, slot_start, sha256)
      select market, ?, dispute_id, participant, slot_start, ? from dispute
      where market = ? and dispute_id = ?
      """),
  DISPUTE_OVERDUE(
      """
      update dispute set overdue = true where market = ? and dispute_id = ?
      """),
  DISPUTE_DECIDED(
      """
      update dispute set state = ?, decider = ?, decided_at = ?, corrected_nano = ?, ruling = ?
      where market = ? and dispute_id = ?
      """),
  DISPUTE_WITHDRAWN(
      """
      update dispute set state = 'WITHDRAWN' where market = ? and dispute_id = ?
      """),
  NOTICE(
      """
      insert into notice (market, participant, sequence, kind, slot_start, slot_minutes, about,
        detail, energy_wh, amount_nano)
      values (?, ?, ?, ?, ?::timestamptz, ?::int, ?, ?, ?::bigint, ?::numeric)
      on conflict do nothing
      """),
  ERASURE(
      """
      insert into erasure (market, participant, erased_at) values (?, ?, ?)
      on conflict (market, participant) do update set erased_at = excluded.erased_at
      """),
  NOTICE_OF_ORDER(
      """
      insert into notice (market, participant, sequence, kind, slot_start, slot_minutes, about,
        detail, energy_wh)
      select market, participant, ?, 'ORDER_ENDED', slot_start, slot_minutes, ?, ?, ?::bigint
      from market_order where market = ? and order_id = ?
      """);

  private final String text;

  MarketSql(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
