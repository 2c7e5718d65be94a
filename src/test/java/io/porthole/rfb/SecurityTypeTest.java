package io.porthole.rfb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityTypeTest {

    @Test
    void numbersAreThoseOfTheRegistry() {
        assertEquals(1, SecurityType.NONE.number());
        assertEquals(2, SecurityType.VNC_AUTHENTICATION.number());
        assertEquals(19, SecurityType.VENCRYPT.number());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsFoundByItsNumber(SecurityType type) {
        assertEquals(Optional.of(type), SecurityType.of(type.number()));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 5, 7, 16, 255, 256, Integer.MAX_VALUE})
    void unknownNumberIsEmptyAndNoFault(int number) {
        assertEquals(Optional.empty(), SecurityType.of(number));
    }
}
