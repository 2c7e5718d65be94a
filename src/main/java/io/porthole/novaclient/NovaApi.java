package io.porthole.novaclient;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Two questions to Nova's API, each with a token of Keystone's that is renewed once where Nova refuses it. */
final class NovaApi {

    private static final System.Logger LOG = System.getLogger(NovaApi.class.getName());
    private static final String SERVICE = "Nova";
    /** The first in which os-console-auth-tokens answers for every kind of console. */
    private static final String MICROVERSION = "2.31";
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern HOST_FORM = Pattern.compile("[0-9A-Za-z.:_-]{1,253}");

    private final Keystone keystone;
    private final OpenStackHttp http;

    NovaApi(NovaSettings settings, HttpClient client, Clock clock) {
        this.http = new OpenStackHttp(client);
        this.keystone = new Keystone(settings, http, clock);
    }

    /** @param token a UUID, as Nova makes them; @return empty when Nova does not know it, or no longer */
    Optional<NovaConsole> console(String token, Deadline deadline) throws NovaException {
        ServiceAnswer answer = get("/os-console-auth-tokens/" + token, deadline);
        if (answer.status() == 404 && answer.object("itemNotFound").isPresent()) {
            return Optional.empty();
        }
        if (answer.status() == 403) {
            throw new NovaException(SERVICE + " does not let the user in the settings see console tokens (policy os_compute_api:os-console-auth-tokens)");
        }
        if (answer.status() != 200) {
            throw new NovaException(SERVICE + " answers " + answer.status() + " to the question for a console token");
        }
        JsonObject console = answer.object("console").orElseThrow(() -> new NovaException("what answers at the compute endpoint is not Nova"));
        UUID instance = uuid(console.getString("instance_uuid", ""));
        return Optional.of(new NovaConsole(instance, host(console), port(console), hasAccessPath(console), server(instance, deadline)));
    }

    /** Names are worth having, and no reason to refuse a console. */
    private NovaServer server(UUID instance, Deadline deadline) {
        try {
            ServiceAnswer answer = get("/servers/" + instance, deadline);
            return answer.status() != 200 ? null : answer.object("server").map(NovaApi::serverIn).orElse(null);
        } catch (NovaException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nova does not tell what instance " + instance + " is called", e);
            return null;
        }
    }

    private static NovaServer serverIn(JsonObject server) {
        return new NovaServer(server.getString("name", null), server.getString("tenant_id", null),
                server.getString("OS-EXT-SRV-ATTR:instance_name", null), server.getString("OS-EXT-SRV-ATTR:host", null));
    }

    private ServiceAnswer get(String path, Deadline deadline) throws NovaException {
        KeystoneToken token = keystone.token(deadline);
        ServiceAnswer answer = get(path, token, deadline);
        if (answer.status() != 401) {
            return answer;
        }
        keystone.forget(token);
        ServiceAnswer second = get(path, keystone.token(deadline), deadline);
        if (second.status() == 401) {
            throw new NovaException(SERVICE + " does not accept Keystone's token");
        }
        return second;
    }

    private ServiceAnswer get(String path, KeystoneToken token, Deadline deadline) throws NovaException {
        URI address = URI.create(token.compute().toString().replaceFirst("/+$", "") + path);
        HttpRequest request = HttpRequest.newBuilder(address).header("X-Auth-Token", token.text()).header("Accept", "application/json")
                .header("OpenStack-API-Version", "compute " + MICROVERSION).header("X-OpenStack-Nova-API-Version", MICROVERSION).build();
        return http.send(request, SERVICE, deadline);
    }

    private static boolean hasAccessPath(JsonObject console) {
        return console.getOrDefault("internal_access_path", JsonValue.NULL) != JsonValue.NULL;
    }

    private static UUID uuid(String text) throws NovaException {
        if (!UUID_FORM.matcher(text).matches()) {
            throw new NovaException(SERVICE + " tells a console of no instance");
        }
        return UUID.fromString(text);
    }

    private static String host(JsonObject console) throws NovaException {
        String host = console.getString("host", "");
        if (!HOST_FORM.matcher(host).matches()) {
            throw new NovaException(SERVICE + " tells a console without a host");
        }
        return host;
    }

    /** By its digits: a number such as 1e999999999 must not be made whole. */
    private static int port(JsonObject console) throws NovaException {
        if (console.get("port") instanceof JsonNumber number && number.toString().matches("\\d{1,5}")) {
            return Integer.parseInt(number.toString());
        }
        throw new NovaException(SERVICE + " tells a console without a port");
    }
}
