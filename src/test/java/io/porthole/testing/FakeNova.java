package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * A Keystone and a Nova on a free port of 127.0.0.1, with the answers of the real ones in the shapes of the Identity API v3 and of
 * Compute API 2.31; what a test says about one console token holds for that token alone.
 */
public final class FakeNova implements AutoCloseable {

    public static final String USER = "porthole";
    public static final String PASSWORD = "the-administrator's-own-password";
    public static final String PROJECT = "service";
    public static final String TENANT = "9a6b1f2c3d4e5f60718293a4b5c6d7e8";
    /** In each token of Keystone's, by which a log betrays one. */
    public static final String TOKEN_MARK = "gAAAAABfakekeystone";

    private record Answer(int status, byte[] body) {
    }

    private final Map<String, Answer> consoles = new ConcurrentHashMap<>();
    private final Map<String, Answer> servers = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    private final Set<String> stopping = ConcurrentHashMap.newKeySet();
    private final Set<String> keystoneTokens = ConcurrentHashMap.newKeySet();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final AtomicInteger authentications = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SSLContext tls;
    private volatile String catalog;
    private volatile boolean refusesCredential;
    private volatile boolean refusesTokens;
    private volatile Instant tokensExpire = Instant.now().plus(1, ChronoUnit.DAYS);
    private HttpServer server;
    private int port;

    private FakeNova(SSLContext tls) {
        this.tls = tls;
    }

    public static FakeNova start() {
        return new FakeNova(null).listen();
    }

    public static FakeNova startWithTls(SSLContext tls) {
        return new FakeNova(tls).listen();
    }

