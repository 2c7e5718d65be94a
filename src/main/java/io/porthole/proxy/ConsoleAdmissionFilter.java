package io.porthole.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.TransactionalException;

import io.porthole.console.ConnectInfo;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleTokenValidator;
import io.porthole.console.LiveConsoles;
import io.porthole.identity.SignIn;
import io.porthole.identity.SignInPrincipal;
import io.porthole.origin.OriginCheck;
import io.porthole.origin.PublicNames;
import io.porthole.origin.TrustedProxies;
import io.porthole.recording.RecordedRole;
import io.porthole.recording.RecordedVisit;
import io.porthole.recording.Recorder;
import io.porthole.recording.RecordingException;

/**
 * Stands before every WebSocket: origin first, then the token. Who is refused gets a status, an empty body and the end of the
 * connection, and no byte goes to any VNC server.
 */
@WebFilter(urlPatterns = "/*", asyncSupported = true)
public class ConsoleAdmissionFilter extends HttpFilter {

    private static final System.Logger LOG = System.getLogger(ConsoleAdmissionFilter.class.getName());
    static final List<String> PATHS = List.of("/websockify", "/");
    /** RFC 6455's; older drafts have known holes. */
    private static final String VERSION = "13";
    private static final int UPGRADE_REQUIRED = 426;
    private static final String TOKEN = "token=";
    /** The page of a visit that begins names it: its token the portal knows itself. */
    private static final String SESSION = "session=";
    /** Our own page of a bearer URL says so: its person is told who watches. */
    private static final String TELLS = "tells=yes";
    /** Our own pages say so: they take all of our handshake before their answers. */
    private static final String AT_ONCE = "handshake=at-once";

