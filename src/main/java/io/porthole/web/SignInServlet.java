package io.porthole.web;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.SignInRefused;
import io.porthole.identity.SignInSecret;
import io.porthole.identity.SignIns;
import io.porthole.web.view.SignInView;

/** The sign-in form. */
@WebServlet("/signin")
public class SignInServlet extends PageServlet {

    @Inject
    private transient SignIns signIns;
    @Inject
    private transient SignInCookie cookie;
    @Inject
    private transient WebSettings settings;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String to = LocalPath.of(parameter(request, "to"));
        if (request.getUserPrincipal() != null) {
            goTo(response, to);
            return;
        }
        String problem = request.getParameter("expired") == null ? null : "signin.form-expired";
        show(request, response, new SignInView(null, to, problem, 0, settings.showDemoAccounts()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = parameter(request, "name");
        String to = LocalPath.of(parameter(request, "to"));
        String password = request.getParameter("password") == null ? "" : request.getParameter("password");
        try {
            SignInSecret secret = signIns.signIn(name, password, address(request), request.getHeader("User-Agent"));
            cookie.remember(response, secret);
            goTo(response, to);
        } catch (SignInRefused refused) {
            long wait = refused.waitFor().map(java.time.Duration::toSeconds).orElse(0L);
            response.setStatus(wait > 0 ? 429 : HttpServletResponse.SC_UNAUTHORIZED);
            if (wait > 0) {
                response.setHeader("Retry-After", String.valueOf(wait));
            }
            show(request, response, new SignInView(name, to, wait > 0 ? "signin.throttled" : "signin.wrong", wait, settings.showDemoAccounts()));
        }
    }

    private void show(HttpServletRequest request, HttpServletResponse response, SignInView view) throws IOException {
        pages().show(request, response, "signin", "", "signin", view);
    }
}