    private FakeNova listen() {
        try {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
            if (tls == null) {
                server = HttpServer.create(address, 50);
            } else {
                HttpsServer secured = HttpsServer.create(address, 50);
                secured.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secured;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.createContext("/identity/v3/auth/tokens", this::authenticate);
        server.createContext("/compute/v2.1/os-console-auth-tokens/", this::console);
        server.createContext("/compute/v2.1/servers/", this::server);
        server.setExecutor(threads);
        server.start();
        return this;
    }

    /** The portal's settings for this Nova. */
    void writeSettings(Path folder, StringBuilder settings) throws IOException {
        Files.writeString(folder.resolve("nova-password"), PASSWORD);
        settings.append("""
                nova.auth_url=%s
                nova.username=%s
                nova.password_file=nova-password
                nova.project_name=%s
                nova.region=RegionOne
                nova.timeout=2s
                nova.console_networks=127.0.0.0/8
                """.formatted(authUrl(), USER, PROJECT));
    }

    public String authUrl() {
        return url() + "/identity";
    }

    public String url() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port;
    }

    // ---- what it knows

    /** A console token as nova-compute makes it, for a VM that Nova knows. */
    public String issue(VmUnderTest vm) {
        serverIs(vm.id(), 200, """
                {"server": {"id": "%s", "name": "%s as Nova calls it", "status": "ACTIVE", "tenant_id": "%s",
                 "OS-EXT-SRV-ATTR:instance_name": "%s", "OS-EXT-SRV-ATTR:host": "compute1"}}""".formatted(vm.id(), vm.name(), TENANT, vm.name()));
        return issue(vm.id(), "127.0.0.1", vm.vnc().port());
    }

    /** The same for a VM of QEMU's own. */
    public String issue(QemuVm vm) throws Exception {
        serverIs(vm.id(), 200, """
                {"server": {"id": "%s", "name": "%s", "status": "ACTIVE", "tenant_id": "%s", "OS-EXT-SRV-ATTR:instance_name": "%s",
                 "OS-EXT-SRV-ATTR:host": "compute1"}}""".formatted(vm.id(), vm.name(), TENANT, vm.name()));
        return issue(vm.id(), "127.0.0.1", vm.vncPort());
    }

    /** A console token for a VM that Nova tells nothing more of. */
    public String issue(UUID instance, String host, int consolePort) {
        return issue(200, """
                {"console": {"instance_uuid": "%s", "host": "%s", "port": %d, "internal_access_path": null}}""".formatted(instance, host, consolePort));
    }

    /** A console token that is answered so. */
    public String issue(int status, String body) {
        String token = UUID.randomUUID().toString();
        consoles.put(token, new Answer(status, body.getBytes(UTF_8)));
        IssuedTokens.remember(token);
        return token;
    }

    public void serverIs(UUID instance, int status, String body) {
        servers.put(instance.toString(), new Answer(status, body.getBytes(UTF_8)));
    }

    public void expire(String token) {
        consoles.remove(token);
    }

    // ---- how it behaves

    /** The question for this token gets no answer. */
    public void answersNothingTo(String token) {
        silent.add(token);
    }

    /** The answer to the question for this token stops halfway. */
    public void stopsHalfwayAt(String token) {
        stopping.add(token);
    }

    /** As when Keystone's keys were changed: every token that was given is worth nothing. */
    public void revokeTokens() {
        keystoneTokens.clear();
    }

    public void refuseCredential(boolean refuse) {
        refusesCredential = refuse;
    }

    /** Nova accepts no token of Keystone's, however fresh. */
    public void refuseTokens(boolean refuse) {
        refusesTokens = refuse;
    }

    public void tokensExpire(Instant when) {
        tokensExpire = when;
    }

    /** @param json the catalog's array */
    public void catalogIs(String json) {
        catalog = json;
    }

    /** Listens no more, until {@link #comeBack}. */
    public void goAway() {
        server.stop(0);
    }

    public void comeBack() {
        listen();
    }

    public int authentications() {
        return authentications.get();
    }

    /** Every question to Nova: its path and the microversion that it asked for. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    // ---- the answers

    private void authenticate(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        authentications.incrementAndGet();
        if (refusesCredential || !request.equals(expectedCredential())) {
            send(exchange, 401, "{\"error\": {\"code\": 401, \"title\": \"Unauthorized\", \"message\": \"The request you have made requires authentication.\"}}");
            return;
        }
        String token = TOKEN_MARK + UUID.randomUUID();
        keystoneTokens.add(token);
        exchange.getResponseHeaders().set("X-Subject-Token", token);
        send(exchange, 201, """
                {"token": {"methods": ["password"], "user": {"id": "a1", "name": "%s", "domain": {"id": "default", "name": "Default"}, "password_expires_at": null},
                 "audit_ids": ["x"], "issued_at": "2026-01-01T00:00:00.000000Z", "expires_at": "%s", "is_domain": false, "roles": [{"id": "r", "name": "admin"}],
                 "catalog": %s}}""".formatted(USER, tokensExpire.truncatedTo(ChronoUnit.MICROS), catalog == null ? standardCatalog() : catalog));
    }

    private static String expectedCredential() {
        return """
                {"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"%s","domain":{"name":"Default"},"password":"%s"}}},\
                "scope":{"project":{"name":"%s","domain":{"name":"Default"}}}}}""".formatted(USER, PASSWORD, PROJECT);
    }

    private String standardCatalog() {
        return """
                [{"id": "1", "type": "identity", "name": "keystone", "endpoints": [{"id": "2", "interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": "%1$s/identity"}]},
                 {"id": "3", "type": "compute", "name": "nova", "endpoints": [
                  {"id": "4", "interface": "internal", "region": "RegionOne", "region_id": "RegionOne", "url": "%1$s/nowhere"},
                  {"id": "5", "interface": "public", "region": "RegionTwo", "region_id": "RegionTwo", "url": "%1$s/nowhere"},
                  {"id": "6", "interface": "public", "region": "RegionOne", "region_id": "RegionOne", "url": "%1$s/compute/v2.1"}]}]""".formatted(url());
    }

    private void console(HttpExchange exchange) throws IOException {
        String token = lastPart(exchange);
        if (silent.contains(token)) {
            questions.add(question(exchange));
            awaitClose();
        }
        Answer answer = consoles.getOrDefault(token, notFound("Token not found"));
        if (stopping.contains(token)) {
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body(), 0, answer.body().length / 2);
            exchange.getResponseBody().flush();
            awaitClose();
        }
        answer(exchange, answer);
    }

    private void server(HttpExchange exchange) throws IOException {
        answer(exchange, servers.getOrDefault(lastPart(exchange), notFound("Instance could not be found.")));
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        questions.add(question(exchange));
        String token = exchange.getRequestHeaders().getFirst("X-Auth-Token");
        if (refusesTokens || token == null || !keystoneTokens.contains(token)) {
            send(exchange, 401, "{\"error\": {\"code\": 401, \"title\": \"Unauthorized\", \"message\": \"The request you have made requires authentication.\"}}");
        } else {
            send(exchange, answer.status(), answer.body());
        }
    }

    private static Answer notFound(String message) {
        return new Answer(404, "{\"itemNotFound\": {\"code\": 404, \"message\": \"%s\"}}".formatted(message).getBytes(UTF_8));
    }

    private static String question(HttpExchange exchange) {
        return exchange.getRequestURI().getPath() + " " + exchange.getRequestHeaders().getFirst("OpenStack-API-Version");
    }

    private static String lastPart(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, body.getBytes(UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("x-openstack-request-id", "req-" + UUID.randomUUID());
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void awaitClose() throws IOException {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("closed");
    }
}
