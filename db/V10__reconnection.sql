-- A session whose connection broke in a passing way waits for its person to come back; it ends as that connection did when nobody does.
alter table console_sessions drop constraint console_sessions_state_check;
alter table console_sessions add constraint console_sessions_state_check check (state in ('AUTHORIZED', 'ACTIVE', 'WAITING', 'ENDED'));
alter table console_sessions add column waits_until timestamptz;
alter table console_sessions add constraint console_sessions_waits_check check (state <> 'WAITING' or waits_until is not null);

-- The sign-in that opened it: a session may be taken up by a later sign-in of the same person. Null: by a bearer token.
alter table console_connections add column sign_in_id uuid;

-- A VM that runs on another compute node is no longer where its consoles lead.
drop trigger instances_reasons on instances;
create trigger instances_reasons after update on instances for each row
    when (old.project is distinct from new.project or old.node <> new.node or old.state <> new.state and new.state in ('OFF', 'CRASHED'))
    execute function tell_of_reasons();

-- While a person is waited for, nobody watches in their place.
drop trigger console_sessions_watched on console_sessions;
create trigger console_sessions_watched after update of state on console_sessions for each row
    when (new.state in ('WAITING', 'ENDED') and old.state not in ('WAITING', 'ENDED')) execute function tell_of_watched();
