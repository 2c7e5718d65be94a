package io.porthole.novaclient;

import static io.porthole.testing.FakeNova.PASSWORD;
import static io.porthole.testing.FakeNova.PROJECT;
import static io.porthole.testing.FakeNova.USER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import io.porthole.testing.FakeNova;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The questions to Nova, over HTTP, and every way in which an answer is none. */
class NovaApiTest {

    private static final UUID INSTANCE = UUID.fromString("6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a");
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SERVER = """
            {"server": {"id": "%s", "name": "web", "tenant_id": "t1", "OS-EXT-SRV-ATTR:instance_name": "instance-0000002a", "OS-EXT-SRV-ATTR:host": "compute1"}}""".formatted(INSTANCE);

    private final FakeNova fake = FakeNova.start();
    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));

    @AfterEach
    void close() {
        fake.close();
    }

    @Test
    void tokenTellsItsConsole() throws Exception {
        String token = fake.issue(INSTANCE, "192.168.0.11", 5901);
        fake.serverIs(INSTANCE, 200, SERVER);

        assertEquals(Optional.of(new NovaConsole(INSTANCE, "192.168.0.11", 5901, false, new NovaServer("web", "t1", "instance-0000002a", "compute1"))), ask(token));
        assertEquals(List.of("/compute/v2.1/os-console-auth-tokens/" + token + " compute 2.31", "/compute/v2.1/servers/" + INSTANCE + " compute 2.31"), fake.questions());
    }

    @Test
    void consoleIsToldAlsoWhereNovaDoesNotTellTheServer() throws Exception {
        assertEquals(new NovaConsole(INSTANCE, "compute1", 5901, false, null), ask(fake.issue(INSTANCE, "compute1", 5901)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"server\": 7}", "not JSON"})
    void serverOfAWrongShapeIsNone(String body) throws Exception {
        String token = fake.issue(INSTANCE, "compute1", 5901);
        fake.serverIs(INSTANCE, 200, body);

        assertEquals(null, ask(token).orElseThrow().server());
    }

    @Test
    void serverOfAPlainUserLacksWhatOnlyAdministratorsSee() throws Exception {
        String token = fake.issue(INSTANCE, "compute1", 5901);
        fake.serverIs(INSTANCE, 200, "{\"server\": {\"name\": \"web\", \"tenant_id\": \"t1\"}}");

        assertEquals(new NovaServer("web", "t1", null, null), ask(token).orElseThrow().server());
    }

    @Test
    void tokenThatNovaDoesNotKnowIsNone() throws Exception {
        assertEquals(Optional.empty(), ask(UUID.randomUUID().toString()));
    }

    @Test
    void internalAccessPathIsSeen() throws Exception {
        String token = fake.issue(200, """
                {"console": {"instance_uuid": "%s", "host": "esx1", "port": 8080, "internal_access_path": "vmware-vmx"}}""".formatted(INSTANCE));

        assertTrue(ask(token).orElseThrow().internalAccessPath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not JSON", "[]", "7", "{}", "{\"console\": []}", "{\"console\": {}}", "{\"console\": {\"instance_uuid\": \"x\", \"host\": \"h\", \"port\": 5900}}",
        "{\"console\": {\"instance_uuid\": \"6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a\", \"port\": 5900}}",
        "{\"console\": {\"instance_uuid\": \"6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a\", \"host\": \"a b\", \"port\": 5900}}",
        "{\"console\": {\"instance_uuid\": \"6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a\", \"host\": \"h\", \"port\": \"5900\"}}",
        "{\"console\": {\"instance_uuid\": \"6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a\", \"host\": \"h\", \"port\": -1}}",
        "{\"console\": {\"instance_uuid\": \"6d1b1c5c-8a3f-4a55-9f0e-0d1f3f2c4b5a\", \"host\": \"h\", \"port\": 1e999999999}}",
        "{\"console\": {\"instance_uuid\": null, \"host\": null, \"port\": null}}"})
    void answerOfAWrongShapeFails(String body) {
        assertFails("", fake.issue(200, body));
    }

    @ParameterizedTest
    @CsvSource({"404, Nova answers 404", "403, Nova does not let the user in the settings see console tokens", "500, Nova answers 500", "302, Nova answers 302", "400, Nova answers 400"})
    void statusOfAnotherKindFails(int status, String message) {
        assertFails(message, fake.issue(status, "{\"computeFault\": {\"code\": 500, \"message\": \"Unexpected API Error\"}}"));
    }

    @Test
    void hugeAnswerIsCutOff() {
        assertFails("Nova cannot be reached: the answer is longer than 1048576 bytes", fake.issue(200, "x".repeat(1_100_000)));
    }

    @Test
    void silenceHasADeadline() {
        String token = fake.issue(INSTANCE, "compute1", 5901);
        fake.answersNothingTo(token);
        NovaApi nova = nova(settings(fake.authUrl()));

        NovaException failed = assertThrows(NovaException.class, () -> nova.console(token, Deadline.in(Duration.ofMillis(300))));

        assertEquals("Nova does not answer in time", failed.getMessage());
    }

    @Test
    void answerThatStopsHalfwayHasADeadlineToo() {
        String token = fake.issue(INSTANCE, "compute1", 5901);
        fake.stopsHalfwayAt(token);
        NovaApi nova = nova(settings(fake.authUrl()));

        NovaException failed = assertThrows(NovaException.class, () -> nova.console(token, Deadline.in(Duration.ofMillis(500))));

        assertEquals("Nova does not answer in time", failed.getMessage());
    }

    @Test
    void novaThatIsAwayFails() {
        String token = fake.issue(INSTANCE, "compute1", 5901);
        fake.goAway();

        assertFails("Keystone cannot be reached", token);
        fake.comeBack();
    }

    // ---- Keystone

    @Test
    void tokenOfKeystoneServesMany() throws Exception {
        NovaApi nova = nova(settings(fake.authUrl()));
        for (int i = 0; i < 3; i++) {
            nova.console(fake.issue(INSTANCE, "compute1", 5901), Deadline.in(TIMEOUT));
        }

        assertEquals(1, fake.authentications());
    }

    @Test
    void tokenOfKeystoneIsRenewedShortlyBeforeItExpires() throws Exception {
        fake.tokensExpire(clock.instant().plusSeconds(3600));
        NovaApi nova = nova(settings(fake.authUrl()));
        String token = fake.issue(INSTANCE, "compute1", 5901);

        nova.console(token, Deadline.in(TIMEOUT));
        clock.now = clock.now.plusSeconds(3500);
        nova.console(token, Deadline.in(TIMEOUT));
        assertEquals(1, fake.authentications());
        clock.now = clock.now.plusSeconds(60);
        fake.tokensExpire(clock.now.plusSeconds(3600));
        nova.console(token, Deadline.in(TIMEOUT));

        assertEquals(2, fake.authentications());
    }

    @Test
    void tokenThatNovaRefusesIsRenewedOnce() throws Exception {
        NovaApi nova = nova(settings(fake.authUrl()));
        String token = fake.issue(INSTANCE, "compute1", 5901);
        nova.console(token, Deadline.in(TIMEOUT));
        fake.revokeTokens();

        assertTrue(nova.console(token, Deadline.in(TIMEOUT)).isPresent());
        assertEquals(2, fake.authentications());
    }

    @Test
    void novaThatRefusesEveryTokenFailsAfterTheSecond() {
        fake.refuseTokens(true);

        assertFails("Nova does not accept Keystone's token", fake.issue(INSTANCE, "compute1", 5901));
        assertEquals(2, fake.authentications());
    }

    @Test
    void refusedCredentialIsNotTriedAgainAtOnce() throws Exception {
        fake.refuseCredential(true);
        NovaApi nova = nova(settings(fake.authUrl()));
        String token = fake.issue(INSTANCE, "compute1", 5901);

        assertThrows(NovaException.class, () -> nova.console(token, Deadline.in(TIMEOUT)));
        NovaException failed = assertThrows(NovaException.class, () -> nova.console(token, Deadline.in(TIMEOUT)));
        assertTrue(failed.getMessage().startsWith("Keystone refused the credential in the settings"), failed.getMessage());
        assertFalse(failed.getMessage().contains(PASSWORD));
        assertEquals(1, fake.authentications());

        fake.refuseCredential(false);
        clock.now = clock.now.plusSeconds(6);
        assertTrue(nova.console(token, Deadline.in(TIMEOUT)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v3", "/v3/"})
    void addressOfKeystoneMayEndInItsVersion(String end) throws Exception {
        assertTrue(nova(settings(fake.authUrl() + end)).console(fake.issue(INSTANCE, "compute1", 5901), Deadline.in(TIMEOUT)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "7", "[{\"type\": \"compute\"}]", "[{\"type\": \"compute\", \"endpoints\": [{\"interface\": \"public\", \"region_id\": \"RegionTwo\", \"url\": \"http://x\"}]}]",
        "[{\"type\": \"compute\", \"endpoints\": [{\"interface\": \"admin\", \"region_id\": \"RegionOne\", \"url\": \"http://x\"}]}]",
        "[{\"type\": \"compute\", \"endpoints\": [{\"interface\": \"public\", \"region_id\": \"RegionOne\", \"url\": \"file:///etc/passwd\"}]}]"})
    void catalogWithoutAComputeEndpointFails(String catalog) {
        fake.catalogIs(catalog);

        assertFails("Keystone's catalog has ", fake.issue(INSTANCE, "compute1", 5901));
    }

    @Test
    void endpointOfTheSettingsCountsBeforeTheCatalogs() throws Exception {
        fake.catalogIs("[]");
        NovaSettings settings = new NovaSettings(credential(fake.authUrl()), null, "public", URI.create(fake.url() + "/compute/v2.1/"), null, TIMEOUT, new ConsoleNetworks(List.of()));

        assertTrue(nova(settings).console(fake.issue(INSTANCE, "compute1", 5901), Deadline.in(TIMEOUT)).isPresent());
    }

    private Optional<NovaConsole> ask(String token) throws NovaException {
        return nova(settings(fake.authUrl())).console(token, Deadline.in(TIMEOUT));
    }

    private void assertFails(String message, String token) {
        NovaException failed = assertThrows(NovaException.class, () -> ask(token));

        assertTrue(failed.getMessage().startsWith(message), failed.getMessage());
        assertFalse(failed.toString().contains(token), "a token stands in no message");
        assertFalse(failed.toString().contains(FakeNova.TOKEN_MARK), "a token stands in no message");
    }

    private NovaApi nova(NovaSettings settings) {
        return new NovaApi(settings, ServiceTls.client(settings).build(), clock);
    }

    private static NovaSettings settings(String authUrl) {
        return new NovaSettings(credential(authUrl), "RegionOne", "public", null, null, TIMEOUT, new ConsoleNetworks(List.of()));
    }

    private static NovaCredential credential(String authUrl) {
        return new NovaCredential(URI.create(authUrl), USER, PASSWORD, PROJECT, "Default", "Default");
    }

    private static final class TestClock extends Clock {

        private Instant now;

        private TestClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
