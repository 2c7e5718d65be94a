package io.porthole.console;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.identity.User;

/** Who is on what now, on all portal nodes: all of it for administrators and auditors, their own for everybody else. */
@ApplicationScoped
public class OpenConsoles {

    private static final String OPEN = """
              from console_connections c
              join console_sessions s on s.id = c.session_id
              left join console_sessions w on w.id = s.watches
             where c.closed_at is null and (:all or s.user_id = :reader)
               and (lower(s.user_name) like :words escape '!' or lower(s.instance_name) like :words escape '!' or lower(s.project) like :words escape '!'
                    or c.address like :words escape '!' or lower(c.portal_node) like :words escape '!')""";

    /** @param page from 1 */
    public record Page(List<OpenConsole> consoles, int page, int pages, long total) {
    }

    @PersistenceContext
    private EntityManager database;

    /**
     * @param words searched for in people, VMs, projects, addresses and portal nodes; empty finds all
     * @param page from 1; a page past the end shows the last one
     */
    @Transactional
    public Page page(User reader, String words, int page, int size) {
        long total = ((Number) bind(database.createNativeQuery("select count(*) " + OPEN, Long.class), reader, words).getSingleResult()).longValue();
        int pages = (int) Math.max(1, (total + size - 1) / size);
        int shown = Math.min(Math.max(1, page), pages);
        List<?> rows = bind(database.createNativeQuery("""
                select c.id, c.session_id, s.user_id, s.user_name, s.instance_id, s.instance_name, s.project, s.node, c.address, s.door, c.portal_node,
                       s.door = 'PAGE' or s.door <> 'NOVA_PROXY' and (
                           select bool_and(o.tells) from console_connections o where o.session_id = s.id and o.closed_at is null) as tells,
                       c.opened_at, c.established_at is not null as reached, s.view_only, w.user_name as watched,
                       c.bytes_to_browser, c.bytes_to_vm, c.rate_to_browser, c.rate_to_vm %s
                 order by c.opened_at desc, c.id""".formatted(OPEN), Tuple.class), reader, words)
                .setFirstResult((shown - 1) * size).setMaxResults(size).getResultList();
        return new Page(rows.stream().map(row -> OpenConsole.of((Tuple) row)).toList(), shown, pages, total);
    }

    private static Query bind(Query query, User reader, String words) {
        String pattern = "%" + words.strip().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
        return query.setParameter("all", reader.mayAudit()).setParameter("reader", reader.id()).setParameter("words", pattern);
    }
}
