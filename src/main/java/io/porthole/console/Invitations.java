package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.audit.AuditTrail;
import io.porthole.compute.InstanceId;
import io.porthole.identity.SignIn;
import io.porthole.identity.User;
import io.porthole.identity.Users;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/**
 * People let others onto a console that those have no right to, for a time.
 *
 * <p>An invitation's life: given, by somebody who may use the VM's keyboard; in force, while the guest sees the VM among those
 * that are shared with them and nothing else of its project; ended, by its time, by who gave it, or with that person's own right.
 * The guest's console ends with it.
 */
@ApplicationScoped
public class Invitations {

    private static final String COLUMNS = "g.id, g.guest_name, g.inviter_name, g.view_only, g.ends_at, g.instance_id";
    private static final String IN_FORCE = " from console_invitations g where g.ended_at is null and g.ends_at > :now";

    private static final String WITHOUT_RIGHT = """
            not exists (select 1 from memberships m join projects p on p.id = m.project_id join users u on u.id = m.user_id and u.enabled
                                left join instances i on i.id = instance_id
                         where m.user_id = inviter_id and (m.role = 'ADMIN' or m.role = 'MEMBER' and (i.id is null or p.name = i.project)))""";

    private final InstanceCatalog instances;
    private final Users users;
    private final ConsoleRightsSettings rights;
    private final SharingSettings settings;
    private final AuditTrail audit;
    private final Clock clock;

    @PersistenceContext
    private EntityManager database;

