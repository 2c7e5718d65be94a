-- How many consoles one person may have open at a time, where an administrator decided that otherwise than the settings.
alter table users
    add column most_consoles    integer check (most_consoles > 0),
    add column most_consoles_by text,
    add column most_consoles_at timestamptz,
    add check ((most_consoles is null) = (most_consoles_by is null) and (most_consoles is null) = (most_consoles_at is null));
create index users_most_consoles on users (lower(name)) where most_consoles is not null;
