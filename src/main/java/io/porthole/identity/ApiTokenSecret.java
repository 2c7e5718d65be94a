package io.porthole.identity;

import java.util.Optional;

/** What a program shows instead of a password: the X-Auth-Token of OpenStack's clients. */
public final class ApiTokenSecret extends Secret {

    public ApiTokenSecret(String text) {
        super(text);
    }

    static ApiTokenSecret random() {
        return new ApiTokenSecret(randomText());
    }

    public static Optional<ApiTokenSecret> parse(String text) {
        return parsed(text, ApiTokenSecret::new);
    }
}
