-- Whether what the person typed and pointed at was recorded beside the screen.
alter table recordings add column input boolean not null default false;
