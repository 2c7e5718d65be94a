package io.porthole.testing;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.openqa.selenium.json.Json;

/** A program that speaks to OpenStack's doors, or to the portal's own API, with a token, request by request. */
public final class OpenStackHttp {

    private static final String JSON = "application/json";
    /** One token for each account and project, for a password's check takes its time; nobody may revoke it. */
    private static final Map<String, String> SHARED = new ConcurrentHashMap<>();

    private final String token;
    private String microversion;
    private String address = "127.0.0.1";

    private OpenStackHttp(String token) {
        this.token = token;
    }

    /** Without a token. */
    public static OpenStackHttp nobody() {
        return new OpenStackHttp(null);
    }

    public static OpenStackHttp with(String token) {
        return new OpenStackHttp(token);
    }

    public static OpenStackHttp as(Account account, String project) throws IOException {
        String key = account + "/" + project;
        String token = SHARED.get(key);
        if (token == null) {
            token = newToken(account.userName(), project);
            SHARED.put(key, token);
        }
        return new OpenStackHttp(token);
    }

    /** With a token that is for no project: to the portal's own API it has all rights of its user. */
    public static OpenStackHttp as(Account account) throws IOException {
        return new OpenStackHttp(tokenForAll(account.userName()));
    }

    /** @return a token of this user for no project, the same each time where it is one of {@link Account} */
    static String tokenForAll(String user) throws IOException {
        if (Stream.of(Account.values()).map(Account::userName).noneMatch(user::equals)) {
            return newToken(user, null);
        }
        String token = SHARED.get(user);
        if (token == null) {
            token = newToken(user, null);
            SHARED.put(user, token);
        }
        return token;
    }

    /** @param project null for a token that is for none */
    public static String newToken(String user, String project) throws IOException {
        HttpAnswer answer = nobody().askForToken(password(user, Account.PASSWORD), project);
        if (answer.status() != 201) {
            throw new AssertionError("No token for " + user + ": " + answer);
        }
        return tokenOf(answer);
    }

    public static String tokenOf(HttpAnswer answer) {
        String token = answer.header("X-Subject-Token").orElseThrow();
        IssuedTokens.remember(token);
        return token;
    }

    public static String password(String user, String password) {
        return """
                {"methods": ["password"], "password": {"user": {"name": "%s", "domain": {"name": "Default"}, "password": "%s"}}}""".formatted(user, password);
    }

    public static String token(String token) {
        return """
                {"methods": ["token"], "token": {"id": "%s"}}""".formatted(token);
    }

    /** @param identity as {@link #password} and {@link #token} make it */
    public HttpAnswer askForToken(String identity, String project) throws IOException {
        String scope = project == null ? "" : """
                , "scope": {"project": {"name": "%s", "domain": {"id": "default"}}}""".formatted(project);
        return post("/identity/v3/auth/tokens", "{\"auth\": {\"identity\": " + identity + scope + "}}");
    }

    /** Sends the older header, as the clients do. */
    public OpenStackHttp speaking(String version) {
        microversion = version;
        return this;
    }

    /** @param localAddress one of this machine's own, such as 127.0.0.9 */
    public OpenStackHttp from(String localAddress) {
        address = localAddress;
        return this;
    }

    public HttpAnswer get(String target) throws IOException {
        return request("GET", target).send();
    }

    public HttpAnswer delete(String target) throws IOException {
        return request("DELETE", target).send();
    }

    public HttpAnswer post(String target, String json) throws IOException {
        return request("POST", target).body(JSON, json).send();
    }

    /** A request with the token, to be changed before it is sent. */
    public RawRequest request(String method, String target) {
        RawRequest request = RawRequest.of(method, target).replace("Accept", JSON).from(address);
        if (token != null) {
            request.header("X-Auth-Token", token);
        }
        return microversion == null ? request : request.header("X-OpenStack-Nova-API-Version", microversion);
    }

    public HttpAnswer act(VmUnderTest vm, String action) throws IOException {
        return post("/compute/v2.1/servers/" + vm.id() + "/action", action);
    }

    public HttpAnswer askForConsole(Object serverId) throws IOException {
        return post("/compute/v2.1/servers/" + serverId + "/remote-consoles", "{\"remote_console\": {\"protocol\": \"vnc\", \"type\": \"novnc\"}}");
    }

    /** @return the token in a console's URL of Nova's form */
    public static String consoleToken(String text) {
        String token = text.replaceFirst("(?s).*token%3D([A-Za-z0-9_-]{43}).*", "$1");
        IssuedTokens.remember(token);
        return token;
    }

    public static Map<String, Object> json(HttpAnswer answer) {
        return new Json().toType(answer.text(), Json.MAP_TYPE);
    }

    /** @return what stands there, going down by names; a number is the place in a list */
    public static Object json(HttpAnswer answer, String... names) {
        Object at = json(answer);
        for (String name : names) {
            at = at instanceof java.util.List<?> list ? list.get(Integer.parseInt(name)) : ((Map<?, ?>) at).get(name);
        }
        return at;
    }
}
