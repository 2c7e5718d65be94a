package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Tuple;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerState;
import io.porthole.instance.Instance;

/**
 * A token that a browser shows, and all that PostgreSQL knows at that moment of the visit to which it may admit.
 *
 * @param hash of the secret
 * @param signInId null for a bearer token
 * @param usedUp whether it admits once and did
 * @param host where the console was when the token was issued; likewise the port
 * @param withdrawn whether the password of who asked for it has changed since
 * @param cut whether somebody ended the visit
 * @param mayUse whether the user has a right to the VM's project now
 * @param instance null when the VM is gone
 */
record ShownToken(byte[] hash, UUID sessionId, UUID signInId, boolean usedUp, String host, int port, Instant expiresAt, Door door, UUID userId,
        String userName, boolean viewOnly, boolean withdrawn, boolean cut, boolean userEnabled, boolean mayUse, String instanceName, Instance instance) {

    /** Looks everything up at once: one round trip. */
    static final String LOOK = """
            select t.token_hash, t.session_id, t.sign_in_id, t.once and t.used_at is not null as used_up, t.host, t.port, t.expires_at,
                   s.door, s.user_id, s.user_name, s.view_only, s.instance_name as visited_name, coalesce(u.enabled, false) as enabled,
                   s.door <> 'PAGE' and coalesce(u.password_changed_at > s.asked_at, false) as withdrawn, s.cut_at is not null as cut,
                   exists (select 1 from memberships m join projects p on p.id = m.project_id
                            where m.user_id = s.user_id and (m.role = 'ADMIN' or m.role = 'MEMBER' and p.name = i.project)) as may_use,
                   i.id, i.name, i.display_name, i.project, i.node, i.state, i.vnc, n.answers, n.reason
              from console_auth_tokens t
              join console_sessions s on s.id = t.session_id
              left join users u on u.id = s.user_id
              left join instances i on i.id = s.instance_id
              left join node_states n on n.name = i.node
             where t.token_hash = :hash""";

    static ShownToken of(Tuple row) {
        return new ShownToken(row.get("token_hash", byte[].class), row.get("session_id", UUID.class), row.get("sign_in_id", UUID.class),
                row.get("used_up", Boolean.class), row.get("host", String.class), row.get("port", Integer.class), row.get("expires_at", Instant.class),
                Door.valueOf(row.get("door", String.class)), row.get("user_id", UUID.class), row.get("user_name", String.class),
                row.get("view_only", Boolean.class), row.get("withdrawn", Boolean.class), row.get("cut", Boolean.class), row.get("enabled", Boolean.class), row.get("may_use", Boolean.class),
                row.get("visited_name", String.class), instance(row));
    }

    private static Instance instance(Tuple row) {
        UUID id = row.get("id", UUID.class);
        if (id == null) {
            return null;
        }
        boolean answers = row.get("answers", Boolean.class);
        return new Instance(new InstanceId(id), row.get("name", String.class), row.get("display_name", String.class), row.get("project", String.class),
                row.get("node", String.class), answers ? PowerState.valueOf(row.get("state", String.class)) : PowerState.UNKNOWN,
                row.get("vnc", Boolean.class), answers ? null : row.get("reason", String.class));
    }
}
