-- Instants are Unix milliseconds, UTC. Columns named *_json hold JSON whose shape belongs to the package that writes it.

-- +goose Up
CREATE TABLE deliveries (
    id      TEXT   PRIMARY KEY,   -- a platform's id of a command or press
    seen_at BIGINT NOT NULL
);

CREATE TABLE drafts (
    id          TEXT   PRIMARY KEY,  -- the part of an action after its verb
    card        TEXT   NOT NULL DEFAULT '', -- the same for the choices of one card, of which one is used at most
    owner       TEXT   NOT NULL,     -- slack:U0ABC
    individu_id BIGINT NOT NULL,
    intent_json TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT,
    dropped_at  BIGINT
);

CREATE INDEX drafts_card ON drafts (card) WHERE card <> '';

CREATE TABLE writes (
    id            TEXT   PRIMARY KEY,
    press         TEXT   NOT NULL UNIQUE,  -- what makes a press work once, whoever delivers it
    owner         TEXT   NOT NULL,
    individu_id   BIGINT NOT NULL,
    intent_json   TEXT   NOT NULL,
    before_json   TEXT   NOT NULL,
    reply_json    TEXT   NOT NULL,
    begun_at      BIGINT NOT NULL,
    outcome       TEXT   NOT NULL DEFAULT '',  -- '' while open
    message       TEXT   NOT NULL DEFAULT '',
    recorded_json TEXT   NOT NULL DEFAULT '',
    extension_id  BIGINT NOT NULL DEFAULT 0,
    concluded_at  BIGINT,
    noted_at      BIGINT,                      -- when that was noted, by the clock of the machine
    look_at       BIGINT,                      -- when to read OCEAN again; null = no more
    told_at       BIGINT,
    late          BIGINT NOT NULL DEFAULT 0    -- 1 where its person was told another outcome before
);
CREATE INDEX writes_unfinished ON writes (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX writes_untold ON writes (concluded_at) WHERE told_at IS NULL;
CREATE INDEX writes_individu ON writes (individu_id);

CREATE TABLE listings (
    owner    TEXT   PRIMARY KEY,
    ids_json TEXT   NOT NULL,
    shown_at BIGINT NOT NULL
);

CREATE TABLE leases (
    name   TEXT   PRIMARY KEY,   -- what no two processes may do at once: driver:1110000403
    holder TEXT   NOT NULL,
    until  BIGINT NOT NULL
);

CREATE TABLE audit (
    seq         BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    actor       TEXT   NOT NULL,
    individu_id BIGINT NOT NULL,
    action      TEXT   NOT NULL,
    detail_json TEXT   NOT NULL,
    hash        TEXT   NOT NULL   -- of this entry and the hash before it
);

-- +goose Down
DROP TABLE audit;
DROP TABLE leases;
DROP TABLE listings;
DROP TABLE writes;
DROP TABLE drafts;
DROP TABLE deliveries;
