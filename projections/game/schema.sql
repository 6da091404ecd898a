CREATE TABLE game (
    game_id uuid PRIMARY KEY,
    slug    text,
    title   text,
    rules   jsonb,
    active  boolean,
    version integer
);
