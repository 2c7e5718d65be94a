-- What the administration pages ask: when somebody last signed in, and links by which people choose a password themselves.

create index sign_ins_last on sign_ins (user_id, started_at desc);

-- The link's secret is not here, only its SHA-256. A row that was used stays until the next link of its user is made.
create table password_links (
    secret_hash bytea primary key,
    user_id     uuid not null references users on delete cascade,
    expires_at  timestamptz not null,
    used_at     timestamptz
);
create index password_links_user on password_links (user_id);
