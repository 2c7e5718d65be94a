-- A visit is written several times in its life, and each time PostgreSQL made an entry for it in a dozen indexes anew, because the state
-- stood in the conditions of four of them. Now whether it is open stands there, which changes once; the updates before that touch no
-- index (HOT), where a page has room for them.
-- The history also has the longest visits first, and those of most data: docs/history.md tells why there are no other orders. A visit has its measures
-- once it has ended, so that what is written of it before touches no index for them either. The table is written anew once for all three columns: about half a
-- minute for a million visits.
alter table console_sessions set (fillfactor = 80);
alter table console_connections set (fillfactor = 80);
drop index console_sessions_open;
drop index console_sessions_open_asked;
drop index console_sessions_of_instance;
drop index console_sessions_watching;
alter table console_sessions
    add column open boolean not null generated always as (state <> 'ENDED') stored,
    add column duration_micros bigint generated always as (case when state = 'ENDED' then cast(extract(epoch from ended_at - connected_at) * 1000000 as bigint) end) stored,
    add column bytes_in_all bigint generated always as (case when state = 'ENDED' and connected_at is not null then bytes_to_browser + bytes_to_vm end) stored;
create index console_sessions_open on console_sessions (asked_at desc, id desc) where open;
create index console_sessions_of_instance on console_sessions (instance_id) where open;
create index console_sessions_watching on console_sessions (watches) where watches is not null and open;
create index console_sessions_by_duration on console_sessions (duration_micros desc, id desc) where duration_micros is not null;
create index console_sessions_by_data on console_sessions (bytes_in_all desc, id desc) where bytes_in_all is not null;

create or replace function tell_of_watched() returns trigger language plpgsql as $$
begin
    if exists (select 1 from console_sessions where watches = new.id and open) then
        perform pg_notify('porthole_reasons', '');
    end if;
    return null;
end $$;
