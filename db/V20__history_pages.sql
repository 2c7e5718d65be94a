-- What the pages of the history ask for, whatever the number of rows: one whole name, newest first, from any place on.
-- Events of consoles that were refused stand in the history too; there are few of them, so their indexes cost the other events nothing.

drop index console_sessions_user;
create index console_sessions_of_user on console_sessions (lower(user_name), asked_at desc, id desc);
create index console_sessions_of_vm on console_sessions (lower(instance_name), asked_at desc, id desc);
create index console_sessions_of_project on console_sessions (lower(project), asked_at desc, id desc);
create index console_sessions_of_node on console_sessions (lower(node), asked_at desc, id desc);
create index console_sessions_of_address on console_sessions (address, asked_at desc, id desc);
create index console_sessions_visits on console_sessions (instance_id, asked_at desc, id desc);
create index console_sessions_open_asked on console_sessions (asked_at desc, id desc) where state <> 'ENDED';
create index console_sessions_watchers on console_sessions (watches) where watches is not null;

drop index audit_events_refused;
create index audit_events_refused on audit_events (at desc, id desc) where refusal is not null;
create index audit_events_of_user on audit_events (lower(user_name), at desc, id desc);
create index audit_events_of_vm on audit_events (lower(instance_name), at desc, id desc) where instance_name is not null;
create index audit_events_of_project on audit_events (lower(project), at desc, id desc) where project is not null;
create index audit_events_of_node on audit_events (lower(node), at desc, id desc) where node is not null;
create index audit_events_of_address on audit_events (address, at desc, id desc) where address is not null;
create index audit_events_of_action on audit_events (action, at desc, id desc);
create index audit_events_of_session on audit_events (session_id, at, id) where session_id is not null;

create index console_refusals on audit_events (at desc, incident desc)
    where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
create index console_refusals_of_user on audit_events (lower(user_name), at desc, incident desc)
    where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
create index console_refusals_of_vm on audit_events (lower(instance_name), at desc, incident desc)
    where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
create index console_refusals_of_project on audit_events (lower(project), at desc, incident desc)
    where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
create index console_refusals_of_node on audit_events (lower(node), at desc, incident desc)
    where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
create index console_refusals_of_address on audit_events (address, at desc, incident desc)
    where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');

create index console_invitations_of_inviter on console_invitations (inviter_id, instance_id, invited_at);
