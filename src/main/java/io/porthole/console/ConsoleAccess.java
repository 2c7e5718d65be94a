package io.porthole.console;

import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/** Who may be on a console: members of the VM's project, administrators, guests as long as their invitation holds, and those who may watch. */
@ApplicationScoped
class ConsoleAccess {

    /** The same in SQL, of console session {@code s} and its instance {@code i}, for what must be asked along with other things. */
    static final String HOLDS = """
            case when s.invitation_id is not null then exists (
                           select 1 from console_invitations g
                            where g.id = s.invitation_id and g.guest_id = s.user_id and g.instance_id = i.id and g.ended_at is null and g.ends_at > now())
                         else exists (select 1 from memberships m join projects p on p.id = m.project_id
                            where m.user_id = s.user_id and case when s.watches is not null then m.role in ('ADMIN', 'AUDITOR')
                                  else m.role = 'ADMIN' or m.role = 'MEMBER' and p.name = i.project end) end""";

    private final InstanceCatalog instances;
    private final Invitations invitations;

    protected ConsoleAccess() {
        this(null, null);
    }

    @Inject
    ConsoleAccess(InstanceCatalog instances, Invitations invitations) {
        this.instances = instances;
        this.invitations = invitations;
    }

    /** @param invitation null for who needs none */
    record Access(Instance instance, Invitation invitation) {

        ConsoleRequest bound(ConsoleRequest request) {
            return invitation == null ? request : request.by(invitation);
        }
    }

    /** @throws Refusal INSTANCE_NOT_FOUND also for one that exists and that this person may not see; NOT_PERMITTED */
    Access of(ConsoleRequest request) throws Refusal {
        Optional<Access> member = member(request);
        if (member.isPresent()) {
            return member.get();
        }
        // A program's bearer URL opens without its guest: guests come by the page alone.
        Optional<Invitation> invitation = request.door() == Door.PAGE ? invitations.letting(request.user(), request.instanceId()) : Optional.empty();
        return invitation.flatMap(given -> guest(request, given)).orElseThrow(() -> refusal(request));
    }

    /** For a visit that began: by the invitation that it came by, or by none. */
    Access of(ConsoleRequest request, UUID invitationId) throws Refusal {
        if (invitationId == null) {
            return member(request).orElseThrow(() -> refusal(request));
        }
        Invitation invitation = invitations.inForce(invitationId, request.user(), request.instanceId())
                .orElseThrow(() -> new Refusal(ConsoleRefusal.NOT_PERMITTED, "its invitation has ended"));
        return guest(request, invitation).orElseThrow(() -> refusal(request));
    }

    private Optional<Access> member(ConsoleRequest request) {
        return instances.visibleTo(request.user(), request.instanceId()).filter(instance -> request.user().mayUse(instance.project()))
                .map(instance -> new Access(instance, null));
    }

    private Optional<Access> guest(ConsoleRequest request, Invitation invitation) {
        return instances.find(request.instanceId()).map(instance -> new Access(instance, invitation));
    }

    private Refusal refusal(ConsoleRequest request) {
        boolean visible = instances.visibleTo(request.user(), request.instanceId()).isPresent();
        return new Refusal(visible ? ConsoleRefusal.NOT_PERMITTED : ConsoleRefusal.INSTANCE_NOT_FOUND, null);
    }
}
