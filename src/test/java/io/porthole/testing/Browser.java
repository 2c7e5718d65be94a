package io.porthole.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLEncoder;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a browser as the portal's pages need: it keeps cookies, and sends a form's hidden token along. */
public final class Browser {

    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern TOKEN_PATH = Pattern.compile("\\{\"path\":\"(/websockify\\?token=([A-Za-z0-9_-]{43}))\"}");
    private static final String FORM = "application/x-www-form-urlencoded";
    /** Guarded by itself. */
    private static final Map<Account, Browser> SHARED = new EnumMap<>(Account.class);

    private final Map<String, String> cookies;
    private final int port;
    private volatile String formToken;
    private String address = "127.0.0.1";
    /** As whom it signed in; null for nobody. */
    private String userName;
    /** What the same person's programs show; null until one is needed. */
    private String apiToken;

    private Browser(Map<String, String> cookies, int port) {
        this.cookies = cookies;
        this.port = port;
    }

    private Browser() {
        this(new ConcurrentHashMap<>(), 0);
    }

    /** Nobody is signed in. */
    public static Browser anonymous() {
        return new Browser();
    }

    /** All that ask for the same account share one sign-in, for a password's check takes its time; nobody may end it. */
    public static Browser signedInAs(Account account) throws IOException {
        Browser shared;
        synchronized (SHARED) {
            shared = SHARED.get(account);
            if (shared == null) {
                shared = newSignIn(account.userName());
                SHARED.put(account, shared);
            }
        }
        Browser browser = new Browser();
        browser.cookies.putAll(shared.cookies);
        browser.formToken = shared.formToken;
        browser.userName = shared.userName;
        return browser;
    }

    /** A sign-in of its own, which may be ended. */
    public static Browser newSignIn(Account account) throws IOException {
        return newSignIn(account.userName());
    }

    public static Browser newSignIn(String userName) throws IOException {
        Browser browser = new Browser();
        HttpAnswer answer = browser.signIn(userName, Account.PASSWORD);
        if (answer.status() != 303) {
            throw new AssertionError(userName + " could not sign in: " + answer);
        }
        browser.get("/vms?q=fetches-the-form-token");
        return browser;
    }

    /** @param localAddress one of this machine's own, such as 127.0.0.9 */
    public Browser from(String localAddress) {
        address = localAddress;
        return this;
    }

    /** @return the same browser when another portal node answers it, as behind a load balancer: with the same cookies, in pages of the same origin */
    public Browser through(SecondPortal portal) {
        Browser there = new Browser(cookies, portal.port());
        there.formToken = formToken;
        there.userName = userName;
        return there.from(address);
    }

    public HttpAnswer signIn(String name, String password, String... more) throws IOException {
        get("/signin");
        Map<String, String> fields = fields(more);
        fields.put("name", name);
        fields.put("password", password);
        userName = name;
        return post("/signin", fields);
    }

    public HttpAnswer signOut() throws IOException {
        return post("/signout");
    }

    public HttpAnswer get(String target) throws IOException {
        return send(request("GET", target));
    }

    /** @param namesAndValues further fields of the form */
    public HttpAnswer post(String target, String... namesAndValues) throws IOException {
        return post(target, fields(namesAndValues));
    }

    private HttpAnswer post(String target, Map<String, String> fields) throws IOException {
        fields.put("csrf", formToken());
        return send(request("POST", target).body(FORM, encoded(fields)));
    }

    /** A request with this browser's cookies, to be changed before it is sent. */
    public RawRequest request(String method, String target) {
        return withCookies(RawRequest.of(method, target));
    }

