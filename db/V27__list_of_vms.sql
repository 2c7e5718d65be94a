-- The order of a person's list of VMs: of a longer name only so much stands in the address of a page that goes on behind it.
create index instances_listed on instances (substring(lower(display_name), 1, 100), id);
