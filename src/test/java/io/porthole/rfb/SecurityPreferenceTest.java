package io.porthole.rfb;

import static io.porthole.rfb.SecurityType.NONE;
import static io.porthole.rfb.SecurityType.VENCRYPT;
import static io.porthole.rfb.SecurityType.VNC_AUTHENTICATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.porthole.rfb.HandshakeException.Kind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityPreferenceTest {

    private static final byte[] PASSWORD = "secret".getBytes(UTF_8);

    @Test
    void ourOrderWinsOverTheServersOrder() throws HandshakeException {
        assertEquals(VNC_AUTHENTICATION, choose(List.of(VNC_AUTHENTICATION, NONE), PASSWORD, 1, 2));
        assertEquals(VNC_AUTHENTICATION, choose(List.of(VNC_AUTHENTICATION, NONE), PASSWORD, 2, 1));
        assertEquals(NONE, choose(List.of(NONE, VNC_AUTHENTICATION), PASSWORD, 1, 2));
        assertEquals(NONE, choose(List.of(NONE, VNC_AUTHENTICATION), PASSWORD, 2, 1));
    }

    @Test
    void nextTypeIsTakenWhereTheFirstIsNotOffered() throws HandshakeException {
        assertEquals(NONE, choose(List.of(VENCRYPT, VNC_AUTHENTICATION, NONE), PASSWORD, 5, 16, 1));
    }

    @Test
    void noneIsRefusedOnceRemovedFromThePreference() {
        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, refusal(List.of(VNC_AUTHENTICATION), PASSWORD, 1).kind());
    }

    @Test
    void nothingIsAcceptedByAnEmptyPreference() {
        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, refusal(List.of(), PASSWORD, 1, 2, 19).kind());
    }

    @Test
    void vncAuthenticationIsPassedOverWithoutAPassword() throws HandshakeException {
        assertEquals(NONE, choose(List.of(VNC_AUTHENTICATION, NONE), null, 2, 1));
    }

    @Test
    void missingPasswordIsNamedInTheRefusal() {
        String message = refusal(List.of(VNC_AUTHENTICATION), null, 2).getMessage();

        assertEquals("The VNC server offers only the security types 2, and we accept [VNC_AUTHENTICATION (but know no password)]", message);
    }

    @Test
    void vencryptIsNeverDowngradedToTheNextType() {
        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, refusal(List.of(VENCRYPT, NONE), PASSWORD, 19, 1).kind());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 7, 16, 255, 257, 0x1_0000_0001L, 0xFFFFFFFFL})
    void unknownNumberIsRefusedByItsNumber(long number) {
        HandshakeException refusal = refusal(List.of(NONE, VNC_AUTHENTICATION), PASSWORD, number);

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, refusal.kind());
        assertTrue(refusal.getMessage().contains(" " + number + ","), refusal.getMessage());
    }

    @Test
    void refusalNamesEveryNumberAndNoPassword() {
        String message = refusal(List.of(VNC_AUTHENTICATION), PASSWORD, 5, 7, 16, 255).getMessage();

        assertTrue(message.contains("5, 7, 16, 255"), message);
        assertFalse(message.contains("secret"), message);
    }

    @Test
    void oneKnownAmong255IsFound() throws HandshakeException {
        assertEquals(NONE, choose(List.of(NONE), null, LongStream.iterate(255, number -> number - 1).limit(255).toArray()));
    }

    private static SecurityType choose(List<SecurityType> accepted, byte[] password, long... offered) throws HandshakeException {
        return new SecurityPreference(accepted, password).choose(LongStream.of(offered).boxed().toList()).type();
    }

    private static HandshakeException refusal(List<SecurityType> accepted, byte[] password, long... offered) {
        return assertThrows(HandshakeException.class, () -> choose(accepted, password, offered));
    }
}
