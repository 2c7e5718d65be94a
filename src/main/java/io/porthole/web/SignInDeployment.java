package io.porthole.web;

import jakarta.inject.Inject;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Puts the sign-in before every request. */
@WebListener
public class SignInDeployment implements ServletContextListener {

    @Inject
    private SignInMechanism signIn;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        AuthConfigFactory.getFactory().registerServerAuthModule(signIn, event.getServletContext());
    }

    /** The factory is the server's, and knows this application longer than it is there. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        AuthConfigFactory.getFactory().removeServerAuthModule(event.getServletContext());
    }
}
