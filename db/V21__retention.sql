-- What is old may be removed, by rule only, and what is removed leaves a signed tombstone: docs/audit.md, Retention.

-- How young nothing is ever removed, whatever the portal asks for; its role may read this, and the tables' owner raise it.
create table retention_bounds (
    one        boolean primary key default true check (one),
    least_days integer not null check (least_days >= 30)
);
insert into retention_bounds (least_days) values (30);

-- The entries of the chain up to a place were removed; the signed line says which hash stood there, by which rule and when.
create table audit_tombstones (
    place      bigint primary key,
    line       text not null,
    removed_at timestamptz not null default now()
);
create trigger audit_tombstones_append_only before update or delete or truncate on audit_tombstones
    for each statement execute function refuse_change();

-- Rows of the trail go one way only: from its beginning, under a tombstone, old enough; the owner's, too.
create function refuse_removal_of_event() returns trigger language plpgsql as $$
begin
    if (old.at < now() - (select make_interval(days => least_days) from retention_bounds)
        and exists (select 1 from audit_chain c where c.event_id = old.id and c.seq <= (select max(place) from audit_tombstones))) is not true then
        raise exception 'audit_events is append-only: event % is neither old enough nor under a tombstone', old.id;
    end if;
    return old;
end $$;
create function refuse_removal_of_entry() returns trigger language plpgsql as $$
begin
    if (old.seq <= (select max(place) from audit_tombstones) and old.seq < (select max(seq) from audit_chain)
        and not exists (select 1 from audit_events e where e.id = old.event_id)) is not true then
        raise exception 'audit_chain is append-only: entry % is not under a tombstone', old.seq;
    end if;
    return old;
end $$;
drop trigger audit_events_append_only on audit_events;
create trigger audit_events_append_only before update or truncate on audit_events for each statement execute function refuse_change();
create trigger audit_events_removal before delete on audit_events for each row execute function refuse_removal_of_event();
drop trigger audit_chain_append_only on audit_chain;
create trigger audit_chain_append_only before update or truncate on audit_chain for each statement execute function refuse_change();
create trigger audit_chain_removal before delete on audit_chain for each row execute function refuse_removal_of_entry();

-- The only ways to remove, for a role that may not delete: with the rights of the tables' owner.
create function remove_events(up_to bigint) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
    removed bigint;
begin
    delete from audit_events where id = any (array(select event_id from audit_chain where seq <= up_to)); -- joined, it might read the whole trail
    delete from audit_chain where seq <= up_to;
    get diagnostics removed = row_count;
    return removed;
end $$;
revoke execute on function remove_events(bigint) from public;

-- The oldest sessions whose term is over, with their connections; not before a day's worth has come together, so that the trail tells of few removals.
create function remove_sessions(keep_days integer, most integer) returns table (removed bigint, newest timestamptz)
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    over timestamptz := now() - make_interval(days => keep_days);
begin
    if (keep_days >= (select least_days from retention_bounds)) is not true then
        raise exception 'the database keeps sessions for longer than % days (retention_bounds)', keep_days;
    end if;
    return query
        with overdue as (select s.id, s.ended_at from console_sessions s
                          where s.state = 'ENDED' and s.asked_at < over and s.ended_at < over
                            and not exists (select 1 from recordings r where r.session_id = s.id and r.state <> 'REMOVED')
                          order by s.asked_at limit most for update of s skip locked),
             gone as (delete from console_sessions s using overdue o
                       where s.id = o.id and exists (select 1 from overdue first where first.ended_at < over - interval '1 day')
                   returning s.ended_at)
        select count(*), max(gone.ended_at) from gone;
end $$;
revoke execute on function remove_sessions(integer, integer) from public;
