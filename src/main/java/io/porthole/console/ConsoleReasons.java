package io.porthole.console;

import java.time.Clock;
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

import io.porthole.identity.IdentitySettings;

/** Finds the open consoles of this portal node whose reason to be open has ended. */
@ApplicationScoped
class ConsoleReasons {

    /** @param words of whoever cut it, to the person; empty where nobody did */
    record Ended(RelayEnd end, String words) {
    }

    /** Sessions and sign-ins are looked up by their ids, one by one: joined freely, PostgreSQL may prefer to read all that there ever were. */
    static final String LOOK = """
            select id, reason, cut_words from (
                select c.id, s.cut_words, case
                    when s.cut_at is not null then s.cut_as
                    when c.taken_over_by is not null then 'TAKEN_OVER'
                    when s.door = 'NOVA_PROXY' then case when n.answers and i.state in ('OFF', 'CRASHED') then 'INSTANCE_STOPPED' end
                    when u.id is null or not u.enabled then 'USER_DISABLED'
                    when s.door <> 'PAGE' and u.password_changed_at > s.asked_at then 'PASSWORD_CHANGED'
                    when s.door = 'PAGE' and si.ended_at is not null and u.password_changed_at > s.asked_at
                         and si.ended_at < u.password_changed_at + interval '1 minute' then 'PASSWORD_CHANGED'
                    when s.door = 'PAGE' and (si.id is null or si.ended_at is not null or si.started_at < :oldest) then 'SIGNED_OUT'
                    when :allOfUser and exists (
                        select 1 from sign_ins other where other.user_id = s.user_id and other.ended_at > c.opened_at) then 'SIGNED_OUT'
                    when i.id is null and n.name is null then 'NODE_REMOVED'
                    when n.answers and i.id is null then 'INSTANCE_DELETED'
                    when n.answers and i.state in ('OFF', 'CRASHED') then 'INSTANCE_STOPPED'
                    when s.watches is not null and not exists (select 1 from console_sessions w where w.id = s.watches and w.state not in ('WAITING', 'ENDED'))
                         then 'WATCHED_CONSOLE_ENDED'
                    when s.watches is not null and exists (
                        select 1 from console_connections o join console_sessions w on w.id = o.session_id
                         where o.session_id = s.watches and o.closed_at is null and w.door <> 'PAGE' and not o.tells) then 'WATCHED_CONSOLE_ENDED'
                    when i.state in ('RUNNING', 'PAUSED') and i.node <> s.node then 'INSTANCE_MOVED'
                    when i.id is not null and not (%s) then case when s.invitation_id is null then 'RIGHT_REVOKED' else 'INVITATION_ENDED' end
                    end as reason
                  from console_connections c
                  cross join lateral (select * from console_sessions one where one.id = c.session_id offset 0) s
                  left join users u on u.id = s.user_id
                  left join lateral (select * from sign_ins one where one.id = coalesce(c.sign_in_id, s.sign_in_id) offset 0) si on true
                  left join instances i on i.id = s.instance_id
                  left join node_states n on n.name = s.node
                 where c.portal_boot = :boot and c.closed_at is null) as open
             where reason is not null""".formatted(ConsoleAccess.HOLDS);

    private final PortalNode portal;
    private final ReasonSettings settings;
    private final IdentitySettings identity;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected ConsoleReasons() {
        this(null, null, null, null);
    }

    @Inject
    ConsoleReasons(PortalNode portal, ReasonSettings settings, IdentitySettings identity, Clock clock) {
        this.portal = portal;
        this.settings = settings;
        this.identity = identity;
        this.clock = clock;
    }

    @Transactional
    public Map<UUID, Ended> ended() {
        FreshPlans.from(database);
        List<?> rows = database.createNativeQuery(LOOK, Tuple.class).setParameter("boot", portal.boot())
                .setParameter("oldest", clock.instant().minus(identity.signInLongest()))
                .setParameter("allOfUser", settings.signOutEnds() == ReasonSettings.SignOutEnds.ALL).getResultList();
        Map<UUID, Ended> ended = new HashMap<>();
        for (Object row : rows) {
            Tuple found = (Tuple) row;
            ended.put(found.get("id", UUID.class), new Ended(RelayEnd.valueOf(found.get("reason", String.class)), found.get("cut_words", String.class)));
        }
        return ended;
    }
}
