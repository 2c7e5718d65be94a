package io.porthole.web;

import java.io.IOException;
import java.sql.SQLException;
import java.util.UUID;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.web.view.ErrorView;

/** The page for everything that ends in an error status: what broke, and an id under which the log holds the cause. */
@WebServlet("/error")
public class ErrorServlet extends PageServlet {

    private static final System.Logger LOG = System.getLogger(ErrorServlet.class.getName());

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        UUID incident = UUID.randomUUID();
        Throwable cause = (Throwable) request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
        Object given = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = databaseIsAway(cause) ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
                : given instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
        response.setStatus(status);
        if (cause != null) {
            LOG.log(System.Logger.Level.ERROR, "incident " + incident + ": " + request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI), cause);
        }
        pages().show(request, response, "error", "", "error", new ErrorView(status, incident.toString()));
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
