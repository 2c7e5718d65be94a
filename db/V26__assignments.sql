-- VMs that an administrator brought into a project, whatever their own metadata says.
-- A VM that is gone keeps its place: it may come back.
create table instance_assignments (
    instance_id uuid primary key,
    project     text not null,                -- by name
    assigned_by text not null,
    assigned_at timestamptz not null default now()
);
create index instance_assignments_project on instance_assignments (project);

-- A project's name may be given again; what was assigned to the old one is not the new one's.
create function forget_assignments() returns trigger language plpgsql as $$
begin
    delete from instance_assignments where project = old.name;
    return null;
end $$;
create trigger projects_assignments after delete on projects for each row execute function forget_assignments();
