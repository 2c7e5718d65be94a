-- The longest visits first, and those of most data: docs/history.md tells why there are no other orders. A visit has its measures once it has ended, so that what is
-- written of it before touches no index. The table is written anew once: some 30 s for a million visits.
alter table console_sessions
    add column duration_micros bigint generated always as (case when state = 'ENDED' then cast(extract(epoch from ended_at - connected_at) * 1000000 as bigint) end) stored,
    add column bytes_in_all bigint generated always as (case when state = 'ENDED' and connected_at is not null then bytes_to_browser + bytes_to_vm end) stored;
create index console_sessions_by_duration on console_sessions (duration_micros desc, id desc) where duration_micros is not null;
create index console_sessions_by_data on console_sessions (bytes_in_all desc, id desc) where bytes_in_all is not null;
