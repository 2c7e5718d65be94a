package io.porthole.web;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/** What a browser asked for, and where its person goes on when that came to nothing. It is kept at the door, for the page of an error is told no query (Servlet 6.0, 10.9.1). */
final class RequestedAddress {

    private static final String KEPT = RequestedAddress.class.getName();
    private static final Set<String> READS = Set.of("GET", "HEAD");
    /** Nothing in it leads a browser to another site, and its second character least of all. */
    private static final Pattern HERE = Pattern.compile("/(?:[A-Za-z0-9_][\\x21-\\x7e&&[^\\\\\"<>]]*)?");
    /** What a form does stands behind the page that it is on. */
    private static final Pattern PAGE_OF_FORM = Pattern
            .compile("(/vms|/live|/history|/account|/signin|/admin/(?:nodes|rules|users(?:/[0-9a-f-]{36})?|projects(?:/none|/[0-9a-f-]{36})?))(?:/.*)?");

    private RequestedAddress() {
    }

    static void keep(HttpServletRequest request) {
        String query = request.getQueryString();
        request.setAttribute(KEPT, request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    static boolean isRead(HttpServletRequest request) {
        return READS.contains(request.getMethod());
    }

    /** The same once more; empty for what must not be repeated. */
    static Optional<String> again(HttpServletRequest request) {
        return isRead(request) ? kept(request).flatMap(RequestedAddress::here) : Optional.empty();
    }

    static Optional<String> here(String address) {
        return HERE.matcher(address).matches() ? Optional.of(address) : Optional.empty();
    }

    /** The page with the form that was sent; empty where that is not known. */
    static Optional<String> pageOfForm(HttpServletRequest request) {
        return isRead(request) ? Optional.empty() : kept(request).flatMap(RequestedAddress::pageOfForm);
    }

    static Optional<String> pageOfForm(String address) {
        Matcher page = PAGE_OF_FORM.matcher(address.replaceFirst("\\?.*", ""));
        return page.matches() ? Optional.of(page.group(1)) : Optional.empty();
    }

    private static Optional<String> kept(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(KEPT));
    }
}
