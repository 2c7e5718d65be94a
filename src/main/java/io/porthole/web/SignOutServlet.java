package io.porthole.web;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.SignIns;

/** Ends this browser's sign-in, and with it the consoles that it opened. */
@WebServlet("/signout")
public class SignOutServlet extends PageServlet {

    @Inject
    private transient SignIns signIns;
    @Inject
    private transient SignInCookie cookie;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        signIns.signOut(signIn(request), address(request));
        cookie.forget(response);
        goTo(response, "/signin?done=signout");
    }
}
