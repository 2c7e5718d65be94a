package io.porthole.console;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

import javax.sql.DataSource;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.instance.Instance;

/**
 * What PostgreSQL is asked when a browser shows a token. Many browsers come at once, after a portal's restart all of them: so
 * each question is one statement, which is its own transaction, in one round trip, and speaks JDBC without a mapper in between.
 */
@ApplicationScoped
class ConsoleAdmissions {

    private static final String CONNECT = """
            with used as (
                update console_auth_tokens set used_at = ?
                 where token_hash = ? and expires_at > ? and (not once or used_at is null) returning session_id, sign_in_id),
            session as (
                update console_sessions set state = 'ACTIVE', node = ?, waits_until = null, ended_at = null, end_reason = null, ended_about = false
                  from used where id = used.session_id and cut_at is null returning id),
            told as (%s)
            insert into console_connections (id, session_id, sign_in_id, portal_node, portal_boot, address, opened_at, tells)
            select ?, session.id, used.sign_in_id, ?, ?, ?, ?, ? from session, used""".formatted(AuditTrail.insertIf("exists (select from session)"));

    private final AuditTrail audit;
    private final PortalNode portal;
    private final Clock clock;

    /** Its connections may be dead: PostgreSQL may have been restarted since they were used. */
    @Resource(lookup = "java:jboss/datasources/PortholeAdmissions")
    private DataSource quick;
    /** Its connections are tried before they are given out. */
    @Resource(lookup = "java:jboss/datasources/Porthole")
    private DataSource sure;

    protected ConsoleAdmissions() {
        this(null, null, null);
    }

    @Inject
    ConsoleAdmissions(AuditTrail audit, PortalNode portal, Clock clock) {
        this.audit = audit;
        this.portal = portal;
        this.clock = clock;
    }

    /** Reads only: whether it still holds is decided when it is used, by {@link #connect}. */
    Optional<ShownToken> look(TokenSecret secret) {
        try {
            return look(quick, secret);
        } catch (SQLException e) {
            return repeated(e, () -> look(sure, secret));
        }
    }

    private static Optional<ShownToken> look(DataSource database, TokenSecret secret) throws SQLException {
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement(ShownToken.LOOK)) {
            statement.setBytes(1, secret.hash());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(ShownToken.of(rows)) : Optional.empty();
            }
        }
    }

    /**
     * Uses a token and opens a connection of its session, which thereby is active again if it had ended. Of many at once that
     * hold the same one-time token, one gets it.
     *
     * @return the connection's id
     * @throws Refusal TOKEN_USED, also when it expired since it was looked at
     */
    UUID connect(ShownToken token, Arrival arrival) throws Refusal {
        UUID connectionId = UUID.randomUUID();
        boolean opened;
        try {
            opened = connect(quick, connectionId, token, arrival);
        } catch (SQLException e) {
            // It may have been done although its answer was lost, and then a one-time token is used up: by this connection.
            opened = repeated(e, () -> isOpened(connectionId) || connect(sure, connectionId, token, arrival));
        }
        if (!opened) {
            throw new Refusal(ConsoleRefusal.TOKEN_USED, null);
        }
        return connectionId;
    }

    /**
     * The same as a part of the transaction under way, which holds locks that {@link #connect} would wait for.
     *
     * @throws Refusal TOKEN_USED
     */
    UUID connectInTransaction(ShownToken token, Arrival arrival) throws Refusal {
        UUID connectionId = UUID.randomUUID();
        try {
            if (connect(sure, connectionId, token, arrival)) {
                return connectionId;
            }
        } catch (SQLException e) {
            throw new PersistenceException(e);
        }
        throw new Refusal(ConsoleRefusal.TOKEN_USED, null);
    }

    private boolean connect(DataSource database, UUID connectionId, ShownToken token, Arrival arrival) throws SQLException {
        Instance instance = token.instance();
        AuditEvent event = AuditEvent.of(AuditAction.CONSOLE_CONNECTED).by(token.userName(), arrival.address())
                .on(instance.id().uuid(), token.instanceName(), instance.project(), instance.node())
                .in(token.sessionId(), token.door().name());
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        try (Connection connection = database.getConnection(); PreparedStatement statement = connection.prepareStatement(CONNECT)) {
            statement.setObject(1, now);
            statement.setBytes(2, token.hash());
            statement.setObject(3, now);
            statement.setString(4, instance.node());
            int next = audit.bind(statement, 5, event);
            statement.setObject(next, connectionId);
            statement.setString(next + 1, portal.name());
            statement.setObject(next + 2, portal.boot());
            statement.setString(next + 3, arrival.address());
            statement.setObject(next + 4, now);
            statement.setBoolean(next + 5, arrival.tells());
            return statement.executeUpdate() == 1;
        }
    }

    private boolean isOpened(UUID connectionId) throws SQLException {
        try (Connection connection = sure.getConnection();
                PreparedStatement statement = connection.prepareStatement("select 1 from console_connections where id = ?")) {
            statement.setObject(1, connectionId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static <T> T repeated(SQLException failure, Again<T> again) {
        if (!isOfTheConnection(failure)) {
            throw new PersistenceException(failure);
        }
        try {
            return again.ask();
        } catch (SQLException e) {
            e.addSuppressed(failure);
            throw new PersistenceException(e);
        }
    }

    /** PostgreSQL's classes of errors: connection exceptions, and a server that shuts down (57P01 to 57P03). */
    private static boolean isOfTheConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P0"));
    }

    @FunctionalInterface
    private interface Again<T> {
        T ask() throws SQLException;
    }
}
