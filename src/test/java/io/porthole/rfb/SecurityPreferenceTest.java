package io.porthole.rfb;

import static io.porthole.rfb.SecurityType.NONE;
import static io.porthole.rfb.SecurityType.VENCRYPT;
import static io.porthole.rfb.SecurityType.VNC_AUTHENTICATION;
import static io.porthole.rfb.VeNCryptSubtype.X509NONE;
import static io.porthole.rfb.VeNCryptSubtype.X509PLAIN;
import static io.porthole.rfb.VeNCryptSubtype.X509VNC;
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
    void vencryptIsNeverDowngradedToTheNextType() throws HandshakeException {
        SecurityPreference preference = new SecurityPreference(List.of(VENCRYPT, NONE), List.of(), credentials(PASSWORD));

        assertEquals(VENCRYPT, preference.choose(List.of(19L, 1L)));
        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, assertThrows(HandshakeException.class, () -> preference.chooseSubtype(List.of(260L))).kind());
    }

    @Test
    void ourOrderWinsAmongVencryptsSubtypesToo() throws HandshakeException {
        assertEquals(X509VNC, subtype(List.of(X509VNC, X509PLAIN, X509NONE), "alice", PASSWORD, 260, 262, 261));
        assertEquals(X509NONE, subtype(List.of(X509NONE, X509VNC), "alice", PASSWORD, 261, 260));
    }

    @Test
    void subtypeThatNeedsMoreThanWeKnowIsPassedOver() throws HandshakeException {
        assertEquals(X509NONE, subtype(List.of(X509VNC, X509PLAIN, X509NONE), null, null, 261, 262, 260));
        assertEquals(X509VNC, subtype(List.of(X509PLAIN, X509VNC), null, PASSWORD, 261, 262));
        assertEquals(X509NONE, subtype(List.of(X509PLAIN, X509NONE), "alice", null, 262, 260));
    }

    @Test
    void subtypeThatIsNotAcceptedIsRefused() {
        assertEquals("The VNC server offers only VeNCrypt's subtypes 256, 257, 258, 259, and we accept [X509VNC, X509PLAIN, X509NONE]",
                subtypeRefusal(List.of(X509VNC, X509PLAIN, X509NONE), "alice", "secret", 256, 257, 258, 259).getMessage());
    }

    @Test
    void plainWithoutTlsIsNeverChosen() {
        for (VeNCryptSubtype subtype : VeNCryptSubtype.values()) {
            assertEquals(Kind.NO_ACCEPTABLE_SECURITY, subtypeRefusal(List.of(subtype), "alice", "secret", 256).kind());
        }
    }

    @Test
    void missingCredentialsAreNamedInTheRefusalOfASubtype() {
        assertEquals("The VNC server offers only VeNCrypt's subtypes 261, 262, and we accept [X509VNC (but know no password), X509PLAIN (but know no user name)]",
                subtypeRefusal(List.of(X509VNC, X509PLAIN), null, null, 261, 262).getMessage());
        assertEquals("The VNC server offers only VeNCrypt's subtypes 262, and we accept [X509PLAIN (but know too long a password)]",
                subtypeRefusal(List.of(X509PLAIN), "alice", "x".repeat(256), 262).getMessage());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 19, 255, 256, 263, 0x1_0000_0104L, 0xFFFFFFFFL})
    void unknownSubtypeIsRefusedByItsNumber(long number) {
        HandshakeException refusal = subtypeRefusal(List.of(VeNCryptSubtype.values()), "alice", "secret", number);

        assertEquals(Kind.NO_ACCEPTABLE_SECURITY, refusal.kind());
        assertTrue(refusal.getMessage().contains(" " + number + ","), refusal.getMessage());
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
        return new SecurityPreference(accepted, List.of(), credentials(password)).choose(LongStream.of(offered).boxed().toList());
    }

    private static HandshakeException refusal(List<SecurityType> accepted, byte[] password, long... offered) {
        return assertThrows(HandshakeException.class, () -> choose(accepted, password, offered));
    }

    private static VeNCryptSubtype subtype(List<VeNCryptSubtype> accepted, String username, byte[] password, long... offered) throws HandshakeException {
        VncCredentials credentials = new VncCredentials(username, credentials(password).password());
        return new SecurityPreference(List.of(VENCRYPT), accepted, credentials).chooseSubtype(LongStream.of(offered).boxed().toList()).subtype();
    }

    private static HandshakeException subtypeRefusal(List<VeNCryptSubtype> accepted, String username, String password, long... offered) {
        byte[] bytes = password == null ? null : password.getBytes(UTF_8);
        return assertThrows(HandshakeException.class, () -> subtype(accepted, username, bytes, offered));
    }

    private static VncCredentials credentials(byte[] password) {
        return new VncCredentials(null, password == null ? null : new String(password, UTF_8));
    }
}
