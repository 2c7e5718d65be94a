-- VMs that an administrator brought into a project, whatever their own metadata says.
-- A VM that is gone keeps its place: it may come back.
create table instance_assignments (
    instance_id uuid primary key,
    project     text not null,                -- by name
    assigned_by text not null,
    assigned_at timestamptz not null default now()
);
create index instance_assignments_project on instance_assignments (project);
