package io.porthole.web;

import java.io.IOException;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.NewPassword;
import io.porthole.identity.PasswordLinks;
import io.porthole.identity.SignInSecret;
import io.porthole.web.view.PasswordLinkView;

/** The one-time link that an administrator gave somebody to choose a password with. */
@WebServlet("/password")
public class PasswordLinkServlet extends PageServlet {

    @Inject
    private transient PasswordLinks links;
    @Inject
    private transient SignInCookie cookie;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        show(request, response, null);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String password = request.getParameter("password");
        String problem = problem(password, request.getParameter("password2"));
        if (problem != null) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, problem);
            return;
        }
        Optional<SignInSecret> signIn = SignInSecret.parse(parameter(request, "token"))
                .flatMap(link -> links.use(link, password, address(request), request.getHeader("User-Agent")));
        if (signIn.isEmpty()) {
            show(request, response, null);
            return;
        }
        cookie.remember(response, signIn.get());
        goTo(response, "/vms?done=welcome");
    }

    /** A link that does not work leads to a page that says so, and who can make another. */
    private void show(HttpServletRequest request, HttpServletResponse response, String problem) throws IOException {
        String token = parameter(request, "token");
        String name = SignInSecret.parse(token).flatMap(links::userOf).orElse(null);
        if (name == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        pages().show(request, response, "password", "", "link", new PasswordLinkView(token, name, problem));
    }

    private static String problem(String password, String again) {
        if (!NewPassword.acceptable(password)) {
            return password != null && password.length() > NewPassword.LONGEST ? "setup.password-too-long" : "setup.password-too-short";
        }
        return password.equals(again) ? null : "setup.passwords-differ";
    }
}
