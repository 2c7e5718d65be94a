-- The history tells who asked for looking only, and how many messages were held back for lack of a right.
create or replace view console_history as
    select id, asked_at, user_name, instance_name, project, node, address, door, state,
           connected_at, ended_at, ended_about, end_reason as reason, bytes_to_browser, bytes_to_vm,
           (select count(*) from console_connections where session_id = console_sessions.id) as connections,
           view_only,
           (select coalesce(sum(withheld_messages), 0) from console_connections where session_id = console_sessions.id) as withheld_messages
      from console_sessions
    union all
    select incident, at, user_name, instance_name, project, node, address, door, 'REFUSED',
           null::timestamptz, at, false, refusal, 0::bigint, 0::bigint, 0::bigint, false, 0::numeric
      from audit_events
     where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
