package org.commonwatt.engine.readmodel;

/**
 * The statements of the market's projection. One transaction runs them in the order of the
 * constants: an order is inserted before its fill is noted, and filled before its rest expires.
 */
enum MarketSql {
  ORDER_ACCEPTED(
      """
      insert into market_order (market, order_id, participant, client_order_id, area, slot_start,
        slot_minutes, side, price_micro_per_kwh, energy_wh, status, accepted_at)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?)
      """),
  ORDER_FILLED(
      """
      update market_order set filled_wh = filled_wh + ?, status = 'MATCHED'
      where market = ? and order_id = ?
      """),
  ORDER_EXPIRED(
      """
      update market_order set status = case when filled_wh > 0 then 'MATCHED' else 'EXPIRED' end
      where market = ? and order_id = ?
      """),
  ORDER_CANCELLED("update market_order set status = 'CANCELLED' where market = ? and order_id = ?"),
  AUCTION(
      """
      insert into auction (market, area, slot_start, slot_minutes, price_micro_per_kwh,
        min_price_micro_per_kwh, max_price_micro_per_kwh, buy_wh, sell_wh, welfare_nano)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  LINK_FLOW(
      """
      insert into link_flow (market, slot_start, slot_minutes, from_area, to_area, flow_wh)
      values (?, ?, ?, ?, ?, ?)
      """),
  TRADE(
      """
      insert into trade (market, trade_id, slot_start, slot_minutes, buy_order_id, sell_order_id,
        buyer, seller, energy_wh, price_micro_per_kwh)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  POSITION(
      """
      insert into recorded_position (market, participant, slot_start, slot_minutes, version,
        import_wh, export_wh, quality)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (market, participant, slot_start) do update set version = excluded.version,
        import_wh = excluded.import_wh, export_wh = excluded.export_wh, quality = excluded.quality
      """),
  BATCH(
      """
      insert into batch (market, batch_id, slot_start, slot_minutes, rulebook_version,
        rulebook_hash, auction_hash, positions_hash, bill_root, bill_line_count, predecessor)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  BILL_LINE(
      """
      insert into bill_line (market, slot_start, line_index, participant, kind, counterparty,
        trade_id, energy_wh, price_micro_per_kwh, amount_nano, salt)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """),
  BATCH_RECORDED(
      """
      update batch set transaction_id = ?, block_number = ?
      where market = ? and batch_id = ?
      """);

  private final String text;

  MarketSql(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
