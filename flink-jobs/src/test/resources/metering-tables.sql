-- The tables that the job writes to, as the market engine's migrations create them.
CREATE TABLE interval_energy (
  market text, meter text, participant text, slot_start timestamptz, slot_minutes int,
  version int, import_wh bigint, export_wh bigint, quality text,
  PRIMARY KEY (market, meter, slot_start));
CREATE TABLE metered_position (
  market text, participant text, slot_start timestamptz, slot_minutes int,
  version int, import_wh bigint, export_wh bigint, quality text,
  PRIMARY KEY (market, participant, slot_start));
CREATE TABLE rejected_reading (
  id text PRIMARY KEY, market text, meter text, reading_time timestamptz,
  code text, message text, raw_hex text);
