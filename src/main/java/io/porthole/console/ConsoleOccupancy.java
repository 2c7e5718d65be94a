package io.porthole.console;

import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.identity.User;
import io.porthole.instance.Instance;

/**
 * One person at a time on a console, where its project wants that, or an administrator of this VM. Whoever comes second is turned away, unless they may take
 * over: an administrator who says so, or somebody whom the person there let in. A person always takes over from themselves, and
 * guests who were invited sit beside.
 */
@ApplicationScoped
public class ConsoleOccupancy {

    private final SharingOfInstances sharing;
    private final ConsoleEntrance entrance;
    private final ConsoleAsks asks;

    protected ConsoleOccupancy() {
        this(null, null, null);
    }

    @Inject
    public ConsoleOccupancy(SharingOfInstances sharing, ConsoleEntrance entrance, ConsoleAsks asks) {
        this.sharing = sharing;
        this.entrance = entrance;
        this.asks = asks;
    }

    /** @return who else is on it; empty also where several may be */
    public Optional<Occupant> occupant(User user, Instance instance) {
        return exclusive(instance) ? entrance.others(instance.id().uuid(), user.id()).stream().findFirst() : Optional.empty();
    }

    /**
     * At the click. The connect asks again whether somebody is there.
     *
     * @return the request, taking over only if it may and must
     * @throws Refusal OCCUPIED; NOT_PERMITTED to take over
     */
    ConsoleRequest allowed(ConsoleRequest request, Instance instance) throws Refusal {
        if (request.takeOver() && !request.user().administrator()) {
            throw new Refusal(ConsoleRefusal.NOT_PERMITTED, "wants to take over and is no administrator");
        }
        Occupant occupant = request.invitation() != null ? null : occupant(request.user(), instance).orElse(null);
        if (occupant == null) {
            return request.takingOver(false);
        }
        if (!request.takeOver() && !asks.use(request)) {
            throw occupiedBy(occupant);
        }
        return request.takingOver(true);
    }

    /** Before a further token of a visit that began, so that its page is told why. */
    void checkReturn(ConsoleSession session, User user, Instance instance) throws Refusal {
        Occupant occupant = session.takesOver() || session.invitationId() != null ? null : occupant(user, instance).orElse(null);
        if (occupant != null) {
            throw occupiedBy(occupant);
        }
    }

    /**
     * At the connect.
     *
     * @param entry opens the connection; of many at once, one comes so far. It must be part of the transaction under way, which holds locks
     * @throws Refusal OCCUPIED, or as the entry says
     */
    UUID enter(ConsoleEntrance.Visit visit, ConsoleEntrance.Entry entry) throws Refusal {
        return sharing.exclusive(visit.instanceId(), visit.project()) ? entrance.enter(visit, entry) : entry.open();
    }

    /** Whether its consoles are for one person at a time. */
    public boolean exclusive(Instance instance) {
        return sharing.exclusive(instance.id().uuid(), instance.project());
    }

    /** The same of what is known already, for a token's way has no time to ask once more. */
    boolean exclusive(ShownToken token) {
        return sharing.exclusive(token.exclusive(), token.instance().project());
    }

    static Refusal occupiedBy(Occupant occupant) {
        return new Refusal(ConsoleRefusal.OCCUPIED, occupant.name() + " is on it");
    }
}
