package io.porthole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTokenTest {

    private static final FormToken TOKEN = SignInSecret.parse("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-").orElseThrow().formToken();

    @Test
    void itIsTakenAsItIsAndMasked() {
        assertTrue(TOKEN.is(TOKEN.text()));
        assertTrue(TOKEN.is(TOKEN.masked()));
    }

    @Test
    void maskedItIsAnotherTextEachTime() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            texts.add(TOKEN.masked());
        }
        assertEquals(100, texts.size());
    }

    /** Neither half of what the page shows is the same in the next one, at any place: the mask is as long as the token. */
    @Test
    void noByteOfAMaskedTokenStaysAsItIs() {
        byte[] first = Base64.getUrlDecoder().decode(TOKEN.masked());
        boolean[] changed = new boolean[first.length];
        for (int i = 0; i < 200; i++) {
            byte[] next = Base64.getUrlDecoder().decode(TOKEN.masked());
            assertEquals(64, next.length);
            for (int at = 0; at < next.length; at++) {
                changed[at] |= next[at] != first[at];
            }
        }
        for (boolean each : changed) {
            assertTrue(each);
        }
    }

    @Test
    void thatOfAnotherSecretIsNot() {
        FormToken other = SignInSecret.random().formToken();

        assertNotEquals(TOKEN.text(), other.text());
        assertFalse(TOKEN.is(other.text()));
        assertFalse(TOKEN.is(other.masked()));
    }

    /** The last: a mask without a token; 64 zeros unmask to 32 zeros. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "csrf", "MDSGVsA9RmcfTGS7K32ig6zc7IPbiJPIkfEi90rVnm", "MDSGVsA9RmcfTGS7K32ig6zc7IPbiJPIkfEi90rVnmM", "MDSGVsA9RmcfTGS7K32ig6zc7IPbiJPIkfEi90rVnmI=====", "\u0000", "not/base64+url",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatIsNoTokenIsNot(String text) {
        assertFalse(TOKEN.is(text));
    }

    @Test
    void aMaskedTokenThatWasChangedIsNot() {
        byte[] masked = Base64.getUrlDecoder().decode(TOKEN.masked());
        for (int at = 0; at < masked.length; at++) {
            masked[at] ^= 1;
            assertFalse(TOKEN.is(Base64.getUrlEncoder().withoutPadding().encodeToString(masked)));
            masked[at] ^= 1;
        }
        assertTrue(TOKEN.is(Base64.getUrlEncoder().withoutPadding().encodeToString(masked)));
    }

    @Test
    void itPrintsAsStars() {
        assertEquals("***", TOKEN.toString());
    }
}
