-- Disputes of bill lines; of what is not decided the columns of the decision are null. One whose text was erased
-- has no row.
create table dispute (
  market         text        not null,
  dispute_id     bigint      not null,
  participant    text        not null,
  slot_start     timestamptz not null,
  slot_minutes   int         not null,
  run            int         not null,
  line_index     int         not null,
  state          text        not null,
  overdue        boolean     not null,
  opened_at      timestamptz not null,
  decide_by      timestamptz not null,
  reason         text        not null,
  decider        text,
  decided_at     timestamptz,
  corrected_nano bigint,
  ruling         text,
  primary key (market, dispute_id)
);
create index dispute_of_participant on dispute (market, participant, dispute_id);
create index dispute_of_line on dispute (market, slot_start, line_index, dispute_id);

-- SHA-256 of evidence, in the order of the engine's numbers of the events.
create table dispute_evidence (
  market      text        not null,
  sequence    bigint      not null,
  dispute_id  bigint      not null,
  participant text        not null,
  slot_start  timestamptz not null,
  sha256      text        not null,
  primary key (market, sequence)
);
create index dispute_evidence_of_dispute on dispute_evidence (market, dispute_id, sequence);
