package io.porthole.web;

import java.io.IOException;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.FirstAdministrator;
import io.porthole.identity.NewName;
import io.porthole.identity.NewPassword;
import io.porthole.identity.SignInSecret;
import io.porthole.web.view.SetupView;

/** The one-time link of a fresh installation. */
@WebServlet("/setup")
public class SetupServlet extends PageServlet {

    @Inject
    private transient FirstAdministrator firstAdministrator;
    @Inject
    private transient SignInCookie cookie;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String token = parameter(request, "token");
        if (SignInSecret.parse(token).filter(firstAdministrator::linkWorks).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        show(request, response, new SetupView(token, null, null));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String token = parameter(request, "token");
        String name = parameter(request, "name");
        String password = request.getParameter("password");
        String problem = problem(name, password, request.getParameter("password2"));
        if (problem != null) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            show(request, response, new SetupView(token, name, problem));
            return;
        }
        Optional<SignInSecret> signIn = SignInSecret.parse(token)
                .flatMap(link -> firstAdministrator.make(link, name, password, address(request), request.getHeader("User-Agent")));
        if (signIn.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        cookie.remember(response, signIn.get());
        goTo(response, "/vms?done=setup");
    }

    private static String problem(String name, String password, String again) {
        if (!NewName.ofUser(name)) {
            return "setup.name-missing";
        }
        if (!NewPassword.acceptable(password)) {
            return password != null && password.length() > NewPassword.LONGEST ? "setup.password-too-long" : "setup.password-too-short";
        }
        return password.equals(again) ? null : "setup.passwords-differ";
    }

    private void show(HttpServletRequest request, HttpServletResponse response, SetupView view) throws IOException {
        pages().show(request, response, "setup", "", "setup", view);
    }
}
