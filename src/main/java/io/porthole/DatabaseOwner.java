package io.porthole;

import java.util.Map;
import java.util.Optional;

/**
 * Who owns the tables, where that is not the role that the portal works with: it makes and changes them at the start, and is not used
 * afterwards.
 */
record DatabaseOwner(String user, String password) {

    static final String USER = "PORTHOLE_DATABASE_OWNER";
    static final String PASSWORD = "PORTHOLE_DATABASE_OWNER_PASSWORD";

    static Optional<DatabaseOwner> from(Map<String, String> environment) {
        String user = environment.getOrDefault(USER, "").strip();
        return user.isEmpty() ? Optional.empty() : Optional.of(new DatabaseOwner(user, environment.getOrDefault(PASSWORD, "")));
    }

    @Override
    public String toString() {
        return user;
    }
}
