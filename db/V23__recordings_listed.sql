-- The list of recordings goes on from any place, however many there are.
create index recordings_listed on recordings (started_at desc, id desc);
