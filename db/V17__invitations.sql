-- A person lets another one onto a console for a time: only this VM, to look or to use it.
create table console_invitations (
    id            uuid primary key,
    instance_id   uuid not null,
    guest_id      uuid not null references users on delete cascade,
    guest_name    text not null,
    inviter_id    uuid not null references users on delete cascade,
    inviter_name  text not null,
    view_only     boolean not null,
    invited_at    timestamptz not null,
    ends_at       timestamptz not null,
    ended_at      timestamptz          -- withdrawn, over, or without effect since the inviter has no right any more
);
create index console_invitations_guest on console_invitations (guest_id) where ended_at is null;
create index console_invitations_inviter on console_invitations (inviter_id, instance_id) where ended_at is null;
create index console_invitations_end on console_invitations (ends_at) where ended_at is null;

-- A guest's visit holds as long as the invitation that it came by.
alter table console_sessions add column invitation_id uuid;
