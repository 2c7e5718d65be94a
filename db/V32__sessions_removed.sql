-- What rule took away of the sessions, so that the history says where it begins. The database notes it with the removal itself; the portal's role may only read it.
create table session_removals (
    id         bigint generated always as identity primary key,
    count      bigint not null,
    last_ended timestamptz not null,   -- of the sessions that went
    keep_days  integer not null,
    removed_at timestamptz not null default now()
);
insert into session_removals (count, last_ended, keep_days, removed_at)
    select told[1]::bigint, told[3]::timestamptz, told[2]::integer, at
      from (select at, id, regexp_match(detail, '^(\d+) sessions, older than session_keep_days = (\d+): the last of them ended (\S+)$') as told
              from audit_events where action = 'SESSIONS_REMOVED') events
     where told is not null order by id;
create trigger session_removals_append_only before update or delete or truncate on session_removals
    for each statement execute function refuse_change();

create or replace function remove_sessions(keep_days integer, most integer) returns table (removed bigint, newest timestamptz)
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
                   returning s.ended_at),
             all_gone as (select count(*) as how_many, max(gone.ended_at) as last_of_them from gone),
             noted as (insert into session_removals (count, last_ended, keep_days) select a.how_many, a.last_of_them, remove_sessions.keep_days from all_gone a where a.how_many > 0)
        select a.how_many, a.last_of_them from all_gone a;
end $$;
