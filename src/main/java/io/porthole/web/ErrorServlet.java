package io.porthole.web;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.web.view.ErrorView;

/** The page for everything that ends in an error status: what broke, the way on, and for a fault of ours an id under which the log holds the cause. */
@WebServlet("/error")
public class ErrorServlet extends PageServlet {

    private static final System.Logger LOG = System.getLogger(ErrorServlet.class.getName());
    private static final int FIRST_OF_OURS = 500;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = databaseIsAway(cause) ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
                : given instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        String incident = status < FIRST_OF_OURS && cause == null ? null : incident(request, status, cause);
        pages().show(request, response, "error", "", "error", view(request, status, incident));
    }

    private static String incident(HttpServletRequest request, int status, Throwable cause) {
        String incident = UUID.randomUUID().toString();
        LOG.log(System.Logger.Level.ERROR, "incident " + incident + ": " + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) + " ended with " + status, cause);
        return incident;
    }

    /** What a form sent is never sent again by itself: its page is where the person looks what became of it. */
    private static ErrorView view(HttpServletRequest request, int status, String incident) {
        String page = RequestedAddress.pageOfForm(request).orElse(null);
        boolean ours = status >= FIRST_OF_OURS;
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            return new ErrorView(status, incident, false, "/signin" + (page == null ? "" : "?to=" + URLEncoder.encode(page, StandardCharsets.UTF_8)), "app.signin");
        }
        if (RequestedAddress.isRead(request)) {
            return new ErrorView(status, incident, false, ours ? RequestedAddress.again(request).orElse(null) : null, "app.retry");
        }
        return new ErrorView(status, incident, ours, page, "error.back");
    }

    /** SQLSTATE 08 is a connection's failure, 57 an operator's intervention; the pool tells none when it can make no connection. */
    private static boolean databaseIsAway(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SQLException failure) {
                String state = failure.getSQLState();
                return state == null || state.startsWith("08") || state.startsWith("57");
            }
        }
        return false;
    }
}
