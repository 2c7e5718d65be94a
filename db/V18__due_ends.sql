-- A console that is about to end by itself, since its person does nothing or its time is over: when, and as what. Its page tells it.
alter table console_connections
    add column due_at timestamptz,
    add column due_as text,
    add check ((due_at is null) = (due_as is null));
