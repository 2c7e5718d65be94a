-- What a person may do on a console that they asked for; view_only: only look.
alter table console_sessions add column view_only boolean not null default false;
