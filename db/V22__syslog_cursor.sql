-- How far the audit trail was handed over to a syslog receiver: docs/syslog.md.
create table audit_syslog_cursor (
    one            boolean primary key default true check (one),
    seq            bigint not null,          -- of the last entry of audit_chain that the receiver has
    handed_over_at timestamptz,
    failing_since  timestamptz,              -- null: the last attempt succeeded
    problem        text
);
