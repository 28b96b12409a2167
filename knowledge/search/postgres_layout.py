"""How a build lies in a schema ``{s}`` of PostgreSQL: the tables of the SQLite file."""

from __future__ import annotations

#: Columns in the order their rows are sent in.
ENTRY = ("key", "id", "region", "kind", "digest", "asked", "bodies", "data", "provenance")
PASSAGE = ("key", "entry", "field", "text", "sounds", "heading", "article")
VECTOR = ("passage", "value")
POSTING = ("channel", "term", "keys", "weights")

#: What a build begins with. Between two batches it encodes, for as long as that takes.
TABLES = """
SET LOCAL lock_timeout = '30s';
SET LOCAL idle_in_transaction_session_timeout = 0;
SET LOCAL statement_timeout = 0;
DROP SCHEMA IF EXISTS {s} CASCADE;
CREATE SCHEMA {s};
CREATE TABLE {s}.entry (
    key integer NOT NULL, id text NOT NULL, region text NOT NULL, kind text NOT NULL,
    digest text NOT NULL, asked boolean NOT NULL, bodies integer NOT NULL,
    retired boolean NOT NULL DEFAULT false, data text NOT NULL, provenance text NOT NULL
);
CREATE TABLE {s}.passage (
    key integer NOT NULL, entry integer NOT NULL, field integer NOT NULL,
    text text NOT NULL, sounds text NOT NULL, heading text, article integer
);
CREATE TABLE {s}.vector (passage integer NOT NULL, value bytea NOT NULL);
CREATE TABLE {s}.posting (
    channel integer NOT NULL, term text NOT NULL, keys bytea NOT NULL, weights bytea NOT NULL
);
CREATE TABLE {s}.registry (name text PRIMARY KEY, data text NOT NULL);
CREATE TABLE {s}.meta (name text PRIMARY KEY, value text NOT NULL);
-- Numbers of half precision hardly get smaller: compressing them costs time for nothing.
ALTER TABLE {s}.posting ALTER keys SET STORAGE EXTERNAL, ALTER weights SET STORAGE EXTERNAL;
CREATE UNLOGGED TABLE {s}.incoming (channel integer, term text, keys bytea, weights bytea);
"""
NAMES = ("entry", "passage", "vector", "posting", "registry", "meta")
#: Adds what is in ``incoming`` to the postings.
APPEND = """
ANALYZE {s}.incoming;
UPDATE {s}.posting p SET keys = p.keys || i.keys, weights = p.weights || i.weights
    FROM {s}.incoming i WHERE p.channel = i.channel AND p.term = i.term;
INSERT INTO {s}.posting SELECT * FROM {s}.incoming i WHERE NOT EXISTS (
    SELECT FROM {s}.posting p WHERE p.channel = i.channel AND p.term = i.term
);
TRUNCATE {s}.incoming;
"""
#: What is made after all rows, which is faster than before them. Terms by hash: one may be
#: longer than a page of a tree holds, as normal form makes one word of an English paragraph.
INDEXES = """
DROP TABLE {s}.incoming;
ALTER TABLE {s}.entry ADD PRIMARY KEY (key);
ALTER TABLE {s}.passage ADD PRIMARY KEY (key);
CREATE INDEX ON {s}.passage (entry);
ALTER TABLE {s}.vector ADD PRIMARY KEY (passage);
CREATE INDEX ON {s}.posting USING hash (term);
ANALYZE {s}.entry, {s}.passage, {s}.vector, {s}.posting;
"""
EXISTS = "SELECT FROM pg_namespace WHERE nspname = %s"
#: In one message, and so in one transaction: the timeout ends with it.
DROP = "SET LOCAL lock_timeout = '5s'; DROP SCHEMA IF EXISTS {s} CASCADE"
