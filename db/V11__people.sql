-- Who is on a console: every open page asks this every two seconds.
create index console_sessions_of_instance on console_sessions (instance_id) where state <> 'ENDED';
