-- By a bearer URL came a page of ours, which tells its person who watches; another program would not, so that nobody may watch it.
alter table console_connections add column tells boolean not null default false;
