-- What each portal node was started with, so that its next start can tell in the audit trail what was changed meanwhile.
-- No setting is a secret: passwords and keys lie in files that a setting names.
create table settings_in_force (
    portal_node text not null,
    key         text not null,
    value       text not null,
    primary key (portal_node, key)
);
