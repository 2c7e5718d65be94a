package io.porthole.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSecretTest {

    private static final String TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-";

    @Test
    void newTokenHas256Bits() {
        String text = TokenSecret.random().text();

        assertEquals(32, Base64.getUrlDecoder().decode(text).length);
        assertEquals(Optional.of(text), TokenSecret.parse(text).map(TokenSecret::text));
    }

    @Test
    void everyNewTokenIsAnother() {
        assertNotEquals(TokenSecret.random(), TokenSecret.random());
    }

    @Test
    void textOfTheFormIsATokenUnchanged() {
        assertEquals(TEXT, TokenSecret.parse(TEXT).orElseThrow().text());
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"x", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_--", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_=",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-\n", " abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_+",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_/", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_%", "äbcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123-_-", "../../../../../../../../etc/passwd_________"})
    void whatIsNotOfATokensFormIsNone(String text) {
        assertEquals(Optional.empty(), TokenSecret.parse(text));
    }

    @Test
    void tokenPrintsAsStars() {
        assertEquals("***", new TokenSecret(TEXT).toString());
        assertEquals("token ***", "token " + new TokenSecret(TEXT));
    }

    /** printf %s TEXT | sha256sum */
    @Test
    void storedIsTheSha256OfItsText() {
        assertEquals("0742725496c367283386db0c83dfe7d80c8296c2dc74b10f3f383a905c00d3c2", HexFormat.of().formatHex(new TokenSecret(TEXT).hash()));
    }
}
