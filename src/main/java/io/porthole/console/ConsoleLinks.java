package io.porthole.console;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;

/** Tells the page of a bearer URL, which nobody signed in to, of the console that it has open: the URL's token is all that it shows. */
@ApplicationScoped
public class ConsoleLinks {

    /** The token may have expired since its console opened. */
    private static final String LOOK = """
            select s.id, s.user_name, watching.user_name as watcher, one.due_at, one.due_as
              from console_auth_tokens t
              join console_sessions s on s.id = t.session_id
              left join console_sessions watching on watching.watches = s.id and watching.state = 'ACTIVE'
              left join lateral (select min(c.due_at) as due_at, min(c.due_as) as due_as from console_connections c
                        where c.session_id = s.id and c.closed_at is null having count(*) = 1) one on true
             where t.token_hash = :hash and t.sign_in_id is null and s.state = 'ACTIVE'
             order by watching.user_name""";

    @PersistenceContext
    private EntityManager database;

    /**
     * Reads only, and records nothing: a page asks every two seconds.
     *
     * @param token as the page shows it
     * @return empty unless it is a bearer token by which a console is open
     */
    public Optional<LinkedConsole> of(String token) {
        return TokenSecret.parse(token).map(this::rows).filter(rows -> !rows.isEmpty()).map(ConsoleLinks::console);
    }

    private List<Tuple> rows(TokenSecret secret) {
        List<?> rows = database.createNativeQuery(LOOK, Tuple.class).setParameter("hash", secret.hash()).getResultList();
        return rows.stream().map(Tuple.class::cast).toList();
    }

    private static LinkedConsole console(List<Tuple> rows) {
        Tuple first = rows.get(0);
        List<String> watchers = rows.stream().map(row -> row.get("watcher", String.class)).filter(Objects::nonNull).distinct().toList();
        Instant due = first.get("due_at", Instant.class);
        return new LinkedConsole(first.get("id", UUID.class), first.get("user_name", String.class), watchers,
                due == null ? null : new DueEnd(RelayEnd.valueOf(first.get("due_as", String.class)), due));
    }
}
