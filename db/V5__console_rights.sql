-- What a person may do on a console that they asked for, and what was held back because of that.
alter table console_sessions add column view_only boolean not null default false;  -- asked for looking only
alter table console_connections add column withheld_messages bigint not null default 0;
