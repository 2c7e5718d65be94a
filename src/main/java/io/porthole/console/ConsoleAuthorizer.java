package io.porthole.console;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.compute.ConsoleLocation;
import io.porthole.identity.SignIn;
import io.porthole.identity.SignIns;
import io.porthole.identity.User;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;

/** Decides who may open which console, the same for every door, and records what it decides. */
@ApplicationScoped
public class ConsoleAuthorizer {

    private final InstanceCatalog instances;
    private final ConsoleAccess access;
    private final ConsolePolicy policy;
    private final ConsoleOccupancy occupancy;
    private final ConsoleAsks asks;
    private final ConsoleLocator locator;
    private final ConsoleSessions sessions;
    private final SignIns signIns;
    private final ConsoleWatch watch;
    private final ConsoleRightsSettings rights;
    private final ConsoleSettings settings;
    private final ConsoleAttempts attempts;
    private final Clock clock;

    protected ConsoleAuthorizer() {
        this(null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public ConsoleAuthorizer(InstanceCatalog instances, ConsoleAccess access, ConsolePolicy policy, ConsoleOccupancy occupancy, ConsoleAsks asks,
            ConsoleLocator locator, ConsoleSessions sessions, SignIns signIns, ConsoleWatch watch, ConsoleRightsSettings rights, ConsoleSettings settings,
            ConsoleAttempts attempts, Clock clock) {
        this.instances = instances;
        this.access = access;
        this.policy = policy;
        this.occupancy = occupancy;
        this.asks = asks;
        this.locator = locator;
        this.sessions = sessions;
        this.signIns = signIns;
        this.watch = watch;
        this.rights = rights;
        this.settings = settings;
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * For the Console button: a session and the token of its first connection, which its page has without knowing it; it asks for further ones.
     *
     * @param signIn of the request
     */
    public AuthorizedConsole authorize(SignIn signIn, ConsoleRequest request) throws ConsoleRefused {
        return recorded(request, () -> {
            ConsoleAccess.Access given = access.of(request);
            Instance instance = given.instance();
            ConsoleRequest allowed = occupancy.allowed(given.bound(request), instance);
            policy.check(CountedPerson.of(request.user()), instance.id().uuid(), request.address());
            ConsoleLocation location = locator.locate(instance);
            ConsoleSession session = sessions.begin(allowed, instance, signIn.secret(), location.address(), clock.instant().plus(settings.pageTokenLifetime()));
            return described(session, request.user(), null, null);
        });
    }

    /** For programs: a session and a bearer token that opens it without a sign-in. */
    public AuthorizedConsole authorizeBearer(ConsoleRequest request) throws ConsoleRefused {
        return recorded(request, () -> {
            ConsoleAccess.Access given = access.of(request);
            Instance instance = given.instance();
            ConsoleRequest allowed = occupancy.allowed(given.bound(request), instance);
            policy.check(CountedPerson.of(request.user()), instance.id().uuid(), request.address());
            ConsoleLocation location = locator.locate(instance);
            Instant expiresAt = clock.instant().plus(settings.tokenLifetime());
            ConsoleSession session = sessions.begin(allowed, instance, expiresAt);
            boolean once = settings.tokenUse() == ConsoleSettings.TokenUse.ONCE;
            return described(session, request.user(), sessions.issue(session.id(), null, once, location.address(), expiresAt), expiresAt);
        });
    }

    /** A one-time token for a session of this person; the right to it is asked for again. */
    public AuthorizedConsole renew(SignIn signIn, UUID sessionId, String address) throws ConsoleRefused {
        ConsoleSession session = ownSession(signIn, sessionId, address);
        ConsoleRequest request = new ConsoleRequest(signIn.user(), signIn.id(), session.instanceId(), Door.PAGE, address);
        return recorded(request, () -> {
            Instance instance = session.watches() == null ? access.of(request, session.invitationId()).instance() : watch.usable(signIn.user(), session);
            if (session.watches() == null) {
                occupancy.checkReturn(session, request.user(), instance);
            }
            policy.check(CountedPerson.of(request.user()), instance.id().uuid(), request.address());
            if (!signIn.id().equals(session.signInId())) {
                sessions.takeUp(session.id(), signIn, address);
            }
            ConsoleLocation location = locator.locate(instance);
            Instant expiresAt = clock.instant().plus(settings.pageTokenLifetime());
            return described(session, request.user(), sessions.issue(session.id(), signIn.id(), true, location.address(), expiresAt), expiresAt);
        });
    }

    /** @throws ConsoleRefused SESSION_NOT_FOUND also for a session of somebody else, or of another browser that is signed in; SESSION_CUT */
    public AuthorizedConsole own(SignIn signIn, UUID sessionId, String address) throws ConsoleRefused {
        ConsoleSession session = ownSession(signIn, sessionId, address);
        return described(session, signIn.user(), null, null, signIn.id().equals(session.signInId()) && session.hasFirstToken(clock.instant()));
    }

    /** Asks whoever is on a console that is for one person at a time; empty when nobody is, or it is for several. */
    public Optional<ConsoleAsk> ask(ConsoleRequest request) throws ConsoleRefused {
        return recorded(request, () -> {
            Instance instance = access.of(request).instance();
            return occupancy.occupant(request.user(), instance).map(occupant -> asks.ask(request, instance));
        });
    }

    private ConsoleSession ownSession(SignIn signIn, UUID sessionId, String address) throws ConsoleRefused {
        ConsoleSession session = sessions.find(sessionId).orElse(null);
        boolean own = session != null && session.door() == Door.PAGE && isOf(session, signIn);
        if (own && !session.isCut()) {
            return session;
        }
        ConsoleRefusal why = own ? ConsoleRefusal.SESSION_CUT : ConsoleRefusal.SESSION_NOT_FOUND;
        AuditEvent event = AuditEvent.of(AuditAction.CONSOLE_REFUSED).by(signIn.user().name(), address).in(null, Door.PAGE.name());
        throw attempts.recorded(new Refusal(why, "session " + sessionId), event, null);
    }

    /** Of this browser; or the same person's, who signs in anew after the sign-in of that time ended. */
    private boolean isOf(ConsoleSession session, SignIn signIn) {
        return signIn.id().equals(session.signInId()) || signIn.user().id().equals(session.userId()) && !signIns.holds(session.signInId());
    }

    private AuthorizedConsole described(ConsoleSession session, User user, TokenSecret token, Instant expiresAt) {
        return described(session, user, token, expiresAt, false);
    }

    private AuthorizedConsole described(ConsoleSession session, User user, TokenSecret token, Instant expiresAt, boolean firstToken) {
        boolean viewOnly = !rights.of(session.project(), session.viewOnly()).input();
        return new AuthorizedConsole(session.id(), session.instanceId(), session.instanceName(), session.project(), session.node(), token, expiresAt,
                ConsoleVisit.of(session, user.administrator()), firstToken, viewOnly);
    }

    private <T> T recorded(ConsoleRequest request, Decision<T> decision) throws ConsoleRefused {
        try {
            attempts.ask(request.address());
            return decision.make();
        } catch (Refusal refusal) {
            Instance known = instances.find(request.instanceId()).orElse(null);
            AuditEvent event = AuditEvent.of(AuditAction.CONSOLE_REFUSED).by(request.user().name(), request.address())
                    .on(request.instanceId().uuid(), known == null ? null : known.displayName(), known == null ? null : known.project(),
                            known == null ? null : known.node())
                    .in(null, request.door().name());
            boolean mayKnow = known != null && request.user().maySee(known.project());
            throw attempts.recorded(refusal, event, mayKnow ? known.displayName() : null);
        }
    }

    private interface Decision<T> {
        T make() throws Refusal;
    }
}
