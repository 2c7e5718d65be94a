package io.porthole.rfb;

import static io.porthole.rfb.ClientMessageBytes.EXTENDED_CLIPBOARD;
import static io.porthole.rfb.ClientMessageBytes.EXTENDED_DESKTOP_SIZE;
import static io.porthole.rfb.ClientMessageBytes.EXTENDED_MOUSE_BUTTONS;
import static io.porthole.rfb.ClientMessageBytes.PROVIDE_TEXT;
import static io.porthole.rfb.ClientMessageBytes.XVP;
import static io.porthole.rfb.ClientMessageBytes.clientFence;
import static io.porthole.rfb.ClientMessageBytes.concat;
import static io.porthole.rfb.ClientMessageBytes.cutText;
import static io.porthole.rfb.ClientMessageBytes.enableContinuousUpdates;
import static io.porthole.rfb.ClientMessageBytes.extendedCutText;
import static io.porthole.rfb.ClientMessageBytes.framebufferUpdateRequest;
import static io.porthole.rfb.ClientMessageBytes.keyEvent;
import static io.porthole.rfb.ClientMessageBytes.pointerEvent;
import static io.porthole.rfb.ClientMessageBytes.qemuAudioEnable;
import static io.porthole.rfb.ClientMessageBytes.qemuAudioFormat;
import static io.porthole.rfb.ClientMessageBytes.qemuKeyEvent;
import static io.porthole.rfb.ClientMessageBytes.setDesktopSize;
import static io.porthole.rfb.ClientMessageBytes.setEncodings;
import static io.porthole.rfb.ClientMessageBytes.setPixelFormat;
import static io.porthole.rfb.ClientMessageBytes.xvp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientMessagesSplitTest {

    private static final byte[] SCRIPT = concat(setPixelFormat(), setEncodings(7, XVP, EXTENDED_DESKTOP_SIZE, EXTENDED_CLIPBOARD, EXTENDED_MOUSE_BUTTONS),
            framebufferUpdateRequest(), keyEvent(), pointerEvent(), xvp(), cutText(11), extendedCutText(PROVIDE_TEXT, 13), pointerEvent(0x81),
            enableContinuousUpdates(), clientFence(9), setDesktopSize(2), cutText(101), qemuKeyEvent(), qemuAudioEnable(), qemuAudioFormat(), clientFence(0),
            setEncodings(), xvp(), setEncodings(EXTENDED_CLIPBOARD), extendedCutText(PROVIDE_TEXT, 4), keyEvent());

    /** Every combination of rights. */
    static Stream<ClientRights> rights() {
        return IntStream.range(0, 32).mapToObj(bits ->
                new ClientRights((bits & 1) == 0, (bits & 2) == 0, (bits & 4) == 0, (bits & 8) == 0, (bits & 16) == 0, 100, false));
    }

    @ParameterizedTest
    @MethodSource("rights")
    void scriptSplitInTwoAnywhereComesOutAsWhole(ClientRights rights) throws ClientMessageException {
        byte[] whole = new FilteredInput(rights).feed(SCRIPT).passed();
        for (int cut = 0; cut <= SCRIPT.length; cut++) {
            FilteredInput input = new FilteredInput(rights).feed(SCRIPT, 0, cut).feed(SCRIPT, cut, SCRIPT.length - cut);

            assertArrayEquals(whole, input.passed(), "cut at " + cut);
            assertEquals(1, input.messages().withheldForLength() + (rights.input() && rights.clipboardToServer() ? 0 : 1), "cut at " + cut);
        }
    }

    @ParameterizedTest
    @MethodSource("rights")
    void scriptInPiecesOfAnySizeComesOutAsWhole(ClientRights rights) throws ClientMessageException {
        byte[] whole = new FilteredInput(rights).feed(SCRIPT).passed();
        for (int piece = 1; piece <= 70; piece++) {
            FilteredInput input = new FilteredInput(rights).feedInPieces(SCRIPT, piece);

            assertArrayEquals(whole, input.passed(), "pieces of " + piece);
        }
    }

    @ParameterizedTest
    @MethodSource("rights")
    void whatPassedPassesAgainUnchanged(ClientRights rights) throws ClientMessageException {
        byte[] passed = new FilteredInput(rights).feed(SCRIPT).passed();

        assertArrayEquals(passed, new FilteredInput(ClientRights.all(100)).feed(passed).passed());
    }

    @Test
    void positionMovesBackByTheHeldBytesAndNoFurther() throws ClientMessageException {
        int most = 0;
        for (int cut = 1; cut < SCRIPT.length; cut++) {
            ClientMessages messages = new ClientMessages(ClientRights.all(101));
            ByteBuffer first = buffer(SCRIPT, 0, cut);
            messages.filter(first);
            int heldBack = cut - first.remaining();
            ByteBuffer second = buffer(SCRIPT, cut, SCRIPT.length - cut);
            messages.filter(second);

            assertEquals(ClientMessages.HEADROOM_BYTES - heldBack, second.position(), "cut at " + cut);
            most = Math.max(most, heldBack);
        }
        assertEquals(8, most);
    }

    @Test
    void bytesBeforeTheHeadroomAreNotTouched() throws ClientMessageException {
        for (int cut = 0; cut <= SCRIPT.length; cut++) {
            ClientMessages messages = new ClientMessages(ClientRights.viewOnly());
            messages.filter(buffer(SCRIPT, 0, cut));
            byte[] header = {1, 2, 3, 4, 5, 6, 7};
            ByteBuffer frame = ByteBuffer.allocateDirect(header.length + ClientMessages.HEADROOM_BYTES + SCRIPT.length - cut);
            frame.put(header).position(header.length + ClientMessages.HEADROOM_BYTES).put(SCRIPT, cut, SCRIPT.length - cut);
            messages.filter(frame.position(header.length + ClientMessages.HEADROOM_BYTES));

            byte[] after = new byte[header.length];
            frame.get(0, after);
            assertArrayEquals(header, after, "cut at " + cut);
        }
    }

    @Test
    void refusalComesAtTheSameByteHoweverTheInputIsSplit() {
        byte[] script = concat(keyEvent(), cutText(5), clientFence(65), keyEvent());
        for (int piece = 1; piece <= script.length; piece++) {
            FilteredInput input = new FilteredInput(ClientRights.all(100));
            int pieces = piece;
            ClientMessageException refusal = assertThrows(ClientMessageException.class, () -> input.feedInPieces(script, pieces));

            assertEquals("The browser sent a ClientFence with 65 bytes", refusal.getMessage());
            assertArrayEquals(concat(keyEvent(), cutText(5)), input.passed(), "pieces of " + piece);
        }
    }

    private static ByteBuffer buffer(byte[] bytes, int from, int count) {
        return ByteBuffer.allocateDirect(ClientMessages.HEADROOM_BYTES + count).position(ClientMessages.HEADROOM_BYTES).put(bytes, from, count)
                .position(ClientMessages.HEADROOM_BYTES);
    }
}
