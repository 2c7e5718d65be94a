package io.porthole.web;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.audit.RequestCircumstances;
import io.porthole.origin.TrustedProxies;

/** Keeps how a request came, whichever door it goes to: for the audit trail, and for the page of an error. */
public class CircumstancesFilter extends HttpFilter {

    @Inject
    private transient TrustedProxies proxies;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
        RequestedAddress.keep(request);
        of(request).begin();
        try {
            chain.doFilter(request, response);
        } finally {
            RequestCircumstances.end();
        }
    }

    private RequestCircumstances of(HttpServletRequest request) {
        List<String> forwarded = Collections.list(request.getHeaders("X-Forwarded-For"));
        String agent = request.getHeader("User-Agent");
        if (forwarded.isEmpty()) {
            return new RequestCircumstances(null, null, agent);
        }
        String peer = request.getRemoteAddr();
        return new RequestCircumstances(String.join(", ", forwarded), !proxies.client(peer, forwarded).equals(peer), agent);
    }
}
