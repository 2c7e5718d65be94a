package io.porthole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInSecretTest {

    private static final String TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-";

    @Test
    void newSecretHas256Bits() {
        assertEquals(32, Base64.getUrlDecoder().decode(SignInSecret.random().text()).length);
    }

    @Test
    void everyNewSecretIsAnother() {
        assertNotEquals(SignInSecret.random(), SignInSecret.random());
    }

    @Test
    void textOfTheFormIsASecretUnchanged() {
        assertEquals(TEXT, SignInSecret.parse(TEXT).orElseThrow().text());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"x", TEXT + "x", TEXT + "\n", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_=", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_ "})
    void whatIsNotOfItsFormIsNone(String text) {
        assertEquals(Optional.empty(), SignInSecret.parse(text));
    }

    @Test
    void secretPrintsAsStars() {
        assertEquals("***", new SignInSecret(TEXT).toString());
    }

    /** printf %s TEXT | sha256sum */
    @Test
    void storedIsTheSha256OfItsText() {
        assertEquals("0742725496c367283386db0c83dfe7d80c8296c2dc74b10f3f383a905c00d3c2", HexFormat.of().formatHex(new SignInSecret(TEXT).hash()));
    }

    /** printf %s form:TEXT | openssl dgst -sha256 -binary | base64 */
    @Test
    void formTokenIsAnotherHashThanTheStoredOne() {
        assertEquals("MDSGVsA9RmcfTGS7K32ig6zc7IPbiJPIkfEi90rVnmI", new SignInSecret(TEXT).formToken().text());
        assertFalse(new SignInSecret(TEXT).formToken().text().contains(TEXT.substring(0, 8)));
    }
}
