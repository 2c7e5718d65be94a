-- Visits are counted as they connect, so that the page of use asks a few rows, whatever the number of visits.

-- Visits that are not counted yet; a portal node takes them within seconds.
create table usage_waiting (
    session_id uuid primary key
);
alter table usage_waiting set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
insert into usage_waiting select id from console_sessions where connected_at is not null;

create table usage_hours (
    hour   timestamptz primary key,
    visits bigint not null
);
create table usage_days (
    day    date not null,                    -- of UTC
    kind   text not null check (kind in ('USER', 'VM')),
    key    text not null,                    -- the name in small letters, or the id
    name   text not null,
    visits bigint not null,
    primary key (day, kind, key)
);
-- The first ones of the last so many days, made anew when something was counted.
create table usage_tops (
    days   smallint not null,
    kind   text not null,
    place  smallint not null,
    name   text not null,
    visits bigint not null,
    primary key (days, kind, place)
);

create function await_counting() returns trigger language plpgsql as $$
begin
    insert into usage_waiting values (new.id) on conflict do nothing;
    return null;
end $$;
create trigger console_sessions_begun after insert on console_sessions for each row
    when (new.connected_at is not null) execute function await_counting();
create trigger console_sessions_connected after update of connected_at on console_sessions for each row
    when (old.connected_at is null and new.connected_at is not null) execute function await_counting();
