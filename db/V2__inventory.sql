-- What runs where, as the compute nodes last said.

create table node_states (
    name       text primary key,
    answers    boolean not null default false,
    reason     text not null default 'not asked yet',
    since      timestamptz not null default now()   -- since when it answers, or does not
);

create table instances (
    id           uuid primary key,
    node         text not null references node_states (name) on delete cascade,
    name         text not null,                 -- the domain's name, as QEMU shows it
    display_name text not null,
    project      text,                          -- by name, as metadata gives it; null: only administrators see it
    state        text not null,
    vnc          boolean not null
);
create index instances_order on instances (lower(display_name), id);
create index instances_project on instances (project);
create index instances_node on instances (node);
