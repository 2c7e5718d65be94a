-- Visits to consoles. Names are kept as values beside the ids: the history outlives users, VMs and projects.

create table console_sessions (
    id             uuid primary key,
    door           text not null,              -- PAGE: the Console button; API: a bearer URL that was asked for
    user_id        uuid not null,
    user_name      text not null,
    sign_in_id     uuid,
    instance_id    uuid not null,
    instance_name  text not null,
    project        text,
    node           text not null,
    address        text not null,              -- from where it was asked for
    state          text not null check (state in ('AUTHORIZED', 'ACTIVE', 'ENDED')),
    asked_at       timestamptz not null default now(),
    open_until     timestamptz not null,       -- a token may connect until then
    connected_at   timestamptz,
    ended_at       timestamptz,
    ended_about    boolean not null default false,
    end_reason     text,
    bytes_to_browser bigint not null default 0,
    bytes_to_vm    bigint not null default 0,
    check ((state = 'ENDED') = (ended_at is not null and end_reason is not null))
);
create index console_sessions_asked on console_sessions (asked_at desc, id desc);
create index console_sessions_open on console_sessions (state) where state <> 'ENDED';
create index console_sessions_user on console_sessions (lower(user_name), asked_at desc);

create table console_auth_tokens (
    token_hash  bytea primary key,             -- SHA-256; the token itself is nowhere
    session_id  uuid not null references console_sessions on delete cascade,
    sign_in_id  uuid,                          -- null: a bearer token
    once        boolean not null,
    host        text not null,
    port        integer not null,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
create index console_auth_tokens_session on console_auth_tokens (session_id);
create index console_auth_tokens_expiry on console_auth_tokens (expires_at);

create table console_connections (
    id             uuid primary key,
    session_id     uuid not null references console_sessions on delete cascade,
    portal_node    text not null,
    portal_boot    uuid not null,              -- which start of that portal node holds it
    address        text not null,
    opened_at      timestamptz not null default now(),
    established_at timestamptz,                -- the VNC server's screen was reached
    closed_at      timestamptz,
    end_reason     text,
    bytes_to_browser bigint not null default 0,
    bytes_to_vm    bigint not null default 0
);
create index console_connections_session on console_connections (session_id);
create index console_connections_open on console_connections (portal_boot) where closed_at is null;

-- Each running portal node shows that it lives; the connections of one that stopped showing it are closed by another.
create table portal_nodes (
    boot         uuid primary key,
    name         text not null,
    started_at   timestamptz not null default now(),
    heartbeat_at timestamptz not null default now()
);
