package io.porthole.console;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

/** Finds the open consoles of this portal node whose reason to be open has ended. */
@ApplicationScoped
class ConsoleReasons {

    private final PortalNode portal;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleReasons() {
        this(null);
    }

    @Inject
    ConsoleReasons(PortalNode portal) {
        this.portal = portal;
    }

    @Transactional
    public Map<UUID, RelayEnd> ended() {
        List<?> rows = database.createNativeQuery("""
                select id, reason from (
                    select c.id, case
                        when s.door <> 'NOVA_PROXY' and (u.id is null or not u.enabled) then 'RIGHT_REVOKED'
                        when s.door = 'PAGE' and si.ended_at is not null then 'SIGNED_OUT'
                        when n.answers and (s.door <> 'NOVA_PROXY' and i.id is null or i.state in ('OFF', 'CRASHED')) then 'INSTANCE_STOPPED'
                        when s.door <> 'NOVA_PROXY' and i.id is not null and not exists (
                            select 1 from memberships m join projects p on p.id = m.project_id
                             where m.user_id = u.id and (m.role = 'ADMIN' or m.role = 'MEMBER' and p.name = i.project)) then 'RIGHT_REVOKED'
                        end as reason
                      from console_connections c
                      join console_sessions s on s.id = c.session_id
                      left join users u on u.id = s.user_id
                      left join sign_ins si on si.id = s.sign_in_id
                      left join instances i on i.id = s.instance_id
                      left join node_states n on n.name = s.node
                     where c.portal_boot = :boot and c.closed_at is null) as open
                 where reason is not null""", Tuple.class).setParameter("boot", portal.boot()).getResultList();
        Map<UUID, RelayEnd> ended = new HashMap<>();
        for (Object row : rows) {
            ended.put(((Tuple) row).get(0, UUID.class), RelayEnd.valueOf(((Tuple) row).get(1, String.class)));
        }
        return ended;
    }
}
