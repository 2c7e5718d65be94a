-- A bearer URL is dead when its VM stops or goes, though the VM runs again at the same place: it was asked for before this time.
alter table instances add column stopped_at timestamptz;
alter table instances alter column stopped_at set default now();   -- of a VM that was gone it is when it came again

create function note_stop() returns trigger language plpgsql as $$
begin
    new.stopped_at = now();
    return new;
end $$;
create trigger instances_stopped before update on instances for each row
    when (old.state <> new.state and new.state in ('OFF', 'CRASHED')) execute function note_stop();
