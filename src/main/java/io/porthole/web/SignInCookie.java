package io.porthole.web;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.FormToken;
import io.porthole.identity.SignInSecret;
import io.porthole.origin.PublicNames;

/**
 * The two cookies: who is signed in, and, before that, which browser got a form. From each a form token follows that a
 * page may show and another site cannot know (CSRF).
 */
@ApplicationScoped
public class SignInCookie {

    private static final String SIGN_IN = "porthole";
    private static final String FORM = "porthole_form";

    private final PublicNames names;

    protected SignInCookie() {
        this(null);
    }

    @Inject
    public SignInCookie(PublicNames names) {
        this.names = names;
    }

    Optional<SignInSecret> signIn(HttpServletRequest request) {
        return secret(request, SIGN_IN);
    }

    void remember(HttpServletResponse response, SignInSecret secret) {
        response.addCookie(cookie(SIGN_IN, secret.text(), -1));
        response.addCookie(cookie(FORM, "", 0));
    }

    void forget(HttpServletResponse response) {
        response.addCookie(cookie(SIGN_IN, "", 0));
    }

    /** The token that this browser's forms must bring; empty when it has neither cookie. */
    Optional<FormToken> expectedFormToken(HttpServletRequest request) {
        boolean signedIn = request.getUserPrincipal() != null;
        return secret(request, signedIn ? SIGN_IN : FORM).map(SignInSecret::formToken);
    }

    /** The token for a form that is being made, with a new cookie where one is needed. */
    FormToken formToken(HttpServletRequest request, HttpServletResponse response) {
        return expectedFormToken(request).orElseGet(() -> {
            SignInSecret secret = SignInSecret.random();
            response.addCookie(cookie(FORM, secret.text(), -1));
            return secret.formToken();
        });
    }

    private Cookie cookie(String name, String value, int maxAgeSeconds) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(names.secure());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(maxAgeSeconds);
        return cookie;
    }

    private static Optional<SignInSecret> secret(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(name)) {
                return SignInSecret.parse(cookie.getValue());
            }
        }
        return Optional.empty();
    }
}
