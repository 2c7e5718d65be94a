package io.porthole.console;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

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
 * @param outlived whether the VM stopped or went since a bearer URL was asked for
 * @param cut whether somebody ended the visit
 * @param mostConsoles how many the user may have open at a time, where that was decided for them; null: as the settings say
 * @param mayUse whether the user has a right to the VM's project now, or one to watch
 * @param visitor by what right they come now
 * @param recordingAsked whether they want it recorded
 * @param rulesAdded whether administrators added rules of recording
 * @param exclusive whether the VM's consoles are for one person at a time; null where its project says it
 * @param instance null when the VM is gone
 */
record ShownToken(byte[] hash, UUID sessionId, UUID signInId, boolean usedUp, String host, int port, Instant expiresAt, Door door, UUID userId,
        String userName, boolean viewOnly, boolean withdrawn, boolean outlived, boolean cut, boolean userEnabled, Integer mostConsoles, boolean mayUse, ConsoleVisitor visitor,
        boolean recordingAsked, boolean rulesAdded, String instanceName, Boolean exclusive, Instance instance) {

    /** Looks everything up at once: one round trip. */
    static final String LOOK = """
            select t.token_hash, t.session_id, t.sign_in_id, t.once and t.used_at is not null as used_up, t.host, t.port, t.expires_at,
                   s.door, s.user_id, s.user_name, s.view_only, s.instance_name as visited_name, coalesce(u.enabled, false) as enabled, u.most_consoles,
                   s.door <> 'PAGE' and coalesce(u.password_changed_at > s.asked_at, false) as withdrawn,
                   s.door <> 'PAGE' and coalesce(i.stopped_at > s.asked_at, false) as outlived, s.cut_at is not null as cut,
                   (s.watches is null or s.watch_consent in ('NOT_ASKED', 'GIVEN')) and (%s) as may_use,
                   s.watches is not null as watches, s.invitation_id is not null as invited, s.recording_asked,
                   exists (select 1 from memberships a where a.user_id = s.user_id and a.role = 'ADMIN') as administrator,
                   exists (select from recording_rules) as rules_added,
                   i.id, i.name, i.display_name, i.project, i.node, i.state, i.vnc, n.answers, n.reason, x.exclusive
              from console_auth_tokens t
              join console_sessions s on s.id = t.session_id
              left join users u on u.id = s.user_id
              left join instances i on i.id = s.instance_id
              left join node_states n on n.name = i.node
              left join console_sharing x on x.instance_id = s.instance_id
             where t.token_hash = ?""".formatted(ConsoleAccess.HOLDS);

    static ShownToken of(ResultSet row) throws SQLException {
        return new ShownToken(row.getBytes("token_hash"), row.getObject("session_id", UUID.class), row.getObject("sign_in_id", UUID.class),
                row.getBoolean("used_up"), row.getString("host"), row.getInt("port"), row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                Door.valueOf(row.getString("door")), row.getObject("user_id", UUID.class), row.getString("user_name"),
                row.getBoolean("view_only"), row.getBoolean("withdrawn"), row.getBoolean("outlived"), row.getBoolean("cut"), row.getBoolean("enabled"),
                row.getObject("most_consoles", Integer.class), row.getBoolean("may_use"),
                ConsoleVisit.visitor(row.getBoolean("watches"), row.getBoolean("invited"), row.getBoolean("administrator")), row.getBoolean("recording_asked"), row.getBoolean("rules_added"),
                row.getString("visited_name"), row.getObject("exclusive", Boolean.class), instance(row));
    }

    CountedPerson person() {
        return new CountedPerson(userId, mostConsoles);
    }

    private static Instance instance(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        if (id == null) {
            return null;
        }
        boolean answers = row.getBoolean("answers");
        return new Instance(new InstanceId(id), row.getString("name"), row.getString("display_name"), row.getString("project"),
                row.getString("node"), answers ? PowerState.valueOf(row.getString("state")) : PowerState.UNKNOWN,
                row.getBoolean("vnc"), answers ? null : row.getString("reason"));
    }
}
