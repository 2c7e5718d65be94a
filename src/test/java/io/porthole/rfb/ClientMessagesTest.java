package io.porthole.rfb;

import static io.porthole.rfb.ClientMessageBytes.EXTENDED_CLIPBOARD;
import static io.porthole.rfb.ClientMessageBytes.PROVIDE_TEXT;
import static io.porthole.rfb.ClientMessageBytes.clientFence;
import static io.porthole.rfb.ClientMessageBytes.concat;
import static io.porthole.rfb.ClientMessageBytes.cutText;
import static io.porthole.rfb.ClientMessageBytes.enableContinuousUpdates;
import static io.porthole.rfb.ClientMessageBytes.extendedCutText;
import static io.porthole.rfb.ClientMessageBytes.framebufferUpdateRequest;
import static io.porthole.rfb.ClientMessageBytes.keyEvent;
import static io.porthole.rfb.ClientMessageBytes.pointerEvent;
import static io.porthole.rfb.ClientMessageBytes.qemuAudioDisable;
import static io.porthole.rfb.ClientMessageBytes.qemuAudioEnable;
import static io.porthole.rfb.ClientMessageBytes.qemuAudioFormat;
import static io.porthole.rfb.ClientMessageBytes.qemuKeyEvent;
import static io.porthole.rfb.ClientMessageBytes.setDesktopSize;
import static io.porthole.rfb.ClientMessageBytes.setEncodings;
import static io.porthole.rfb.ClientMessageBytes.setPixelFormat;
import static io.porthole.rfb.ClientMessageBytes.xvp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientMessagesTest {

    private static final int MIB = 1 << 20;
    private static final byte[] ANNOUNCED = setEncodings(0, EXTENDED_CLIPBOARD);

    /** A message, and the rights that it needs. */
    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("SetPixelFormat", setPixelFormat(), needs()),
                Arguments.of("SetEncodings", setEncodings(7, 0, -223), needs()),
                Arguments.of("SetEncodings, empty", setEncodings(), needs()),
                Arguments.of("FramebufferUpdateRequest", framebufferUpdateRequest(), needs()),
                Arguments.of("KeyEvent", keyEvent(), needs(ClientRight.INPUT)),
                Arguments.of("PointerEvent", pointerEvent(), needs(ClientRight.INPUT)),
                Arguments.of("PointerEvent with the eighth button", pointerEvent(0x80), needs(ClientRight.INPUT)),
                Arguments.of("ClientCutText", cutText(5), needs(ClientRight.INPUT, ClientRight.CLIPBOARD_TO_SERVER)),
                Arguments.of("ClientCutText, empty", cutText(0), needs(ClientRight.INPUT, ClientRight.CLIPBOARD_TO_SERVER)),
                Arguments.of("ClientCutText, extended", extendedCutText(PROVIDE_TEXT, 40),
                        needs(ClientRight.INPUT, ClientRight.CLIPBOARD_TO_SERVER, ClientRight.CLIPBOARD_FROM_SERVER)),
                Arguments.of("ClientCutText, extended, flags only", extendedCutText(0x02000001, 4),
                        needs(ClientRight.INPUT, ClientRight.CLIPBOARD_TO_SERVER, ClientRight.CLIPBOARD_FROM_SERVER)),
                Arguments.of("EnableContinuousUpdates", enableContinuousUpdates(), needs()),
                Arguments.of("ClientFence", clientFence(3), needs()),
                Arguments.of("ClientFence, empty", clientFence(0), needs()),
                Arguments.of("ClientFence, longest", clientFence(64), needs()),
                Arguments.of("xvp", xvp(), needs(ClientRight.INPUT, ClientRight.POWER)),
                Arguments.of("SetDesktopSize", setDesktopSize(1), needs(ClientRight.INPUT, ClientRight.RESIZE)),
                Arguments.of("SetDesktopSize without screens", setDesktopSize(0), needs(ClientRight.INPUT, ClientRight.RESIZE)),
                Arguments.of("SetDesktopSize, most screens", setDesktopSize(255), needs(ClientRight.INPUT, ClientRight.RESIZE)),
                Arguments.of("QEMU key event", qemuKeyEvent(), needs(ClientRight.INPUT)),
                Arguments.of("QEMU audio enable", qemuAudioEnable(), needs()),
                Arguments.of("QEMU audio disable", qemuAudioDisable(), needs()),
                Arguments.of("QEMU audio format", qemuAudioFormat(), needs()));
    }

    static Stream<Arguments> messagesAndRights() {
        return messages().flatMap(message -> Stream.of(ClientRight.values())
                .map(right -> Arguments.of(message.get()[0], right, message.get()[1], message.get()[2])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void everyMessagePassesWhereEveryRightIsGranted(String name, byte[] message, Set<ClientRight> needs) throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.all(MIB)).feed(ANNOUNCED).feed(message).feed(framebufferUpdateRequest());

        assertArrayEquals(concat(ANNOUNCED, message, framebufferUpdateRequest()), input.passed());
        assertEquals(0, allWithheld(input));
    }

    @ParameterizedTest(name = "{0} without {1}")
    @MethodSource("messagesAndRights")
    void messageWithoutARightThatItNeedsIsWithheldAndNoOther(String name, ClientRight lacking, byte[] message, Set<ClientRight> needs)
            throws ClientMessageException {
        boolean extended = !(lacking == ClientRight.INPUT || lacking == ClientRight.CLIPBOARD_TO_SERVER || lacking == ClientRight.CLIPBOARD_FROM_SERVER);
        FilteredInput input = new FilteredInput(without(lacking)).feed(concat(ANNOUNCED, message, framebufferUpdateRequest()));

        byte[] passing = needs.contains(lacking) ? new byte[0] : message;
        assertArrayEquals(concat(announced(extended), passing, framebufferUpdateRequest()), input.passed());
        assertEquals(needs.contains(lacking) ? 1 : 0, input.messages().withheld(lacking));
        assertEquals(needs.contains(lacking) ? 1 : 0, allWithheld(input));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void whoOnlyWatchesSendsWhatNeedsNoRight(String name, byte[] message, Set<ClientRight> needs) throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.viewOnly()).feed(concat(message, framebufferUpdateRequest()));

        assertArrayEquals(concat(needs.isEmpty() ? message : new byte[0], framebufferUpdateRequest()), input.passed());
        assertEquals(needs.isEmpty() ? 0 : 1, input.messages().withheld(ClientRight.INPUT));
    }

    @Test
    void bufferThatPassesWholeIsLeftAlone() throws ClientMessageException {
        ByteBuffer buffer = buffer(concat(keyEvent(), cutText(50_000), pointerEvent(), framebufferUpdateRequest()));
        int limit = buffer.limit();
        new ClientMessages(ClientRights.all(MIB)).filter(buffer);

        assertEquals(ClientMessages.HEADROOM_BYTES, buffer.position());
        assertEquals(limit, buffer.limit());
    }

    @Test
    void whatPassesBetweenWithheldMessagesIsMovedTogether() throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.viewOnly());
        input.feed(concat(keyEvent(), setPixelFormat(), clientFence(5), keyEvent(), pointerEvent(), framebufferUpdateRequest(), cutText(20), clientFence(1)));

        assertArrayEquals(concat(setPixelFormat(), clientFence(5), framebufferUpdateRequest(), clientFence(1)), input.passed());
        assertEquals(4, input.messages().withheld(ClientRight.INPUT));
    }

    @Test
    void withheldTextIsSkippedAcrossBuffersWithoutBeingStored() throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.viewOnly()).feedInPieces(concat(cutText(200_000), framebufferUpdateRequest()), 65_536);

        assertArrayEquals(framebufferUpdateRequest(), input.passed());
        assertEquals(1, input.messages().withheld(ClientRight.INPUT));
    }

    @Test
    void emptyBufferStaysAsItIs() throws ClientMessageException {
        ClientMessages messages = new ClientMessages(ClientRights.all(MIB));
        ByteBuffer begun = buffer(new byte[] {6, 0, 0});
        messages.filter(begun);
        ByteBuffer empty = ByteBuffer.allocateDirect(0);
        messages.filter(empty);
        ByteBuffer rest = buffer(new byte[] {0, 0, 0, 0, 1, 'x'});
        messages.filter(rest);

        assertEquals(0, begun.remaining());
        assertEquals(0, empty.remaining());
        assertEquals(9, rest.remaining());
        assertEquals(ClientMessages.HEADROOM_BYTES - 3, rest.position());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, MIB})
    void longestAllowedTextPassesAndAByteMoreIsWithheld(int bytes) throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.all(bytes)).feed(concat(cutText(bytes), cutText(bytes + 1), keyEvent()));

        assertArrayEquals(concat(cutText(bytes), keyEvent()), input.passed());
        assertEquals(1, input.messages().withheldForLength());
        assertEquals(0, allWithheld(input));
    }

    @Test
    void longestAllowedExtendedTextPassesAndAByteMoreIsWithheld() throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.all(100)).feed(ANNOUNCED)
                .feed(concat(extendedCutText(PROVIDE_TEXT, 100), extendedCutText(PROVIDE_TEXT, 101), keyEvent()));

        assertArrayEquals(concat(ANNOUNCED, extendedCutText(PROVIDE_TEXT, 100), keyEvent()), input.passed());
        assertEquals(1, input.messages().withheldForLength());
    }

    @Test
    void pasteOf16MebibytesIsSkippedAndTheConsoleLivesOn() throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.all(MIB)).feedInPieces(concat(cutText(16 * MIB), keyEvent()), 65_536);

        assertArrayEquals(keyEvent(), input.passed());
        assertEquals(1, input.messages().withheldForLength());
    }

    /** A message, and whether it is input. */
    static Stream<Arguments> inputs() {
        return messages().map(message -> Arguments.of(message.get()[0], message.get()[1],
                Set.of("KeyEvent", "PointerEvent", "PointerEvent with the eighth button", "ClientCutText", "ClientCutText, empty", "QEMU key event")
                        .contains(message.get()[0])));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("inputs")
    void keysPointerAndPlainTextAreInputAndWhatThePageAsksForIsNot(String name, byte[] message, boolean isInput) throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.all(MIB)).feed(ANNOUNCED).feed(message);

        assertEquals(isInput, input.messages().sawInput());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("inputs")
    void inputIsSeenWhereItIsWithheldToo(String name, byte[] message, boolean isInput) throws ClientMessageException {
        assertEquals(isInput, new FilteredInput(ClientRights.viewOnly()).feed(message).messages().sawInput());
    }

    @Test
    void inputIsSeenInItsOwnCallOnly() throws ClientMessageException {
        FilteredInput input = new FilteredInput(ClientRights.all(MIB));

        assertTrue(input.feed(keyEvent()).messages().sawInput());
        assertFalse(input.feed(framebufferUpdateRequest()).messages().sawInput());
        assertFalse(input.feed(new byte[0]).messages().sawInput());
    }

    @Test
    void unknownMessagePassesUnreadWithEveryRightAndTheSetting() throws ClientMessageException {
        byte[] unknown = concat(keyEvent(), new byte[] {127, 1, 2, 3}, ANNOUNCED, setEncodings(ClientMessageBytes.EXTENDED_MOUSE_BUTTONS), new byte[] {1});
        FilteredInput input = new FilteredInput(new ClientRights(true, true, true, true, true, 0, true)).feedInPieces(unknown, 7);

        assertArrayEquals(unknown, input.passed());
        assertTrue(input.messages().sawInput());
    }

    private static Set<ClientRight> needs(ClientRight... rights) {
        return Set.of(rights);
    }

    private static ClientRights without(ClientRight right) {
        return new ClientRights(right != ClientRight.INPUT, right != ClientRight.CLIPBOARD_TO_SERVER, right != ClientRight.CLIPBOARD_FROM_SERVER,
                right != ClientRight.RESIZE, right != ClientRight.POWER, MIB, false);
    }

    private static byte[] announced(boolean extendedClipboard) {
        return extendedClipboard ? ANNOUNCED : setEncodings(0, EncodingList.NEUTRAL);
    }

    private static long allWithheld(FilteredInput input) {
        return Stream.of(ClientRight.values()).mapToLong(right -> input.messages().withheld(right)).sum();
    }

    private static ByteBuffer buffer(byte... content) {
        return ByteBuffer.allocateDirect(ClientMessages.HEADROOM_BYTES + content.length).position(ClientMessages.HEADROOM_BYTES).put(content)
                .position(ClientMessages.HEADROOM_BYTES);
    }

    // ---- where a request of our own may stand

    @Test
    void updateMayBeRequestedOnceTheClientDid() throws Exception {
        ClientMessages messages = new ClientMessages(rightsForUpdates(false));
        messages.filter(buffer(keyEvent()));
        assertFalse(messages.mayRequestUpdate());

        messages.filter(buffer(framebufferUpdateRequest()));
        assertTrue(messages.mayRequestUpdate());
    }

    @Test
    void updateMayNotBeRequestedWithinAMessage() throws Exception {
        ClientMessages messages = new ClientMessages(rightsForUpdates(false));
        messages.filter(buffer(framebufferUpdateRequest()));
        for (byte[] message : List.of(keyEvent(), cutText(5), setEncodings(7, 0, -223), clientFence(3))) {
            for (int at = 0; at < message.length - 1; at++) {
                messages.filter(buffer(message[at]));
                assertFalse(messages.mayRequestUpdate());
            }
            messages.filter(buffer(message[message.length - 1]));
            assertTrue(messages.mayRequestUpdate());
        }
    }

    @Test
    void updateMayNotBeRequestedAmongMessagesThatPassUnread() throws Exception {
        ClientMessages messages = new ClientMessages(rightsForUpdates(true));
        messages.filter(buffer(framebufferUpdateRequest()));
        messages.filter(buffer((byte) 42));

        assertFalse(messages.mayRequestUpdate());
    }

    private static ClientRights rightsForUpdates(boolean unknownMessages) {
        return new ClientRights(true, true, true, true, true, MIB, unknownMessages);
    }
}
