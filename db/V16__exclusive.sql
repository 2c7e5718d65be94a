-- One person at a time on a console, where its project wants it so.
alter table console_sessions add column takes_over boolean not null default false;  -- its next connection ends those of others
alter table console_connections add column taken_over_by text;                      -- who came instead: it is about to end

-- Questions to whoever is on such a console. Rows are old after two minutes.
create table console_asks (
    id           uuid primary key,
    instance_id  uuid not null,
    user_id      uuid not null references users on delete cascade,  -- who wants it
    user_name    text not null,
    asked_at     timestamptz not null,
    answer_until timestamptz not null,
    let_in       boolean,                                           -- null: no answer
    answered_by  text,
    answered_at  timestamptz,
    used_at      timestamptz                                        -- whoever was let in came
);
create index console_asks_open on console_asks (instance_id) where answered_at is null;
