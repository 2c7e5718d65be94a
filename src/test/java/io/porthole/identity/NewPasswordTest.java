package io.porthole.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewPasswordTest {

    @ParameterizedTest
    @CsvSource({"0, false", "9, false", "10, true", "200, true", "201, false"})
    void passwordHas10To200Characters(int length, boolean acceptable) {
        assertEquals(acceptable, NewPassword.acceptable("x".repeat(length)));
    }

    @Test
    void noPasswordIsNotAcceptable() {
        assertFalse(NewPassword.acceptable(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"          ", "correct horse", "пароль пароль", "1111111111"})
    void anyCharactersAreAcceptable(String password) {
        assertTrue(NewPassword.acceptable(password));
    }
}
