-- What broke, in the words of whoever met it, for the administrator to whom a person quotes an id.
alter table console_connections add column end_detail text;
create index audit_events_incident on audit_events (incident);
create index audit_events_session_refused on audit_events (session_id, id desc) where refusal is not null;
