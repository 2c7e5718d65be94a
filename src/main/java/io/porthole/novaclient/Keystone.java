package io.porthole.novaclient;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

/** Gets a token for the credential in the settings and keeps it until shortly before it expires (Identity API v3). */
final class Keystone {

    private static final String SERVICE = "Keystone";
    /** Between our clock and Keystone's, and for the question that the token is used for. */
    private static final Duration MARGIN = Duration.ofSeconds(60);
    /** A refused credential is not tried at each console: Keystone locks accounts. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final NovaSettings settings;
    private final OpenStackHttp http;
    private final Clock clock;
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicReference<KeystoneToken> held = new AtomicReference<>();
    /** When a refused credential may be tried again; guarded by {@link #asking}. */
    private Instant refusedUntil = Instant.MIN;

    Keystone(NovaSettings settings, OpenStackHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
    }

    /** One of many that need a token asks for it, and the others wait. */
    KeystoneToken token(Deadline deadline) throws NovaException {
        KeystoneToken found = held.get();
        if (isGood(found)) {
            return found;
        }
        lock(deadline);
        try {
            if (!isGood(held.get())) {
                held.set(authenticate(deadline));
            }
            return held.get();
        } finally {
            asking.unlock();
        }
    }

    /** Nova does not accept it any more. */
    void forget(KeystoneToken refused) {
        held.compareAndSet(refused, null);
    }

    private boolean isGood(KeystoneToken token) {
        return token != null && clock.instant().plus(MARGIN).isBefore(token.expiresAt());
    }

    private void lock(Deadline deadline) throws NovaException {
        try {
            if (!asking.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw new NovaException(SERVICE + " does not answer in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NovaException("interrupted while " + SERVICE + " was asked", e);
        }
    }

    private KeystoneToken authenticate(Deadline deadline) throws NovaException {
        if (clock.instant().isBefore(refusedUntil)) {
            throw new NovaException(SERVICE + " refused the credential in the settings (nova.username, nova.password_file, nova.project_name)");
        }
        HttpRequest request = HttpRequest.newBuilder(address()).header("Content-Type", "application/json").header("Accept", "application/json")
                .POST(BodyPublishers.ofString(credential().toString())).build();
        ServiceAnswer answer = http.send(request, SERVICE, deadline);
        if (answer.status() == 401 || answer.status() == 403) {
            refusedUntil = clock.instant().plus(PAUSE);
            throw new NovaException(SERVICE + " refuses the credential in the settings (nova.username, nova.password_file, nova.project_name)");
        }
        if (answer.status() != 201) {
            throw new NovaException(SERVICE + " answers " + answer.status() + " where a token was expected");
        }
        return tokenIn(answer);
    }

    private KeystoneToken tokenIn(ServiceAnswer answer) throws NovaException {
        String secret = answer.headers().firstValue("X-Subject-Token").filter(text -> text.matches("[!-~]{1,8192}"))
                .orElseThrow(() -> new NovaException(SERVICE + " sends no token"));
        JsonObject token = answer.object("token").orElseThrow(() -> new NovaException("what answers at nova.auth_url is not Keystone v3"));
        try {
            Instant expiresAt = Instant.parse(token.getString("expires_at", ""));
            return new KeystoneToken(secret, expiresAt, new ServiceCatalog(settings).compute(token));
        } catch (DateTimeException e) {
            throw new NovaException(SERVICE + " does not say when its token expires", e);
        }
    }

    /** With or without the version at its end, as OS_AUTH_URL. */
    private URI address() {
        String base = settings.credential().authUrl().toString().replaceFirst("/+$", "");
        return URI.create((base.endsWith("/v3") ? base : base + "/v3") + "/auth/tokens");
    }

    private JsonObject credential() {
        NovaCredential credential = settings.credential();
        JsonObjectBuilder user = named(credential.userName(), credential.userDomain()).add("password", credential.password());
        JsonObjectBuilder identity = Json.createObjectBuilder().add("methods", Json.createArrayBuilder().add("password"))
                .add("password", Json.createObjectBuilder().add("user", user));
        JsonObjectBuilder scope = Json.createObjectBuilder().add("project", named(credential.project(), credential.projectDomain()));
        return Json.createObjectBuilder().add("auth", Json.createObjectBuilder().add("identity", identity).add("scope", scope)).build();
    }

    private static JsonObjectBuilder named(String name, String domain) {
        return Json.createObjectBuilder().add("name", name).add("domain", Json.createObjectBuilder().add("name", domain));
    }
}
