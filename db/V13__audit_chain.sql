-- What makes the trail tell on whoever touches it: docs/audit.md.

-- Under what circumstances: null where an event came from no request, or is older than this.
alter table audit_events
    add column on_behalf_of       text,
    add column forwarded          text,         -- the chain of X-Forwarded-For, as it came
    add column forwarded_believed boolean,      -- whether the address was taken from it
    add column user_agent         text,
    add column portal_node        text;

-- Each entry's hash is taken of the one before and of its event, so that none can be changed, taken out or put in between.
-- The order is that in which events became visible, not that of their ids: writers never wait for each other.
create table audit_chain (
    seq      bigint primary key,
    event_id bigint not null unique,
    form     smallint not null,                 -- of the event's bytes, as docs/audit.md numbers them
    hash     bytea not null
);

-- Events that have no place in the chain yet; a portal node gives them one within a second.
create table audit_unchained (
    event_id bigint primary key
);
alter table audit_unchained set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
insert into audit_unchained select id from audit_events;

create function await_chaining() returns trigger language plpgsql as $$
begin
    insert into audit_unchained select id from added;
    return null;
end $$;
create trigger audit_events_await_chaining after insert on audit_events
    referencing new table as added for each statement execute function await_chaining();

create or replace function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger audit_chain_append_only before update or delete or truncate on audit_chain
    for each statement execute function refuse_change();
