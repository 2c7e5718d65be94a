package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.porthole.audit.AuditAction;
import io.porthole.audit.AuditEvent;
import io.porthole.novaclient.ConsoleNetwork;
import io.porthole.novaclient.ConsoleNetworks;
import io.porthole.novaclient.ConsolesAtNova;
import io.porthole.novaclient.NovaConsole;
import io.porthole.novaclient.NovaCredential;
import io.porthole.novaclient.NovaServer;
import io.porthole.novaclient.NovaSettings;
import io.porthole.settings.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided here of a console that Nova allowed: whether a limit is reached, where it is, and when it must end. */
class NovaIssuedTokensTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String TOKEN = "6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a";
    private static final UUID INSTANCE = UUID.fromString("0b1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a");
    private static final NovaConsole CONSOLE = new NovaConsole(INSTANCE, "127.0.0.11", 5901, false, new NovaServer("web", "t1", "instance-0000002a", "compute1"));

    @Test
    void consoleIsWhereNovaSays() throws Refusal {
        ConnectInfo info = tokens(on(), new OpenPolicy(), Map.of()).validate(TOKEN, "127.0.0.9").orElseThrow();

        assertEquals("127.0.0.11", info.host());
        assertEquals(5901, info.port());
        assertEquals("instance-0000002a", info.instanceName());
        assertNull(info.vncPassword());
        assertEquals("127.0.0.11", info.tlsName());
    }

    @Test
    void rightsAreThoseOfTheProjectByItsId() throws Refusal {
        assertFalse(tokens(on(), new OpenPolicy(), Map.of()).validate(TOKEN, "127.0.0.9").orElseThrow().rights().input());
    }

    @Test
    void limitsCountAlthoughNobodyKnowsTheUser() {
        ConsolePolicy full = new ConsolePolicy() {
            @Override
            void check(CountedPerson person, UUID instanceId, String address) throws Refusal {
                assertEquals(List.of("null", INSTANCE.toString(), "127.0.0.9"), List.of(String.valueOf(person.id()), instanceId.toString(), address));
                throw new Refusal(ConsoleRefusal.LIMIT_REACHED, null);
            }
        };

        Refusal refused = assertThrows(Refusal.class, () -> tokens(on(), full, Map.of()).validate(TOKEN, "127.0.0.9"));

        assertEquals(ConsoleRefusal.LIMIT_REACHED, refused.reason());
    }

    @Test
    void refusalTellsTheVmAndTheDoor() {
        NovaConsole elsewhere = new NovaConsole(INSTANCE, "10.0.0.1", 5901, false, CONSOLE.server());

        Refusal refused = assertThrows(Refusal.class, () -> tokens(elsewhere, on(), new OpenPolicy(), Map.of()).validate(TOKEN, "127.0.0.9"));
        AuditEvent told = refused.telling(AuditEvent.of(AuditAction.CONNECTION_REFUSED));

        assertEquals(ConsoleRefusal.ADDRESS_NOT_ALLOWED, refused.reason());
        assertEquals(List.of("NOVA_PROXY", INSTANCE.toString(), "web", "t1", "compute1"),
                List.of(told.door(), told.instanceId().toString(), told.instanceName(), told.project(), told.node()));
    }

    @ParameterizedTest
    @CsvSource({"false, 0, ", "true, 0, 600", "false, 60, 60", "true, 60, 60", "true, 3600, 600"})
    void consoleEndsWithTheTokenOrTheLongestTimeWhicheverComesFirst(String enforced, String longest, Long seconds) throws Refusal {
        ConnectInfo info = tokens(on(), new OpenPolicy(), Map.of("enforce_session_timeout", enforced, "max_session", longest)).validate(TOKEN, "127.0.0.9").orElseThrow();

        assertEquals(seconds == null ? null : NOW.plusSeconds(seconds), info.endsAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "6d1b1c5c8a3f4a559f0e0d1f3f2c4b5a", "6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void tokenOfAnotherFormIsNoneOfNovas(String token) throws Refusal {
        assertFalse(tokens(on(), new OpenPolicy(), Map.of()).validate(token, "127.0.0.9").isPresent());
    }

    @Test
    void withoutANovaNoTokenIsNovas() throws Refusal {
        assertFalse(tokens(NovaSettings.from(Settings.of(Map.of())), new OpenPolicy(), Map.of()).validate(TOKEN, "127.0.0.9").isPresent());
    }

    private static NovaIssuedTokens tokens(NovaSettings nova, ConsolePolicy policy, Map<String, String> lifetimes) {
        return tokens(CONSOLE, nova, policy, lifetimes);
    }

    private static NovaIssuedTokens tokens(NovaConsole console, NovaSettings nova, ConsolePolicy policy, Map<String, String> lifetimes) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return new NovaIssuedTokens(new KnowingNova(console, nova, clock), nova, policy, new ConsoleOccupancy(new Undecided(), null, null), new Forgotten(),
                ConsoleRightsSettings.from(Settings.of(Map.of("project.t1.view_only", "true"))), ConsoleSettings.from(Settings.of(new HashMap<>(lifetimes))),
                TimeLimitSettings.from(Settings.of(new HashMap<>(lifetimes))), clock);
    }

    private static NovaSettings on() {
        NovaCredential credential = new NovaCredential(URI.create("https://controller:5000"), "porthole", "sesame", "service", "Default", "Default");
        return new NovaSettings(credential, null, "public", null, null, Duration.ofSeconds(5), new ConsoleNetworks(List.of(new ConsoleNetwork(InetAddress.getLoopbackAddress(), 8))));
    }

    /** Knows every token, as one console's. */
    private static final class KnowingNova extends ConsolesAtNova {

        private final NovaConsole console;

        private KnowingNova(NovaConsole console, NovaSettings settings, Clock clock) {
            super(settings, clock);
            this.console = console;
        }

        @Override
        public Optional<NovaConsole> find(String token) {
            return Optional.of(console);
        }
    }

    private static final class OpenPolicy extends ConsolePolicy {

        @Override
        void check(CountedPerson person, UUID instanceId, String address) {
            // no limit
        }

        @Override
        public UUID open(CountedPerson person, UUID instanceId, String address, ConsoleTurn.Opening opening) throws Refusal {
            return opening.open();
        }
    }

    /** Nobody decided anything of any VM, and several may be on each. */
    private static final class Undecided extends SharingOfInstances {

        @Override
        public boolean exclusive(UUID instance, String project) {
            return false;
        }
    }

    /** Writes nothing down. */
    private static final class Forgotten extends NovaVisits {

        @Override
        public UUID begin(ConsoleSession session, String address) {
            return UUID.randomUUID();
        }
    }
}
