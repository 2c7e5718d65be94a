-- What an administrator decided of one VM's consoles, whatever its project says. A row outlives its VM's absence from the inventory: it may come back.
create table console_sharing (
    instance_id uuid primary key,
    exclusive   boolean not null,            -- for one person at a time
    decided_by  text not null,
    decided_at  timestamptz not null
);
