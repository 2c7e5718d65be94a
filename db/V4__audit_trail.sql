-- What happened, in order. Rows are only ever added.

create table audit_events (
    id          bigint generated always as identity primary key,
    at          timestamptz not null default now(),
    action      text not null,
    user_name   text,
    address     text,
    instance_id uuid,
    instance_name text,
    project     text,
    node        text,
    session_id  uuid,
    door        text,
    refusal     text,                          -- why, when it was refused
    incident    uuid not null,                 -- what the user was told to quote
    detail      text not null default ''
);
create index audit_events_at on audit_events (at desc, id desc);
create index audit_events_refused on audit_events (at desc) where refusal is not null;
create index audit_events_sign_in on audit_events (address, at desc) where action = 'SIGN_IN_REFUSED';

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'audit_events is append-only';
end $$;
create trigger audit_events_append_only before update or delete or truncate on audit_events
    for each statement execute function refuse_change();

-- The history that people read: every visit, and every console that was refused.
create view console_history as
    select id, asked_at, user_name, instance_name, project, node, address, door, state,
           connected_at, ended_at, ended_about, end_reason as reason, bytes_to_browser, bytes_to_vm,
           (select count(*) from console_connections where session_id = console_sessions.id) as connections
      from console_sessions
    union all
    select incident, at, user_name, instance_name, project, node, address, door, 'REFUSED',
           null::timestamptz, at, false, refusal, 0::bigint, 0::bigint, 0::bigint
      from audit_events
     where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
