package io.porthole.web;

import java.io.IOException;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Remembers in which language this browser wants its pages, and goes back to the page that it came from. */
@WebServlet("/language")
public class LanguageServlet extends PageServlet {

    private static final String SIGN_IN = "/signin";

    @Inject
    private transient Languages languages;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!languages.choose(response, parameter(request, "language"))) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        goTo(response, request.getUserPrincipal() == null ? SIGN_IN : LocalPath.of(parameter(request, "to")));
    }
}
