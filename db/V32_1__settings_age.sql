-- A portal node whose name is new is compared with the one that was started last.
alter table settings_in_force add column started_at timestamptz not null default now();
