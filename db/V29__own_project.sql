-- The project that a VM has by itself: what its metadata names, else its compute node's. An administrator's assignment goes before it and leaves it as it is.
-- The next look at its compute node tells it of VMs that are assigned already.
alter table instances add column own_project text;
update instances set own_project = project where id not in (select instance_id from instance_assignments);
