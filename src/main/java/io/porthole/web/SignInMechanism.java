package io.porthole.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.TransactionalException;

import io.porthole.identity.SignIn;
import io.porthole.identity.SignInPrincipal;
import io.porthole.identity.SignIns;
import io.porthole.origin.PublicNames;

/**
 * How the container learns who is signed in: by the cookie, looked up in PostgreSQL at each request, so that a sign-in ends
 * at once everywhere and survives a restart. The container's own form mechanism would keep it in one server's memory.
 *
 * <p>A module of Jakarta Authentication, and no mechanism of Jakarta Security, whose bridge to the same place looks for its beans by names and types before and after each
 * request: an eighth of all that a console's set-up cost in Java.
 */
@ApplicationScoped
public class SignInMechanism implements ServerAuthModule {

    private static final int MISDIRECTED = 421;
    /** Jakarta Authentication 3.0, 3.8.1.1: there, and "true", where nobody may come who is not signed in. */
    private static final String IS_MANDATORY = "jakarta.security.auth.message.MessagePolicy.isMandatory";

    private final SignIns signIns;
    private final SignInCookie cookie;
    private final PublicNames names;
    private CallbackHandler container;

    protected SignInMechanism() {
        this(null, null, null);
    }

    @Inject
    public SignInMechanism(SignIns signIns, SignInCookie cookie, PublicNames names) {
        this.signIns = signIns;
        this.cookie = cookie;
        this.names = names;
    }

    @Override
    public void initialize(MessagePolicy requests, MessagePolicy responses, CallbackHandler handler, Map<String, Object> options) {
        container = handler;
    }

    @Override
    public Class<?>[] getSupportedMessageTypes() {
        return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
    }

    @Override
    public AuthStatus validateRequest(MessageInfo message, Subject caller, Subject service) throws AuthException {
        HttpServletRequest request = (HttpServletRequest) message.getRequestMessage();
        HttpServletResponse response = (HttpServletResponse) message.getResponseMessage();
        if (request.getRequestURI().startsWith("/static/") || ProgramPaths.leadsThere(request)) {
            return nobody(caller);
        }
        try {
            Optional<SignIn> signIn = cookie.signIn(request).flatMap(signIns::of);
            if (signIn.isPresent()) {
                return tell(new CallerPrincipalCallback(caller, new SignInPrincipal(signIn.get())), new GroupPrincipalCallback(caller, new String[] {"user"}));
            }
            return Boolean.parseBoolean((String) message.getMap().get(IS_MANDATORY)) ? sendToSignIn(request, response) : nobody(caller);
        } catch (PersistenceException | TransactionalException e) {
            return failed(request, response, e);
        } catch (IOException e) {
            throw new AuthException(e);
        }
    }

    private AuthStatus nobody(Subject caller) throws AuthException {
        return tell(new CallerPrincipalCallback(caller, (Principal) null));
    }

    private AuthStatus tell(Callback... who) throws AuthException {
        try {
            container.handle(who);
            return AuthStatus.SUCCESS;
        } catch (IOException | UnsupportedCallbackException e) {
            throw new AuthException(e);
        }
    }

    @Override
    public AuthStatus secureResponse(MessageInfo message, Subject service) {
        return AuthStatus.SEND_SUCCESS;
    }

    @Override
    public void cleanSubject(MessageInfo message, Subject caller) {
        // who signs out has their row ended and their cookie taken: SignOutServlet
    }

    /** This happens before any filter, so that it says itself what they would. */
    private AuthStatus sendToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestedAddress.keep(request);
        PageHeaders.set(request, response, names);
        if (!names.hasHost(request.getHeader("Host"))) {
            response.sendError(MISDIRECTED);
            return AuthStatus.SEND_FAILURE;
        }
        String accept = request.getHeader("Accept");
        boolean page = RequestedAddress.isRead(request) && accept != null && accept.contains("text/html") && request.getParameter("part") == null;
        if (!page) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return AuthStatus.SEND_FAILURE;
        }
        String wanted = request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        boolean first = wanted.equals("/vms");
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", "/signin" + (first ? "" : "?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)));
        return AuthStatus.SEND_CONTINUE;
    }

    /** Nobody is let in because the database that knows them does not answer. */
    private AuthStatus failed(HttpServletRequest request, HttpServletResponse response, RuntimeException cause) throws AuthException {
        RequestedAddress.keep(request);
        PageHeaders.set(request, response, names);
        System.getLogger(SignInMechanism.class.getName()).log(System.Logger.Level.ERROR, "sign-ins cannot be looked up", cause);
        try {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return AuthStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw new AuthException(e);
        }
    }
}
