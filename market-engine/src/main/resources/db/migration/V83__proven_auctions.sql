-- Whether the set of accepted orders of an auction is proven the best. Of earlier ones it is known where blocks joined several slots; the
-- others are not called proven until a rebuild has found it.
alter table auction add column optimal boolean not null default false;
update auction set optimal = true
where exists (
  select 1 from auction_window w
  where w.optimal and w.market = auction.market and w.slot_start <= auction.slot_start
    and auction.slot_start < w.slot_start + w.slots * w.slot_minutes * interval '1 minute');
