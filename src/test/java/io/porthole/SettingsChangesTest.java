package io.porthole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettingsChangesTest {

    @Test
    void eachChangeIsToldWithWhatWasBefore() {
        assertEquals(List.of("gone: 'a' taken out", "new: 'b' added", "token_ttl: '600' is now '60'"), SettingsChanges.changes(
                new TreeMap<>(Map.of("gone", "a", "same", "s", "token_ttl", "600")), new TreeMap<>(Map.of("new", "b", "same", "s", "token_ttl", "60"))));
    }

    @Test
    void manyChangesAreAsManyEventsAsTheyTake() {
        List<String> parts = SettingsChanges.parts(Collections.nCopies(20, "x".repeat(400)));

        assertEquals(10, parts.size());
        assertTrue(parts.stream().allMatch(part -> part.length() <= 1000));
        assertEquals(20 * 400, parts.stream().mapToInt(part -> part.replace("; ", "").length()).sum());
        assertEquals(List.of(), SettingsChanges.parts(List.of()));
    }
}
