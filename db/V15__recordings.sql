-- What was recorded of consoles. Names are kept as values beside the ids, and nothing refers to the session: a recording outlives its row.
create table recordings (
    id             uuid primary key,
    session_id     uuid not null,
    connection_id  uuid not null unique,
    instance_id    uuid not null,
    instance_name  text,
    project        text,
    user_name      text not null,
    node           text not null,
    door           text not null,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    bytes          bigint not null default 0,    -- of the file
    file_name      text not null,                -- in recording_directory
    sha256         bytea,                        -- of the file, as it lies there
    state          text not null default 'RECORDING' check (state in ('RECORDING', 'ENDED', 'FAILED', 'INTERRUPTED', 'REMOVED')),
    end_reason     text,
    check ((state = 'RECORDING') = (ended_at is null and end_reason is null))
);
create index recordings_session on recordings (session_id);
create index recordings_open on recordings (state) where state = 'RECORDING';
create index recordings_kept on recordings (started_at) where state <> 'REMOVED';
