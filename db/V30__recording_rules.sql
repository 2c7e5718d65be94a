-- Whose consoles administrators want recorded, beside what the settings say. A rule only ever adds.
create table recording_rules (
    kind     text not null check (kind in ('INSTANCE', 'PROJECT', 'ROLE')),
    target   text not null,               -- the VM's id, the project's name, or the role
    name     text not null,               -- the VM's as it was then; else the same
    added_by text not null,
    added_at timestamptz not null,
    primary key (kind, target)
);

-- A project's name may be given again, as with what was assigned to it.
create function forget_recording_rules() returns trigger language plpgsql as $$
begin
    delete from recording_rules where kind = 'PROJECT' and target = old.name;
    return null;
end $$;
create trigger projects_recording_rules after delete on projects for each row execute function forget_recording_rules();
