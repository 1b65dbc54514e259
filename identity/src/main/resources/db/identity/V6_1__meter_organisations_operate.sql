-- Meter organisations confirm meter points: the first keys of their accounts, which are made for what the role may do, may so, too.
update api_key set scopes = scopes || ' operate' where label = 'local' and scopes not like '%operate%' and exists (
  select 1 from account a where a.market = api_key.market and a.account = api_key.account and a.role = 'meter-organisation');
-- Engines that run notice it.
update revision set number = number + 1;