    protected Invitations() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public Invitations(InstanceCatalog instances, Users users, ConsoleRightsSettings rights, SharingSettings settings, AuditTrail audit, Clock clock) {
        this.instances = instances;
        this.users = users;
        this.rights = rights;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param project of a VM; null for none */
    public boolean mayInvite(User user, String project) {
        return settings.of(project).invitations() && user.mayUse(project) && rights.of(project, false).input();
    }

    /** @throws InvitationRefused NOT_PERMITTED, NO_SUCH_PERSON, NEEDS_NONE */
    @Transactional(dontRollbackOn = InvitationRefused.class)
    public Invitation invite(SignIn inviter, InstanceId id, String guestName, boolean viewOnly, Duration time, String address) throws InvitationRefused {
        User user = inviter.user();
        Instance instance = instances.visibleTo(user, id).orElse(null);
        AuditEvent event = AuditEvent.of(AuditAction.INVITATION_REFUSED).by(user.name(), address).saying(guestName);
        if (instance == null || !mayInvite(user, instance.project())) {
            throw refused(event, InvitationRefusal.NOT_PERMITTED);
        }
        AuditEvent known = event.on(id.uuid(), instance.displayName(), instance.project(), instance.node());
        User guest = users.enabledNamed(guestName).orElse(null);
        if (guest == null) {
            throw refused(known, InvitationRefusal.NO_SUCH_PERSON);
        }
        if (guest.mayUse(instance.project())) {
            throw refused(known, InvitationRefusal.NEEDS_NONE);
        }
        end(" and g.guest_id = :guest and g.instance_id = :instance and g.inviter_id = :inviter", List.of("guest", guest.id(), "instance", id.uuid(), "inviter", user.id()));
        Instant now = clock.instant();
        Invitation given = new Invitation(UUID.randomUUID(), guest.name(), user.name(), viewOnly, now.plus(time));
        database.createNativeQuery("""
                insert into console_invitations (id, instance_id, guest_id, guest_name, inviter_id, inviter_name, view_only, invited_at, ends_at)
                values (:id, :instance, :guest, :guestName, :inviter, :inviterName, :viewOnly, :now, :endsAt)""")
                .setParameter("id", given.id()).setParameter("instance", id.uuid()).setParameter("guest", guest.id()).setParameter("guestName", guest.name())
                .setParameter("inviter", user.id()).setParameter("inviterName", user.name()).setParameter("viewOnly", viewOnly)
                .setParameter("now", now).setParameter("endsAt", given.endsAt()).executeUpdate();
        audit.record(AuditEvent.of(AuditAction.INVITED).by(user.name(), address).about(guest.name()).on(id.uuid(), instance.displayName(), instance.project(), instance.node())
                .saying(guest.name() + (viewOnly ? " to look" : " to use it") + " until " + given.endsAt()));
        return given;
    }

    /** @return whether it was theirs, and in force */
    @Transactional
    public boolean withdraw(SignIn inviter, UUID invitationId, String address) {
        List<Tuple> ended = end(" and g.id = :id and g.inviter_id = :inviter", List.of("id", invitationId, "inviter", inviter.user().id()));
        ended.forEach(row -> record(row, inviter.user().name(), address, "withdrawn"));
        return !ended.isEmpty();
    }

    /** Those that this person gave for this VM and that are in force. */
    public List<Invitation> givenBy(User inviter, InstanceId id) {
        return rows("select " + COLUMNS + IN_FORCE + " and g.inviter_id = :inviter and g.instance_id = :instance order by g.invited_at",
                List.of("inviter", inviter.id(), "instance", id.uuid())).stream().map(Invitations::invitation).toList();
    }

    /** What is shared with a person at this moment, by name of the VM. */
    public List<SharedInstance> sharedWith(User guest) {
        List<SharedInstance> shared = new ArrayList<>();
        for (Tuple row : rows("select distinct on (g.instance_id) " + COLUMNS + IN_FORCE + " and g.guest_id = :guest order by g.instance_id, g.view_only, g.ends_at desc",
                List.of("guest", guest.id()))) {
            instances.find(new InstanceId(row.get("instance_id", UUID.class))).filter(instance -> !guest.maySee(instance.project()))
                    .ifPresent(instance -> shared.add(new SharedInstance(instance, invitation(row))));
        }
        shared.sort(Comparator.comparing(one -> one.instance().displayName().toLowerCase(Locale.ROOT)));
        return shared;
    }

    /** The one that lets this person onto this console: of several, one with control, the longest. */
    public Optional<Invitation> letting(User guest, InstanceId id) {
        return rows("select " + COLUMNS + IN_FORCE + " and g.guest_id = :guest and g.instance_id = :instance order by g.view_only, g.ends_at desc limit 1",
                List.of("guest", guest.id(), "instance", id.uuid())).stream().findFirst().map(Invitations::invitation);
    }

    /** @return the one of this id, while it is in force and lets this person onto this console */
    public Optional<Invitation> inForce(UUID id, User guest, InstanceId instanceId) {
        return rows("select " + COLUMNS + IN_FORCE + " and g.id = :id and g.guest_id = :guest and g.instance_id = :instance",
                List.of("id", id, "guest", guest.id(), "instance", instanceId.uuid())).stream().findFirst().map(Invitations::invitation);
    }

    /** Ends those whose time is over, and those of people who have no right to the VM any more. */
    @Transactional
    public void endOverdue() {
        List<?> over = database.createNativeQuery("select id from console_invitations where ended_at is null and (ends_at <= :now or " + WITHOUT_RIGHT + ") for update skip locked",
                UUID.class).setParameter("now", clock.instant()).getResultList();
        for (Object id : over) {
            end(" and g.id = :id", List.of("id", id)).forEach(row -> record(row, row.get("inviter_name", String.class), null, "over"));
        }
    }

    private List<Tuple> end(String which, List<Object> values) {
        Query query = database.createNativeQuery("""
                with ended as (
                    update console_invitations g set ended_at = :now where g.ended_at is null %s
                    returning g.guest_name, g.inviter_name, g.instance_id),
                told as (select pg_notify('porthole_reasons', '') from ended)
                select e.*, i.display_name, i.project, i.node, (select count(*) from told) from ended e left join instances i on i.id = e.instance_id""".formatted(which), Tuple.class)
                .setParameter("now", clock.instant());
        for (int i = 0; i < values.size(); i += 2) {
            query.setParameter((String) values.get(i), values.get(i + 1));
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(Tuple.class::cast).toList();
    }

    private void record(Tuple row, String by, String address, String how) {
        audit.record(AuditEvent.of(AuditAction.INVITATION_ENDED).by(by, address).about(row.get("guest_name", String.class))
                .on(row.get("instance_id", UUID.class), row.get("display_name", String.class), row.get("project", String.class), row.get("node", String.class))
                .saying(how + ": " + row.get("guest_name", String.class)));
    }

    private InvitationRefused refused(AuditEvent event, InvitationRefusal refusal) {
        audit.recordRefusal(event.refusedFor(refusal.name()));
        return new InvitationRefused(refusal, event.incident());
    }

    private List<Tuple> rows(String sql, List<Object> values) {
        Query query = database.createNativeQuery(sql, Tuple.class).setParameter("now", clock.instant());
        for (int i = 0; i < values.size(); i += 2) {
            query.setParameter((String) values.get(i), values.get(i + 1));
        }
        List<?> rows = query.getResultList();
        return rows.stream().map(Tuple.class::cast).toList();
    }

    private static Invitation invitation(Tuple row) {
        return new Invitation(row.get("id", UUID.class), row.get("guest_name", String.class), row.get("inviter_name", String.class),
                row.get("view_only", Boolean.class), row.get("ends_at", Instant.class));
    }
}
