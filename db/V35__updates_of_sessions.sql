-- A visit is written several times in its life, and each time PostgreSQL made an entry for it in a dozen indexes anew, because the state
-- stood in the conditions of four of them. Now whether it is open stands there, which changes once; the updates before that touch no
-- index (HOT), where a page has room for them. The table is written anew once: some 20 s for a million visits.
alter table console_sessions set (fillfactor = 80);
alter table console_connections set (fillfactor = 80);
drop index console_sessions_open;
drop index console_sessions_open_asked;
drop index console_sessions_of_instance;
drop index console_sessions_watching;
alter table console_sessions add column open boolean not null generated always as (state <> 'ENDED') stored;
create index console_sessions_open on console_sessions (asked_at desc, id desc) where open;
create index console_sessions_of_instance on console_sessions (instance_id) where open;
create index console_sessions_watching on console_sessions (watches) where watches is not null and open;

create or replace function tell_of_watched() returns trigger language plpgsql as $$
begin
    if exists (select 1 from console_sessions where watches = new.id and open) then
        perform pg_notify('porthole_reasons', '');
    end if;
    return null;
end $$;
