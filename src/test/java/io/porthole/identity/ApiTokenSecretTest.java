package io.porthole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTokenSecretTest {

    private static final String TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-";

    @Test
    void newTokenHas256Bits() {
        assertEquals(32, Base64.getUrlDecoder().decode(ApiTokenSecret.random().text()).length);
    }

    @Test
    void everyNewTokenIsAnother() {
        assertNotEquals(ApiTokenSecret.random(), ApiTokenSecret.random());
    }

    @Test
    void sameTextIsTheSameToken() {
        assertEquals(Optional.of(new ApiTokenSecret(TEXT)), ApiTokenSecret.parse(TEXT));
        assertEquals(new ApiTokenSecret(TEXT).hashCode(), new ApiTokenSecret(TEXT).hashCode());
    }

    @Test
    void secretOfAnotherKindIsAnotherSecret() {
        assertNotEquals(new SignInSecret(TEXT), new ApiTokenSecret(TEXT));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"x", TEXT + "x", "gAAAAABhexampleOfAFernetToken="})
    void whatIsNotOfItsFormIsNone(String text) {
        assertEquals(Optional.empty(), ApiTokenSecret.parse(text));
    }

    @Test
    void noTokenIsMadeOfAnotherForm() {
        assertThrows(IllegalArgumentException.class, () -> new ApiTokenSecret("x"));
    }

    @Test
    void tokenPrintsAsStars() {
        assertEquals("***", new ApiTokenSecret(TEXT).toString());
    }
}
