package io.porthole.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.identity.Account;
import io.porthole.identity.AccountDirectory;
import io.porthole.identity.AccountRefused;
import io.porthole.identity.OpenSignIn;
import io.porthole.identity.OwnAccount;
import io.porthole.identity.SignIn;
import io.porthole.identity.SignInRefused;
import io.porthole.web.view.AccountView;
import io.porthole.web.view.SignInLine;

/** Everybody's own account: another password, and the browsers that are signed in. */
@WebServlet({"/account", "/account/*"})
public class AccountServlet extends AccountPageServlet {

    private static final String PLACE = "/account";

    @Inject
    private transient OwnAccount account;
    @Inject
    private transient AccountDirectory directory;
    @Inject
    private transient LimitRows limits;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (path(request).length > 0) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        show(request, response, null, Duration.ZERO);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 1 && path[0].equals("password")) {
            changePassword(request, response);
        } else if (path.length == 2 && path[0].equals("signins") && path[1].equals("others")) {
            account.endOthers(signIn(request), address(request));
            goTo(response, PLACE + "?done=signins-end");
        } else if (path.length == 3 && path[0].equals("signins") && id(path[1]) != null && path[2].equals("end")) {
            end(request, response, id(path[1]));
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void changePassword(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String old = request.getParameter("old") == null ? "" : request.getParameter("old");
        try {
            account.changePassword(signIn(request), address(request), old, request.getParameter("password"), request.getParameter("password2"));
            goTo(response, PLACE + "?done=password");
        } catch (AccountRefused refused) {
            response.setStatus(RefusalStatus.of(refused.refusal()));
            show(request, response, "admin.problem." + refused.refusal(), Duration.ZERO);
        } catch (SignInRefused refused) {
            Duration wait = refused.waitFor().orElse(Duration.ZERO);
            response.setStatus(wait.isZero() ? HttpServletResponse.SC_FORBIDDEN : 429);
            if (!wait.isZero()) {
                response.setHeader("Retry-After", String.valueOf(wait.toSeconds()));
            }
            show(request, response, wait.isZero() ? "account.wrong" : "account.throttled", wait);
        }
    }

    private void end(HttpServletRequest request, HttpServletResponse response, UUID signIn) {
        account.end(signIn(request), signIn, address(request));
        goTo(response, PLACE + "?done=signin-end");
    }

    private void show(HttpServletRequest request, HttpServletResponse response, String problem, Duration wait) throws IOException {
        SignIn signIn = signIn(request);
        Account own = directory.own(signIn.user());
        List<SignInLine> signIns = account.signIns(signIn.user()).stream().map(open -> line(open, signIn)).toList();
        pages().show(request, response, "account", "account", "account",
                new AccountView(own.name(), lines(own.memberships()), own.passwordDeclared(), signIns, limits.of(own), problem, wait.toSeconds()));
    }

    private static SignInLine line(OpenSignIn open, SignIn here) {
        return new SignInLine(open.id().toString(), BrowserName.of(open.browser()), open.browser(), open.address(), open.since().toString(),
                open.lastSeen().toString(), open.id().equals(here.id()));
    }
}
