package io.porthole.console;

import java.util.UUID;

import io.porthole.identity.User;

/**
 * Whose consoles are counted.
 *
 * @param id   null for somebody whom only Nova knows
 * @param most how many they may have open at a time, where an administrator decided it for them; null: as the settings say
 */
record CountedPerson(UUID id, Integer most) {

    static final CountedPerson UNKNOWN = new CountedPerson(null, null);

    static CountedPerson of(User user) {
        return new CountedPerson(user.id(), user.mostConsoles());
    }
}
