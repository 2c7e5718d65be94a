package io.porthole.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenNameTest {

    /** What QEMU's buffer of 1024 bytes holds of a name (ui/vnc.c). */
    private static final int QEMU_LONGEST = 1_023;

    @ParameterizedTest
    @ValueSource(strings = {"desktop", "instance-0000002a", "a (b)", "x)", ")", "QEMU (x)", "Büro", " "})
    void screenOfTheInstanceIsAccepted(String name) {
        assertFalse(ScreenName.contradicts("QEMU (" + name + ")", name));
    }

    @ParameterizedTest
    @CsvSource({"QEMU (vault), desktop", "QEMU (desktop2), desktop", "QEMU (desktop), desktop2", "QEMU (Desktop), desktop", "QEMU (), desktop", "QEMU (desktop ), desktop",
            "QEMU (desktop)), desktop", "QEMU (instance-0000002a), instance-0000002b"})
    void screenOfAnotherInstanceIsNot(String screenName, String name) {
        assertTrue(ScreenName.contradicts(screenName, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "QEMU", "TigerVNC", "desktop:1 (root)", "qemu (vault)", "(vault)", "Vault QEMU (vault)"})
    void otherServersSayNothing(String screenName) {
        assertFalse(ScreenName.contradicts(screenName, "desktop"));
    }

    @Test
    void instanceWithoutAKnownNameIsAnyScreens() {
        assertFalse(ScreenName.contradicts("QEMU (vault)", null));
    }

    @Test
    void nameThatQemuCutIsComparedAsFarAsItGoes() {
        String name = "n".repeat(1_500);

        assertFalse(ScreenName.contradicts(cut("QEMU (" + name + ")"), name));
        assertTrue(ScreenName.contradicts(cut("QEMU (" + name + ")"), "m" + name));
        assertTrue(ScreenName.contradicts(cut("QEMU (" + name + ")"), "n".repeat(900)));
    }

    @ParameterizedTest
    @ValueSource(ints = {980, 992, 993, 994, 1_000, 1_015, 1_016, 1_017, 1_018})
    void longNameIsKnownAtEveryLength(int length) {
        String name = "n".repeat(length);

        assertEquals(QEMU_LONGEST >= length + 7, cut("QEMU (" + name + ")").endsWith(")"));
        assertFalse(ScreenName.contradicts(cut("QEMU (" + name + ")"), name));
        assertTrue(ScreenName.contradicts(cut("QEMU (" + name + ")"), "x".repeat(length)));
    }

    /** QEMU cuts bytes, in the middle of a character too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "xx"})
    void nameOfLongCharactersThatQemuCutIsKnown(String prefix) {
        String name = prefix + "字".repeat(400);
        byte[] cut = Arrays.copyOf(("QEMU (" + name + ")").getBytes(StandardCharsets.UTF_8), QEMU_LONGEST);

        assertFalse(ScreenName.contradicts(new String(cut, StandardCharsets.UTF_8), name));
        assertTrue(ScreenName.contradicts(new String(cut, StandardCharsets.UTF_8), "vault"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"QEMU (", "QEMU (v", "QEMU (vaul", "QEMU (vault"})
    void shortNameWithoutItsEndIsNotTakenForTheInstances(String screenName) {
        assertTrue(ScreenName.contradicts(screenName, "desktop"));
    }

    private static String cut(String screenName) {
        return screenName.length() > QEMU_LONGEST ? screenName.substring(0, QEMU_LONGEST) : screenName;
    }
}