    @Inject
    private transient PublicNames names;
    @Inject
    private transient TrustedProxies proxies;
    @Inject
    private transient ConsoleTokenValidator validator;
    @Inject
    private transient LiveConsoles consoles;
    @Inject
    private transient Recorder recorder;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            chain.doFilter(request, response);
            return;
        }
        int malformed = malformed(request);
        if (malformed != 0) {
            refuse(response, malformed);
            return;
        }
        SignIn visitor = SignInPrincipal.signInOf(request.getUserPrincipal()).orElse(null);
        String address = proxies.client(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
        try {
            ConnectInfo info = admit(request, visitor, address);
            upgrade(info, request, response, chain);
        } catch (ConsoleRefused refused) {
            tellWhenToTryAgain(response, refused.refusal());
            refused.limit().ifPresent(limit -> response.setHeader("Retry-After", String.valueOf(limit.again().toSeconds())));
            refuse(response, statusOf(refused.refusal()));
        } catch (PersistenceException | TransactionalException e) {
            LOG.log(System.Logger.Level.ERROR, "a console's token cannot be looked up", e);
            refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private int malformed(HttpServletRequest request) {
        if (!PATHS.contains(request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo()))) {
            return HttpServletResponse.SC_NOT_FOUND;
        }
        if (!"GET".equals(request.getMethod()) || !"HTTP/1.1".equals(request.getProtocol())) {
            return HttpServletResponse.SC_BAD_REQUEST;
        }
        String connection = String.join(",", Collections.list(request.getHeaders("Connection"))).toLowerCase(Locale.ROOT);
        if (!connection.contains("upgrade") || request.getHeader("Sec-WebSocket-Key") == null) {
            return HttpServletResponse.SC_BAD_REQUEST;
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return UPGRADE_REQUIRED;
        }
        return names.hasHost(request.getHeader("Host")) ? 0 : 421;
    }

    private ConnectInfo admit(HttpServletRequest request, SignIn visitor, String address) throws ConsoleRefused {
        List<String> origins = Collections.list(request.getHeaders("Origin"));
        OriginCheck origin = names.check(origins);
        if (origin == OriginCheck.FOREIGN) {
            throw validator.refuseOrigin(String.join(" ", origins), visitor, address);
        }
        // Without an Origin no page speaks, so that a cookie proves nothing: only a bearer token can admit.
        String query = request.getQueryString();
        SignIn speaks = origin == OriginCheck.OURS ? visitor : null;
        String token = token(query);
        String session = parameter(query, SESSION);
        if (token == null && session != null) {
            return validator.validateFirst(session, speaks, address);
        }
        return validator.validate(token, speaks, address, says(query, TELLS));
    }

    static String token(String query) {
        return parameter(query, TOKEN);
    }

    /** The last one, as nova-novncproxy takes it. Read from the query itself: a servlet's parameters would include a form's. */
    private static String parameter(String query, String name) {
        String found = null;
        for (String pair : query == null ? new String[0] : query.split("&")) {
            if (pair.startsWith(name)) {
                try {
                    found = URLDecoder.decode(pair.substring(name.length()), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    found = "%"; // broken escapes are of no token's form
                }
            }
        }
        return found;
    }

    private static boolean says(String query, String what) {
        return query != null && List.of(query.split("&")).contains(what);
    }

    private void upgrade(ConnectInfo info, HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        Admission admission = admission(info, says(request.getQueryString(), AT_ONCE));
        request.setAttribute(Admission.class.getName(), admission);
        boolean upgraded = false;
        try {
            chain.doFilter(request, response);
            upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
        } finally {
            if (!upgraded) {
                admission.neverOpened();
                consoles.neverOpened(info.connectionId());
            }
        }
    }

    /** The name is looked up and the recording made here, on a thread that may wait. */
    private Admission admission(ConnectInfo info, boolean atOnce) {
        InetSocketAddress address = new InetSocketAddress(info.host(), info.port());
        try {
            return new Admission(info, address, atOnce, recorder.prepare(info.sessionId(), info.connectionId(), visit(info), info.visit().rulesAdded()), null);
        } catch (RecordingException e) {
            return new Admission(info, address, atOnce, null, e.getMessage());
        }
    }

    private static RecordedVisit visit(ConnectInfo info) {
        return new RecordedVisit(info.visit().instanceId(), info.visit().project(), RecordedRole.valueOf(info.visit().visitor().name()), info.visit().recordingAsked());
    }

    private static int statusOf(ConsoleRefusal refusal) {
        return switch (refusal) {
            case TOKEN_MISSING, SIGN_IN_ENDED -> HttpServletResponse.SC_UNAUTHORIZED;
            case TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN, SESSION_CUT, WATCHING_OFF, WATCHED_CONSOLE_ENDED, CONSENT_AWAITED, CONSENT_REFUSED,
                    ORIGIN_REFUSED, NOT_PERMITTED, USER_DISABLED,
                    ADDRESS_NOT_ALLOWED ->
                    HttpServletResponse.SC_FORBIDDEN;
            case INSTANCE_NOT_FOUND, SESSION_NOT_FOUND -> HttpServletResponse.SC_NOT_FOUND;
            case INSTANCE_NOT_READY, INSTANCE_MOVED, NO_VNC_CONSOLE, OCCUPIED -> HttpServletResponse.SC_CONFLICT;
            case LIMIT_REACHED, TOO_MANY_ATTEMPTS -> 429;
            case NODE_UNREACHABLE, NOVA_UNAVAILABLE, PORTAL_DRAINING -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        };
    }

    private static void tellWhenToTryAgain(HttpServletResponse response, ConsoleRefusal refusal) {
        if (refusal.retryAfter() != null) {
            response.setHeader("Retry-After", String.valueOf(refusal.retryAfter().toSeconds()));
        }
    }

    /** tempest reads what follows a refusal as frames: no body, and the end of the connection. */
    private static void refuse(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setHeader("Connection", "close");
        if (status == UPGRADE_REQUIRED) {
            response.setHeader("Sec-WebSocket-Version", VERSION);
        }
        response.setContentLength(0);
    }
}
