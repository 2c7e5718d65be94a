package io.porthole.rfb;

import static io.porthole.rfb.ClientMessageBytes.EXTENDED_CLIPBOARD;
import static io.porthole.rfb.ClientMessageBytes.PROVIDE_TEXT;
import static io.porthole.rfb.ClientMessageBytes.clientFence;
import static io.porthole.rfb.ClientMessageBytes.concat;
import static io.porthole.rfb.ClientMessageBytes.extendedCutText;
import static io.porthole.rfb.ClientMessageBytes.keyEvent;
import static io.porthole.rfb.ClientMessageBytes.setEncodings;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.porthole.testing.RfbMessage;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessagesRefusalTest {

    private static final ClientRights ALL = ClientRights.all(1 << 20);

    /** The deciding bytes of a message × what the log reads. */
    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(new byte[] {1}, "The browser sent a message that we do not know: type 1"),
                Arguments.of(new byte[] {7}, "The browser sent a message that we do not know: type 7"),
                Arguments.of(new byte[] {127}, "The browser sent a message that we do not know: type 127"),
                Arguments.of(new byte[] {(byte) 253}, "The browser sent a message that we do not know: type 253"),
                Arguments.of(new byte[] {(byte) 255, 2}, "The browser sent a message that we do not know: type 255, sub-type 2"),
                Arguments.of(new byte[] {(byte) 255, 1, 0, 3}, "The browser sent a message that we do not know: type 255, sub-type 1, operation 3"),
                Arguments.of(clientFence(65), "The browser sent a ClientFence with 65 bytes"),
                Arguments.of(clientFence(255), "The browser sent a ClientFence with 255 bytes"),
                Arguments.of(encodings(257), "The browser sent SetEncodings with 257 entries"),
                Arguments.of(encodings(65_535), "The browser sent SetEncodings with 65535 entries"),
                Arguments.of(cutText(0xFFFFFFFFL), "The browser sent an extended ClientCutText of 1 bytes, which has no room for its flags"),
                Arguments.of(cutText(0xFFFFFFFDL), "The browser sent an extended ClientCutText of 3 bytes, which has no room for its flags"),
                Arguments.of(cutText(0x80000000L), "The browser announced a ClientCutText of 2147483648 bytes"),
                Arguments.of(cutText(0x7FFFFFFFL), "The browser announced a ClientCutText of 2147483647 bytes"),
                Arguments.of(cutText((16 << 20) + 1), "The browser announced a ClientCutText of 16777217 bytes"),
                Arguments.of(cutText(0x100000000L - (16 << 20) - 1), "The browser announced a ClientCutText of 16777217 bytes"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void messageIsRefusedWhateverTheRights(byte[] message, String text) {
        assertEquals(text, refusal(new FilteredInput(ALL), message).getMessage());
        assertEquals(text, refusal(new FilteredInput(ClientRights.viewOnly()), message).getMessage());
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void whatPrecedesARefusedMessagePasses(byte[] message, String text) {
        FilteredInput input = new FilteredInput(ALL);

        assertEquals(text, refusal(input, concat(keyEvent(), message)).getMessage());
        assertArrayEquals(keyEvent(), input.passed());
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void refusedMessageIsRefusedAgainWhateverFollows(byte[] message, String text) {
        FilteredInput input = new FilteredInput(ALL);
        refusal(input, message);

        assertEquals(text, refusal(input, keyEvent()).getMessage());
        assertEquals(0, input.passed().length);
    }

    @ParameterizedTest
    @ValueSource(longs = {0x7FFFFFFFL, (16 << 20) + 1})
    void textThatIsRefusedForItsLengthUsedToCountAsInput(long declaredBytes) {
        FilteredInput input = new FilteredInput(ALL);

        refusal(input, cutText(declaredBytes));

        assertFalse(input.messages().sawInput());
    }

    @Test
    void extendedTextThatWasNotAnnouncedIsRefused() {
        assertEquals("The browser sent an extended ClientCutText, which it had not announced in SetEncodings",
                refusal(new FilteredInput(ALL), extendedCutText(PROVIDE_TEXT, 20)).getMessage());
    }

    @Test
    void extendedTextIsRefusedOnceTheLastListDoesNotAnnounceIt() {
        byte[] script = concat(setEncodings(EXTENDED_CLIPBOARD), setEncodings(0), extendedCutText(PROVIDE_TEXT, 20));

        refusal(new FilteredInput(ALL), script);
    }

    static IntStream unknownTypes() {
        return IntStream.range(0, 256).filter(type -> !IntStream.of(0, 2, 3, 4, 5, 6, 150, 248, 250, 251, 255).anyMatch(known -> known == type));
    }

    @ParameterizedTest
    @MethodSource("unknownTypes")
    void everyOtherTypeIsUnknown(int type) {
        assertEquals("The browser sent a message that we do not know: type " + type, refusal(new FilteredInput(ALL), new byte[] {(byte) type}).getMessage());
    }

    /** The setting lets nobody past a right that is missing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8, 16, 31})
    void unknownMessageIsRefusedWhereARightIsMissing(int missing) {
        ClientRights rights = new ClientRights((missing & 1) == 0, (missing & 2) == 0, (missing & 4) == 0, (missing & 8) == 0, (missing & 16) == 0, 100, true);

        refusal(new FilteredInput(rights), new byte[] {127});
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, (16 << 20) + 1})
    void textLongerThanWhatWouldBeSkippedCannotBeAllowed(int maxCutTextBytes) {
        assertThrows(IllegalArgumentException.class, () -> ClientRights.all(maxCutTextBytes));
    }

    private static ClientMessageException refusal(FilteredInput input, byte[] message) {
        return assertThrows(ClientMessageException.class, () -> input.feed(message));
    }

    private static byte[] encodings(int entries) {
        return new RfbMessage().u8(2).u8(0).u16(entries).toBytes();
    }

    private static byte[] cutText(long declaredBytes) {
        return new RfbMessage().u8(6).u8(0).u16(0).u32(declaredBytes).toBytes();
    }
}
