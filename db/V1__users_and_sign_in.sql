-- Who may sign in, and what they are in which project.

create table users (
    id            uuid primary key,
    name          text not null,
    password_hash text,                       -- Jakarta Security's PBKDF2 form; null: this user cannot sign in with a password
    enabled       boolean not null default true,
    declared      boolean not null default false,  -- stands in the settings file and is kept in step with it
    created_at    timestamptz not null default now()
);
create unique index users_name on users (lower(name));

create table projects (
    id          uuid primary key,
    name        text not null unique,
    description text not null default '',
    declared    boolean not null default false
);

create table memberships (
    user_id    uuid not null references users on delete cascade,
    project_id uuid not null references projects on delete cascade,
    role       text not null check (role in ('MEMBER', 'AUDITOR', 'ADMIN')),
    primary key (user_id, project_id, role)
);

-- One row for each browser that signed in. The cookie's secret is not here, only its SHA-256.
create table sign_ins (
    id          uuid primary key,
    user_id     uuid not null references users on delete cascade,
    secret_hash bytea not null unique,
    address     text not null,
    user_agent  text not null default '',
    started_at  timestamptz not null default now(),
    last_seen   timestamptz not null default now(),
    ended_at    timestamptz
);
create index sign_ins_user on sign_ins (user_id) where ended_at is null;

-- The one-time link with which a fresh installation gets its first administrator.
create table setup_links (
    secret_hash bytea primary key,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
