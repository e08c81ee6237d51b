-- From the present schema back to the first, as it would have been on PostgreSQL. A migration is tried on it.
DROP INDEX reports_twins;
ALTER TABLE reports DROP COLUMN duplicate_of;
DROP TABLE checkpoints, presence;
ALTER TABLE users DROP COLUMN must_change;
DROP TABLE draft_changes, draft_comments, drafts, edited;
UPDATE meta SET value = '1' WHERE key = 'schema_version';
