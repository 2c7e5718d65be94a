package io.porthole.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.security.enterprise.AuthenticationException;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
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
 */
@ApplicationScoped
public class SignInMechanism implements HttpAuthenticationMechanism {

    private static final int MISDIRECTED = 421;

    private final SignIns signIns;
    private final SignInCookie cookie;
    private final PublicNames names;

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
    public AuthenticationStatus validateRequest(HttpServletRequest request, HttpServletResponse response, HttpMessageContext context)
            throws AuthenticationException {
        if (request.getRequestURI().startsWith("/static/") || ProgramPaths.leadsThere(request)) {
            return context.doNothing();
        }
        try {
            Optional<SignIn> signIn = cookie.signIn(request).flatMap(signIns::of);
            if (signIn.isPresent()) {
                return context.notifyContainerAboutLogin(new SignInPrincipal(signIn.get()), Set.of("user"));
            }
            return context.isProtected() ? sendToSignIn(request, response) : context.doNothing();
        } catch (PersistenceException | TransactionalException e) {
            return failed(request, response, e);
        } catch (IOException e) {
            throw new AuthenticationException(e);
        }
    }

    /** This happens before any filter, so that it says itself what they would. */
    private AuthenticationStatus sendToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RequestedAddress.keep(request);
        PageHeaders.set(request, response, names);
        if (!names.hasHost(request.getHeader("Host"))) {
            response.sendError(MISDIRECTED);
            return AuthenticationStatus.SEND_FAILURE;
        }
        String accept = request.getHeader("Accept");
        boolean page = RequestedAddress.isRead(request) && accept != null && accept.contains("text/html") && request.getParameter("part") == null;
        if (!page) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return AuthenticationStatus.SEND_FAILURE;
        }
        String wanted = request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());
        boolean first = wanted.equals("/vms");
        response.setStatus(HttpServletResponse.SC_FOUND);
        response.setHeader("Location", "/signin" + (first ? "" : "?to=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)));
        return AuthenticationStatus.SEND_CONTINUE;
    }

    /** Nobody is let in because the database that knows them does not answer. */
    private AuthenticationStatus failed(HttpServletRequest request, HttpServletResponse response, RuntimeException cause) throws AuthenticationException {
        RequestedAddress.keep(request);
        PageHeaders.set(request, response, names);
        System.getLogger(SignInMechanism.class.getName()).log(System.Logger.Level.ERROR, "sign-ins cannot be looked up", cause);
        try {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return AuthenticationStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw new AuthenticationException(e);
        }
    }
}
