package io.porthole.rfb;

import static io.porthole.rfb.ClientMessageBytes.EXTENDED_CLIPBOARD;
import static io.porthole.rfb.ClientMessageBytes.EXTENDED_DESKTOP_SIZE;
import static io.porthole.rfb.ClientMessageBytes.EXTENDED_MOUSE_BUTTONS;
import static io.porthole.rfb.ClientMessageBytes.XVP;
import static io.porthole.rfb.ClientMessageBytes.concat;
import static io.porthole.rfb.ClientMessageBytes.setEncodings;
import static io.porthole.rfb.EncodingList.NEUTRAL;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.porthole.testing.RfbMessage;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncodingListTest {

    /** Rights × what becomes of xvp and of the extended clipboard. */
    static Stream<Arguments> lists() {
        return Stream.of(
                Arguments.of("all", true, true, true, true, true, XVP, EXTENDED_CLIPBOARD),
                Arguments.of("no input", false, true, true, true, true, NEUTRAL, NEUTRAL),
                Arguments.of("no clipboard to the server", true, false, true, true, true, XVP, NEUTRAL),
                Arguments.of("no clipboard from the server", true, true, false, true, true, XVP, NEUTRAL),
                Arguments.of("no resize", true, true, true, false, true, XVP, EXTENDED_CLIPBOARD),
                Arguments.of("no power", true, true, true, true, false, NEUTRAL, EXTENDED_CLIPBOARD),
                Arguments.of("view only", false, false, false, false, false, NEUTRAL, NEUTRAL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void encodingsThatAreNotGrantedAreTakenOutInPlace(String name, boolean input, boolean toServer, boolean fromServer, boolean resize, boolean power,
            int xvp, int extendedClipboard) throws ClientMessageException {
        ClientRights rights = new ClientRights(input, toServer, fromServer, resize, power, 100, false);
        FilteredInput filtered = new FilteredInput(rights).feed(setEncodings(XVP, 7, EXTENDED_CLIPBOARD, 0, EXTENDED_MOUSE_BUTTONS, EXTENDED_DESKTOP_SIZE));

        assertArrayEquals(setEncodings(xvp, 7, extendedClipboard, 0, NEUTRAL, EXTENDED_DESKTOP_SIZE), filtered.passed());
    }

    @Test
    void entryThatStandsTwiceIsTakenOutTwice() throws ClientMessageException {
        FilteredInput filtered = new FilteredInput(ClientRights.viewOnly()).feed(setEncodings(XVP, XVP, EXTENDED_CLIPBOARD, EXTENDED_CLIPBOARD));

        assertArrayEquals(setEncodings(NEUTRAL, NEUTRAL, NEUTRAL, NEUTRAL), filtered.passed());
    }

    @Test
    void longestListPasses() throws ClientMessageException {
        int[] longest = new int[EncodingList.MAX_ENTRIES];
        Arrays.setAll(longest, i -> i);

        assertArrayEquals(setEncodings(longest), new FilteredInput(ClientRights.viewOnly()).feed(setEncodings(longest)).passed());
    }

    /** Bytes of other messages that happen to read as a pseudo-encoding are none. */
    @Test
    void onlyEntriesOfTheListAreOverwritten() throws ClientMessageException {
        byte[] fence = new RfbMessage().u8(248).u8(0).u16(0).u32(Integer.toUnsignedLong(EXTENDED_CLIPBOARD)).u8(4).u32(Integer.toUnsignedLong(XVP)).toBytes();
        byte[] script = concat(fence, setEncodings(), fence, setEncodings(1), fence);

        assertArrayEquals(script, new FilteredInput(ClientRights.viewOnly()).feed(script).passed());
    }
}
