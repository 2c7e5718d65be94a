package io.porthole.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.compute.ConsoleAddress;
import io.porthole.compute.ConsoleLocation;
import io.porthole.compute.InstanceId;
import io.porthole.compute.VncPassword;
import io.porthole.identity.SignIn;
import io.porthole.instance.Instance;

/**
 * Admits a browser to a console by its token. Everything that was true when the token was issued is asked again: whatever
 * changed since refuses.
 */
@ApplicationScoped
public class ConsoleTokenValidator {

    private final ConsoleSessions sessions;
    private final ConsoleAdmissions admissions;
    private final ConsolePolicy policy;
    private final ConsoleOccupancy occupancy;
    private final ConsoleLocator locator;
    private final ConsoleRightsSettings rights;
    private final NovaIssuedTokens novaTokens;
    private final ConsoleSettings settings;
    private final TimeLimitSettings limits;
    private final ConsoleAttempts attempts;
    private final Clock clock;

    protected ConsoleTokenValidator() {
        this(null, null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public ConsoleTokenValidator(ConsoleSessions sessions, ConsoleAdmissions admissions, ConsolePolicy policy, ConsoleOccupancy occupancy,
            ConsoleLocator locator, ConsoleRightsSettings rights, NovaIssuedTokens novaTokens, ConsoleSettings settings,
            TimeLimitSettings limits, ConsoleAttempts attempts, Clock clock) {
        this.sessions = sessions;
        this.admissions = admissions;
        this.policy = policy;
        this.occupancy = occupancy;
        this.locator = locator;
        this.rights = rights;
        this.novaTokens = novaTokens;
        this.settings = settings;
        this.limits = limits;
        this.attempts = attempts;
        this.clock = clock;
    }

    /**
     * @param token as the browser sent it
     * @param visitor the browser's sign-in; null when it has none
     * @param address from where it comes
     * @param tells whether it says that it tells its person who watches
     */
    public ConnectInfo validate(String token, SignIn visitor, String address, boolean tells) throws ConsoleRefused {
        try {
            if (token == null || token.isEmpty()) {
                throw new Refusal(ConsoleRefusal.TOKEN_MISSING, null);
            }
            Optional<ConnectInfo> byNova = novaTokens.validate(token, address);
            if (byNova.isPresent()) {
                return byNova.get();
            }
        } catch (Refusal refusal) {
            throw recorded(refusal, null, visitor, address);
        }
        return validate(TokenSecret.parse(token), visitor, new Arrival(address, tells));
    }

    /**
     * By a visit's first token, which follows from the sign-in that asked for it.
     *
     * @param session as the browser named it
     * @param visitor the browser's sign-in; null when it has none
     * @param address from where it comes
     */
    public ConnectInfo validateFirst(String session, SignIn visitor, String address) throws ConsoleRefused {
        if (visitor == null) {
            throw recorded(new Refusal(ConsoleRefusal.TOKEN_MISSING, null), null, null, address);
        }
        return validate(InstanceId.parse(session).map(id -> TokenSecret.first(visitor.secret(), id.uuid())), visitor, new Arrival(address, false));
    }

    private ConnectInfo validate(Optional<TokenSecret> token, SignIn visitor, Arrival arrival) throws ConsoleRefused {
        UUID sessionId = null;
        try {
            TokenSecret secret = token.orElseThrow(() -> new Refusal(ConsoleRefusal.TOKEN_UNKNOWN, "not of a token's form"));
            ShownToken shown = admissions.look(secret).orElseThrow(() -> new Refusal(ConsoleRefusal.TOKEN_UNKNOWN, null));
            sessionId = shown.sessionId();
            return admit(shown, visitor, arrival);
        } catch (Refusal refusal) {
            throw recorded(refusal, sessionId, visitor, arrival.address());
        }
    }

    /** Records that somebody came from a page that is not ours; nothing of what they brought was looked at. */
    public ConsoleRefused refuseOrigin(String origin, SignIn visitor, String address) {
        return recorded(new Refusal(ConsoleRefusal.ORIGIN_REFUSED, "Origin " + origin), null, visitor, address);
    }

    private ConnectInfo admit(ShownToken token, SignIn visitor, Arrival arrival) throws Refusal {
        checkToken(token, visitor);
        if (!token.userEnabled()) {
            throw new Refusal(ConsoleRefusal.USER_DISABLED, null);
        }
        Instance instance = token.instance();
        if (instance == null) {
            throw new Refusal(ConsoleRefusal.INSTANCE_NOT_FOUND, null);
        }
        if (!token.mayUse()) {
            throw new Refusal(ConsoleRefusal.NOT_PERMITTED, null);
        }
        policy.check(token.person(), instance.id().uuid(), arrival.address());
        ConsoleLocation location = locator.locate(instance);
        if (!location.address().samePlace(token.host(), token.port())) {
            throw new Refusal(ConsoleRefusal.INSTANCE_MOVED, "was at " + token.host() + ":" + token.port());
        }
        if (token.outlived()) {
            throw new Refusal(ConsoleRefusal.TOKEN_EXPIRED, "the VM stopped or was gone since the URL was asked for");
        }
        UUID connectionId = policy.open(token.person(), instance.id().uuid(), arrival.address(),
                () -> occupancy.exclusive(token) ? enter(token, arrival) : admissions.connect(token, arrival));
        ConsoleAddress where = location.address();
        VncPassword password = where.vncPassword();
        return new ConnectInfo(connectionId, token.sessionId(), where.host(), where.port(), password == null ? null : password.text(),
                location.instanceName(), endsAt(token, limits.of(instance.project()).longest()), limits.of(instance.project()).idle(), rights.of(instance.project(), token.viewOnly()), where.vncUsername(), where.tlsName(),
                new ConsoleVisit(instance.id().uuid(), instance.project(), token.visitor(), token.recordingAsked(), token.rulesAdded()));
    }

    private UUID enter(ShownToken token, Arrival arrival) throws Refusal {
        Instance instance = token.instance();
        return occupancy.enter(new ConsoleEntrance.Visit(token.sessionId(), token.userId(), token.userName(), arrival.address(), token.door(),
                instance.id().uuid(), token.instanceName(), instance.project(), instance.node()), () -> admissions.connectInTransaction(token, arrival));
    }

    private void checkToken(ShownToken token, SignIn visitor) throws Refusal {
        if (token.signInId() != null && (visitor == null || !token.signInId().equals(visitor.id()))) {
            throw new Refusal(ConsoleRefusal.TOKEN_OF_ANOTHER_SIGN_IN, null);
        }
        if (token.usedUp()) {
            throw new Refusal(ConsoleRefusal.TOKEN_USED, null);
        }
        if (!clock.instant().isBefore(token.expiresAt())) {
            throw new Refusal(ConsoleRefusal.TOKEN_EXPIRED, null);
        }
        if (token.withdrawn()) {
            throw new Refusal(ConsoleRefusal.TOKEN_UNKNOWN, "the password of " + token.userName() + " was changed since");
        }
        if (token.cut()) {
            throw new Refusal(ConsoleRefusal.SESSION_CUT, null);
        }
    }

    private Instant endsAt(ShownToken token, Duration longest) {
        Instant bySession = longest.isZero() ? null : clock.instant().plus(longest);
        Instant byToken = settings.enforceSessionTimeout() && token.signInId() == null ? token.expiresAt() : null;
        if (bySession == null || byToken == null) {
            return bySession == null ? byToken : bySession;
        }
        return bySession.isBefore(byToken) ? bySession : byToken;
    }

    private ConsoleRefused recorded(Refusal refusal, UUID sessionId, SignIn visitor, String address) {
        ConsoleSession session = sessionId == null ? null : sessions.find(sessionId).orElse(null);
        AuditEvent event = refusal.telling(AuditEvent.of(AuditAction.CONNECTION_REFUSED)
                .by(visitor != null ? visitor.user().name() : session == null ? null : session.userName(), address));
        if (session != null) {
            event = event.on(session.instanceId().uuid(), session.instanceName(), session.project(), session.node())
                    .in(session.id(), session.door().name());
        }
        return attempts.recorded(refusal, event, session == null ? null : session.instanceName());
    }
}
