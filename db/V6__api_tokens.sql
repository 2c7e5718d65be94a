-- What the OpenStack doors need: tokens of programs, and what their clients ask of a VM beside its name.

-- One row for each token that a program got. The token itself is not here, only its SHA-256.
create table api_tokens (
    token_hash    bytea primary key,
    audit_id      uuid not null unique,           -- names the token where the token itself must not stand
    user_id       uuid not null references users on delete cascade,
    project_id    uuid references projects on delete cascade,  -- null: for no project, good only to get another token with
    exchanged     boolean not null,               -- given for another token, and not for a password
    password_mark bytea,                          -- SHA-256 of users.password_hash at that time: another password ends the token
    issued_at     timestamptz not null,
    expires_at    timestamptz not null,
    revoked_at    timestamptz
);
create index api_tokens_expiry on api_tokens (expires_at);
create index api_tokens_user on api_tokens (user_id);
create index api_tokens_project on api_tokens (project_id);

alter table instances
    add column vcpus      integer not null default 0,
    add column memory_mib integer not null default 0,
    add column first_seen timestamptz not null default now(),  -- by Porthole: a hypervisor does not tell when a VM was made
    add column changed_at timestamptz not null default now();  -- when its state, its node or its name was last another

-- Whether PostgreSQL takes this as a regular expression: name filters come from outside.
create function is_regular_expression(pattern text) returns boolean language plpgsql immutable as $$
begin
    perform '' ~ pattern;
    return true;
exception when invalid_regular_expression then
    return false;
end $$;

-- Nova's name filter is a regular expression, but its clients put whole names there: a VM called "web(1" must be found too.
create function name_matches(name text, pattern text) returns boolean language sql immutable as $$
    select name = pattern or case when is_regular_expression(pattern) then name ~ pattern else false end
$$;