    public RawRequest withCookies(RawRequest request) {
        String all = cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue()).reduce((a, b) -> a + "; " + b).orElse("");
        RawRequest mine = (all.isEmpty() ? request : request.header("Cookie", all)).from(address);
        return port == 0 ? mine : mine.to(port);
    }

    /** Sends it, and keeps the cookies and the form token of the answer. */
    public HttpAnswer send(RawRequest request) throws IOException {
        HttpAnswer answer = request.send();
        answer.headers("Set-Cookie").forEach(this::keep);
        Matcher found = FORM_TOKEN.matcher(answer.text());
        if (found.find()) {
            formToken = found.group(1);
        }
        return answer;
    }

    /** The token that forms must bring, as the last page had it; empty before any page. */
    public String formToken() {
        return formToken == null ? "" : formToken;
    }

    public String cookie(String name) {
        return cookies.get(name);
    }

    public void setCookie(String name, String value) {
        cookies.put(name, value);
    }

    // ---- consoles

    /** Presses the Console button. */
    public HttpAnswer pressConsole(VmUnderTest vm) throws IOException {
        return post("/vms/" + vm.id() + "/console");
    }

    /** @return the id of the console session that the Console button began */
    public UUID openConsole(VmUnderTest vm) throws IOException {
        return session(vm.name(), pressConsole(vm));
    }

    public UUID openConsole(QemuVm vm) throws IOException {
        return session(vm.name(), post("/vms/" + vm.id() + "/console"));
    }

    /** The same by the menu's way to look only. */
    public UUID openConsoleToLook(VmUnderTest vm) throws IOException {
        return session(vm.name(), post("/vms/" + vm.id() + "/console", "view_only", "true"));
    }

    private static UUID session(String vm, HttpAnswer answer) {
        if (answer.status() != 303 || !answer.location().startsWith("/console/")) {
            throw new AssertionError("No console of " + vm + ": " + answer);
        }
        return UUID.fromString(answer.location().substring("/console/".length()));
    }

    /** Asks for a one-time token as the console page does. */
    public HttpAnswer askForToken(UUID session) throws IOException {
        return send(request("POST", "/console/" + session + "/token").header("X-CSRF-Token", formToken()));
    }

    public String token(UUID session) throws IOException {
        HttpAnswer answer = askForToken(session);
        return tokenIn(answer).orElseThrow(() -> new AssertionError("No token: " + answer));
    }

    /** @return the token of an answer to {@link #askForToken}; empty for a refusal */
    public static Optional<String> tokenIn(HttpAnswer answer) {
        Matcher path = TOKEN_PATH.matcher(answer.text());
        if (!path.matches()) {
            return Optional.empty();
        }
        IssuedTokens.remember(path.group(2));
        return Optional.of(path.group(2));
    }

    public String tokenFor(VmUnderTest vm) throws IOException {
        return token(openConsole(vm));
    }

    /** Connects with a token, as the console page does. */
    public RawWebSocket connect(String token) throws IOException {
        return upgrade(token).connect();
    }

    public RawRequest upgrade(String token) {
        return withCookies(RawRequest.upgradeFromOurPage("/websockify?token=" + token));
    }

    /** Begins a visit with its first token, as the console page does: the page does not know it either. */
    public RawRequest upgradeFirst(UUID session) {
        return withCookies(RawRequest.upgradeFromOurPage("/websockify?session=" + session));
    }

    /** The whole way: button, token, WebSocket, RFB's handshake. */
    public RawWebSocket console(VmUnderTest vm) throws IOException {
        return connect(tokenFor(vm)).shakeHands();
    }

    /** Asks for a bearer URL as a program of the same person does, with a token. */
    public HttpAnswer askForBearerUrl(VmUnderTest vm) throws IOException {
        return askForBearerUrl(vm, "");
    }

    /** @param more further members of the JSON object, each after a comma */
    public HttpAnswer askForBearerUrl(VmUnderTest vm, String more) throws IOException {
        if (apiToken == null) {
            apiToken = OpenStackHttp.tokenForAll(userName);
        }
        RawRequest request = OpenStackHttp.with(apiToken).from(address).request("POST", "/api/v1/consoles").body("application/json", "{\"instance\":\"" + vm.id() + "\"" + more + "}");
        return (port == 0 ? request : request.to(port)).send();
    }

    /** @return a token that opens the console without a sign-in */
    public String bearerToken(VmUnderTest vm) throws IOException {
        return bearerToken(askForBearerUrl(vm));
    }

    /** @return the token of a bearer URL that was answered */
    public static String bearerToken(HttpAnswer answer) {
        Matcher token = Pattern.compile("token%3D([A-Za-z0-9_-]{43})").matcher(answer.text());
        if (!token.find()) {
            throw new AssertionError("No bearer URL: " + answer);
        }
        IssuedTokens.remember(token.group(1));
        return token.group(1);
    }

    private void keep(String setCookie) {
        String[] parts = setCookie.split(";")[0].split("=", 2);
        String attributes = setCookie.toLowerCase(Locale.ROOT);
        if (attributes.contains("max-age=0") || attributes.contains("expires=thu, 01-jan-1970")) {
            cookies.remove(parts[0]);
        } else {
            cookies.put(parts[0], parts[1]);
        }
    }

    private static Map<String, String> fields(String... namesAndValues) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> URLEncoder.encode(field.getKey(), UTF_8) + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .reduce((a, b) -> a + "&" + b).orElse("");
    }
}
