package io.porthole.web;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.origin.PublicNames;

/** The language of a page: what the person chose in this browser, else the first of the browser's own that Porthole speaks, else English. */
@ApplicationScoped
public class Languages {

    private static final String COOKIE = "porthole_language";
    private static final int YEAR_SECONDS = 365 * 24 * 60 * 60;
    /** Each has a bundle of messages; the first is that of the bundle without a name. */
    private static final List<Locale> SPOKEN = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    private final PublicNames names;

    protected Languages() {
        this(null);
    }

    @Inject
    public Languages(PublicNames names) {
        this.names = names;
    }

    Locale of(HttpServletRequest request) {
        return chosen(request).orElseGet(() -> Collections.list(request.getLocales()).stream().map(Languages::spoken).flatMap(Optional::stream).findFirst().orElse(SPOKEN.get(0)));
    }

    /** @param tag as BCP 47 has it @return whether Porthole speaks it */
    boolean choose(HttpServletResponse response, String tag) {
        Optional<Locale> language = exactly(tag);
        language.ifPresent(chosen -> response.addCookie(cookie(chosen.toLanguageTag())));
        return language.isPresent();
    }

    private static Optional<Locale> chosen(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(COOKIE)) {
                return exactly(cookie.getValue());
            }
        }
        return Optional.empty();
    }

    private static Optional<Locale> exactly(String tag) {
        return SPOKEN.stream().filter(language -> language.toLanguageTag().equals(tag)).findFirst();
    }

    /** Whatever the country or script: Chinese of any kind is closer than English. */
    private static Optional<Locale> spoken(Locale wanted) {
        return SPOKEN.stream().filter(language -> language.getLanguage().equals(wanted.getLanguage())).findFirst();
    }

    private Cookie cookie(String value) {
        Cookie cookie = new Cookie(COOKIE, value);
        cookie.setPath("/");
        cookie.setHttpOnly(true);
        cookie.setSecure(names.secure());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge(YEAR_SECONDS);
        return cookie;
    }
}
