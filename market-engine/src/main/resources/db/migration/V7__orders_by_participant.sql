-- The list of a participant's orders, latest first, page by page.
create index market_order_by_participant on market_order (market, participant, order_id);
