-- Whatever may end a console is told to every portal node at once; and a console can be cut, or be opened to watch another.

alter table users add column password_changed_at timestamptz;

create function note_password_change() returns trigger language plpgsql as $$
begin
    new.password_changed_at = now();
    return new;
end $$;
create trigger users_password before update on users
    for each row when (old.password_hash is distinct from new.password_hash) execute function note_password_change();

alter table console_sessions
    add column cut_at    timestamptz,              -- no token of this visit admits from then on
    add column cut_as    text check (cut_as in ('CUT_BY_ADMINISTRATOR', 'ENDED_BY_USER')),
    add column cut_by    text,
    add column cut_words text not null default '',  -- to the person, by who cut
    add column watches   uuid,                      -- the visit that this one watches
    add column watch_consent text check (watch_consent in ('NOT_ASKED', 'ASKED', 'GIVEN', 'REFUSED')),
    add check ((cut_at is null) = (cut_as is null) and (cut_at is null) = (cut_by is null)),
    add check ((watches is null) = (watch_consent is null));
alter table console_connections
    add column rate_to_browser bigint not null default 0,  -- bytes in a second, between the last two times that it was written
    add column rate_to_vm      bigint not null default 0;
create index console_sessions_watching on console_sessions (watches) where watches is not null and state <> 'ENDED';

-- The triggers see each row, because only so a condition on it keeps the everyday changes silent (a page that was seen, a VM that was
-- reported once more); PostgreSQL makes one notification of all that a transaction sends alike.
create function tell_of_reasons() returns trigger language plpgsql as $$
begin
    perform pg_notify('porthole_reasons', '');
    return null;
end $$;

create trigger users_reasons after update on users for each row
    when (old.enabled and not new.enabled or old.password_hash is distinct from new.password_hash) execute function tell_of_reasons();
create trigger users_gone after delete on users for each row execute function tell_of_reasons();
create trigger sign_ins_reasons after update on sign_ins for each row
    when (old.ended_at is distinct from new.ended_at) execute function tell_of_reasons();
create trigger sign_ins_gone after delete on sign_ins for each row execute function tell_of_reasons();
create trigger memberships_reasons after update or delete on memberships for each row execute function tell_of_reasons();
create trigger projects_reasons after update on projects for each row when (old.name <> new.name) execute function tell_of_reasons();
create trigger instances_reasons after update on instances for each row
    when (old.project is distinct from new.project or old.state <> new.state and new.state in ('OFF', 'CRASHED')) execute function tell_of_reasons();
create trigger instances_gone after delete on instances for each row execute function tell_of_reasons();
create trigger node_states_reasons after update on node_states for each row
    when (new.answers and not old.answers) execute function tell_of_reasons();
create trigger node_states_gone after delete on node_states for each row execute function tell_of_reasons();
create trigger console_sessions_cut after update of cut_at, watch_consent on console_sessions for each row execute function tell_of_reasons();

-- Who watches a visit watches nothing else after it.
create function tell_of_watched() returns trigger language plpgsql as $$
begin
    if exists (select 1 from console_sessions where watches = new.id and state <> 'ENDED') then
        perform pg_notify('porthole_reasons', '');
    end if;
    return null;
end $$;
create trigger console_sessions_watched after update of state on console_sessions for each row
    when (new.state = 'ENDED' and old.state <> 'ENDED') execute function tell_of_watched();

-- The history tells who cut a console and with which words, and who watched which visit.
create or replace view console_history as
    select id, asked_at, user_name, instance_name, project, node, address, door, state,
           connected_at, ended_at, ended_about, end_reason as reason, bytes_to_browser, bytes_to_vm,
           (select count(*) from console_connections where session_id = console_sessions.id) as connections,
           view_only,
           (select coalesce(sum(withheld_messages), 0) from console_connections where session_id = console_sessions.id) as withheld_messages,
           cut_by, cut_words, watches
      from console_sessions
    union all
    select incident, at, user_name, instance_name, project, node, address, door, 'REFUSED',
           null::timestamptz, at, false, refusal, 0::bigint, 0::bigint, 0::bigint, false, 0::numeric, null::text, '', null::uuid
      from audit_events
     where refusal is not null and action in ('CONSOLE_REFUSED', 'CONNECTION_REFUSED');
