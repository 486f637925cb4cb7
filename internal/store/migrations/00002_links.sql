-- +goose Up
CREATE TABLE links (
    user_key    TEXT   PRIMARY KEY,  -- discord:1234
    individu_id BIGINT NOT NULL,
    since       BIGINT NOT NULL,
    made_by     TEXT   NOT NULL      -- operator, or the user key of whoever approved it
);

-- +goose Down
DROP TABLE links;
