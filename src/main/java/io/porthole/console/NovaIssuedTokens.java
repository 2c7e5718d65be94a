package io.porthole.console;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.novaclient.ConsolesAtNova;
import io.porthole.novaclient.NovaConsole;
import io.porthole.novaclient.NovaException;
import io.porthole.novaclient.NovaSettings;

/**
 * Admits a browser by a token that a Nova beside Porthole made, as nova-novncproxy does. The token's form tells whose it is: Nova's
 * are UUIDs. Nova has decided who may; what is left to decide here is where Porthole connects to, and how many may.
 */
@ApplicationScoped
class NovaIssuedTokens {

    private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final ConsolesAtNova nova;
    private final NovaSettings settings;
    private final ConsolePolicy policy;
    private final ConsoleOccupancy occupancy;
    private final NovaVisits visits;
    private final ConsoleRightsSettings rights;
    private final ConsoleSettings lifetimes;
    private final TimeLimitSettings limits;
    private final Clock clock;

    protected NovaIssuedTokens() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @Inject
    NovaIssuedTokens(ConsolesAtNova nova, NovaSettings settings, ConsolePolicy policy, ConsoleOccupancy occupancy, NovaVisits visits, ConsoleRightsSettings rights,
            ConsoleSettings lifetimes, TimeLimitSettings limits, Clock clock) {
        this.nova = nova;
        this.settings = settings;
        this.policy = policy;
        this.occupancy = occupancy;
        this.visits = visits;
        this.rights = rights;
        this.lifetimes = lifetimes;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * @param address from where the browser comes
     * @return empty for a token that is none of Nova's
     * @throws Refusal TOKEN_UNKNOWN, NOVA_UNAVAILABLE, NO_VNC_CONSOLE, ADDRESS_NOT_ALLOWED, LIMIT_REACHED, OCCUPIED
     */
    Optional<ConnectInfo> validate(String token, String address) throws Refusal {
        if (!settings.on() || !FORM.matcher(token).matches()) {
            return Optional.empty();
        }
        NovaConsole console = asked(token);
        try {
            return Optional.of(admit(console, address));
        } catch (Refusal refusal) {
            throw new NovaRefusal(refusal.reason(), refusal.getMessage(), console);
        }
    }

    private ConnectInfo admit(NovaConsole console, String address) throws Refusal {
        if (console.internalAccessPath()) {
            throw new Refusal(ConsoleRefusal.NO_VNC_CONSOLE, "its console is behind an internal access path, which is not VNC");
        }
        InetAddress host = settings.networks().admitted(console.host(), console.port()).orElseThrow(() -> new Refusal(ConsoleRefusal.ADDRESS_NOT_ALLOWED,
                "Nova says " + console.host() + ":" + console.port() + ", which is in none of nova.console_networks or no port of VNC"));
        policy.check(CountedPerson.UNKNOWN, console.instanceId(), address);
        ConsoleSession session = new ConsoleSession(console, address, clock.instant());
        UUID connectionId = policy.open(CountedPerson.UNKNOWN, console.instanceId(), address, () -> occupancy.enter(new ConsoleEntrance.Visit(session.id(), null, session.userName(),
                address, session.door(), console.instanceId(), console.instanceName(), console.project(), console.node()), () -> visits.begin(session, address)));
        return new ConnectInfo(connectionId, session.id(), host.getHostAddress(), console.port(), null, console.domainName(), endsAt(limits.of(console.project()).longest()),
                limits.of(console.project()).idle(), rights.of(console.project(), false), null, console.host(),
                new ConsoleVisit(console.instanceId(), console.project(), ConsoleVisitor.UNKNOWN, false, true));
    }

    private NovaConsole asked(String token) throws Refusal {
        try {
            return nova.find(token).orElseThrow(() -> new NovaRefusal(ConsoleRefusal.TOKEN_UNKNOWN, "Nova does not know it, or no longer", null));
        } catch (NovaException e) {
            throw new NovaRefusal(ConsoleRefusal.NOVA_UNAVAILABLE, e.getMessage(), null);
        }
    }

    /** Nova does not tell when its token expires, but it can live no longer from now than any token does (nova.conf: token_ttl). */
    private Instant endsAt(Duration longest) {
        Instant bySession = longest.isZero() ? null : clock.instant().plus(longest);
        Instant byToken = lifetimes.enforceSessionTimeout() ? clock.instant().plus(lifetimes.tokenLifetime()) : null;
        return Stream.of(Optional.ofNullable(bySession), Optional.ofNullable(byToken)).flatMap(Optional::stream).min(Instant::compareTo).orElse(null);
    }
}
