-- Whether the set of accepted orders of an auction is proven the best. Of earlier rows it is not known; a rebuild finds it.
alter table auction add column optimal boolean not null default true;
