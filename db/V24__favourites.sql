-- The VMs that a person wants to have first in their list. A VM that is gone keeps its place: it may come back.
create table favourites (
    user_id     uuid not null references users on delete cascade,
    instance_id uuid not null,
    primary key (user_id, instance_id)
);
