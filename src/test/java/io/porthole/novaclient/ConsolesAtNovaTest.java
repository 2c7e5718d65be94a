package io.porthole.novaclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.porthole.testing.FakeNova;
import io.porthole.testing.Patience;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many questions to Nova hold a thread of the server at once, when all goes well and when Nova is silent. */
class ConsolesAtNovaTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final FakeNova fake = FakeNova.start();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ConsolesAtNova consoles = consoles();

    @AfterEach
    void close() {
        threads.shutdownNow();
        fake.close();
    }

    @Test
    void manyAtOnceAreAllAnswered() throws Exception {
        String token = issue();
        List<Future<Optional<NovaConsole>>> found = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            found.add(threads.submit(() -> consoles.find(token)));
        }

        for (Future<Optional<NovaConsole>> one : found) {
            assertTrue(one.get().isPresent());
        }
    }

    @Test
    void onlySoManyAskOrWait() throws Exception {
        String token = silentToken();
        List<Future<String>> refused = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            refused.add(threads.submit(() -> refusalOf(token)));
        }

        Set<String> said = new TreeSet<>();
        for (Future<String> one : refused) {
            said.add(one.get());
        }
        assertTrue(said.contains("too many questions to Nova are under way"), said.toString());
        assertTrue(fake.questions().size() <= 16, fake.questions().toString());
    }

    @Test
    void silentNovaIsAskedByOneAtATimeUntilItAnswersAgain() throws Exception {
        String token = silentToken();
        assertEquals("Nova does not answer in time", refusalOf(token));
        long before = fake.questions().size();

        Future<String> second = threads.submit(() -> refusalOf(token));
        Patience.until("the second question is under way", LIMIT, () -> fake.questions().size() > before);
        long start = System.nanoTime();
        assertEquals("Nova does not answer in time, and is being asked again", refusalOf(issue()));
        assertTrue(Duration.ofNanos(System.nanoTime() - start).compareTo(TIMEOUT) < 0);

        assertEquals("Nova does not answer in time", second.get());
        assertTrue(consoles.find(issue()).isPresent());
    }

    private String refusalOf(String token) {
        return assertThrows(NovaException.class, () -> consoles.find(token)).getMessage();
    }

    private String issue() {
        return fake.issue(UUID.randomUUID(), "compute1", 5901);
    }

    private String silentToken() {
        String token = issue();
        fake.answersNothingTo(token);
        return token;
    }

    private ConsolesAtNova consoles() {
        NovaCredential credential = new NovaCredential(URI.create(fake.authUrl()), FakeNova.USER, FakeNova.PASSWORD, FakeNova.PROJECT, "Default", "Default");
        NovaSettings settings = new NovaSettings(credential, "RegionOne", "public", null, null, TIMEOUT, new ConsoleNetworks(List.of()));
        ConsolesAtNova made = new ConsolesAtNova(settings, Clock.systemUTC());
        made.open(HttpClient.newHttpClient());
        return made;
    }
}
