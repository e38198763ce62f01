DROP SCHEMA IF EXISTS bare CASCADE;
CREATE SCHEMA bare;
CREATE TABLE bare.complaint AS
  SELECT id, number, state, received_at, next_due_at, closed_at, owner_id,
         encode(coalesce(phone_index, ''), 'hex') AS phone, description
    FROM cases_case;
ALTER TABLE bare.complaint ADD PRIMARY KEY (id);
CREATE SEQUENCE bare.ids;
SELECT setval('bare.ids', (SELECT coalesce(max(id), 0) + 1 FROM bare.complaint));
ALTER TABLE bare.complaint ALTER COLUMN id SET DEFAULT nextval('bare.ids');
CREATE UNIQUE INDEX ON bare.complaint (number);
CREATE INDEX ON bare.complaint (owner_id, next_due_at, id) WHERE closed_at IS NULL;
CREATE INDEX ON bare.complaint (next_due_at, id) WHERE closed_at IS NULL;
CREATE INDEX ON bare.complaint (phone);
CREATE INDEX ON bare.complaint (received_at);
CREATE TABLE bare.event (
  id bigserial PRIMARY KEY, case_id bigint NOT NULL, seq int NOT NULL,
  verb text NOT NULL, at timestamptz NOT NULL, facts jsonb NOT NULL);
INSERT INTO bare.event (case_id, seq, verb, at, facts)
  SELECT case_id, seq, verb, at, facts FROM cases_entry ORDER BY case_id, seq;
CREATE UNIQUE INDEX ON bare.event (case_id, seq);
ALTER TABLE bare.event ADD FOREIGN KEY (case_id) REFERENCES bare.complaint;
CREATE TABLE bare.job (
  id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES bare.complaint, what text NOT NULL,
  due_at timestamptz NOT NULL);
CREATE INDEX ON bare.job (due_at);
ANALYZE bare.complaint;
ANALYZE bare.event
