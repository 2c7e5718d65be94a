-- Somebody wants this visit recorded, where no rule asks for it.
alter table console_sessions add column recording_asked boolean not null default false;
