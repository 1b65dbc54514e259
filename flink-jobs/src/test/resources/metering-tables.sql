-- The tables that the job writes to, as the market engine's migrations create them.
CREATE TABLE interval_energy (
  market text, meter text, participant text, slot_start timestamptz, slot_minutes int,
  version int, import_wh bigint, export_wh bigint, quality text,
  PRIMARY KEY (market, meter, slot_start));
CREATE TABLE reading (
  market text, meter text, reading_time timestamptz, sequence bigint, import_wh bigint,
  export_wh bigint, power_w bigint, quality text, PRIMARY KEY (market, meter, reading_time));
CREATE TABLE validation_finding (
  market text, meter text, check_name text, from_time timestamptz, until_time timestamptz,
  detail text, PRIMARY KEY (market, meter, check_name, from_time));
CREATE TABLE metered_position (
  market text, participant text, slot_start timestamptz, slot_minutes int,
  version int, import_wh bigint, export_wh bigint, quality text,
  PRIMARY KEY (market, participant, slot_start));
CREATE TABLE rejected_reading (
  id text PRIMARY KEY, market text, meter text, reading_time timestamptz,
  code text, message text, raw_hex text);
CREATE TABLE alert (
  market text, alert_id text, version int, pattern text, slot_start timestamptz, slot_minutes int,
  area text, participants text[], seen_at timestamptz, first_sequence bigint, last_sequence bigint,
  command_offset bigint, order_ids bigint[], trade_ids bigint[], energy_wh bigint,
  measure_names text[], measure_values bigint[], measure_limits bigint[],
  PRIMARY KEY (market, alert_id));
CREATE TABLE net_position (
  market text, participant text, area text, slot_start timestamptz, slot_minutes int, version bigint,
  contracted_wh bigint, metered_wh bigint, quality text, first_forecast_wh bigint,
  forecast_wh bigint, imbalance_to_date_wh bigint, PRIMARY KEY (market, participant, slot_start));
CREATE TABLE area_members (
  market text, area text, slot_start timestamptz, version bigint, accounts int,
  PRIMARY KEY (market, area, slot_start));
CREATE TABLE area_flow (
  market text, area text, slot_start timestamptz, slot_minutes int, version bigint,
  accounts int, expected int, meters_net_wh bigint, boundary_net_wh bigint, losses_wh bigint, residual_wh bigint,
  flow_wh bigint, flow_w bigint, max_import_w bigint, max_export_w bigint,
  residual_limit_wh bigint, quality text, PRIMARY KEY (market, area, slot_start));
CREATE TABLE grid_alert (
  market text, area text, slot_start timestamptz, slot_minutes int, kind text, version bigint,
  found bigint, most bigint, stands boolean, PRIMARY KEY (market, area, slot_start, kind));
