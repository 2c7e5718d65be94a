package io.porthole.rfb;

import static io.porthole.rfb.ClientMessageBytes.EXTENDED_CLIPBOARD;
import static io.porthole.rfb.ClientMessageBytes.EXTENDED_MOUSE_BUTTONS;
import static io.porthole.rfb.ClientMessageBytes.PROVIDE_TEXT;
import static io.porthole.rfb.ClientMessageBytes.XVP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.porthole.testing.RfbMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Any rights, any bytes, any split: {@link ClientMessages} does what {@link ReferenceFilter} does, and what it lets pass holds nothing that it should not.
 * The first byte of an input says which rights are missing, the second how the rest is split.
 */
public final class ClientMessagesFuzz {

    private static final int[] MAX_CUT_TEXT_BYTES = {0, 10, 1_000, 1 << 20};

    private ClientMessagesFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length < 2) {
            return;
        }
        ClientRights rights = rights(data[0] & 0xFF);
        byte[] input = Arrays.copyOfRange(data, 2, data.length);
        ReferenceFilter expected = new ReferenceFilter(input, rights);

        check(expected, new FilteredInput(rights), input, input.length);
        check(expected, new FilteredInput(rights), input, 1 + (data[1] & 0xFF));
        check(expected, new FilteredInput(rights), input, 1);
        checkThatNothingForbiddenPassed(expected.passed(), rights);
    }

    /** Each message alone, and some together, with every right and with none. */
    public static List<byte[]> beginnings() {
        byte[] announced = ClientMessageBytes.setEncodings(7, EXTENDED_CLIPBOARD, XVP, EXTENDED_MOUSE_BUTTONS);
        byte[] extended = ClientMessageBytes.extendedCutText(PROVIDE_TEXT, 20);
        List<byte[]> messages = new ArrayList<>(List.of(
                ClientMessageBytes.concat(announced, extended, ClientMessageBytes.keyEvent()),
                ClientMessageBytes.concat(announced, ClientMessageBytes.setEncodings(0), extended),
                cutTextHeader(0x80000000L), cutTextHeader(0x7FFFFFFFL), cutTextHeader(0xFFFFFFFFL), cutTextHeader(0xFFFFFFFCL),
                new byte[] {127, 1, 2, 3}));
        ClientMessagesTest.messages().map(message -> (byte[]) message.get()[1]).filter(message -> message.length < 200).forEach(messages::add);
        return messages.stream().flatMap(message -> Stream.of(message(0x00, message), message(0x3F, message), message(0x20, message))).toList();
    }

    private static byte[] cutTextHeader(long declaredBytes) {
        return new RfbMessage().u8(6).u8(0).u16(0).u32(declaredBytes).toBytes();
    }

    private static byte[] message(int rights, byte[] message) {
        return ClientMessageBytes.concat(new byte[] {(byte) rights, 6}, message);
    }

    /** Bits 0 to 4: a right is missing; bit 5: unknown messages pass; bits 6 and 7: the longest text. */
    private static ClientRights rights(int bits) {
        return new ClientRights((bits & 1) == 0, (bits & 2) == 0, (bits & 4) == 0, (bits & 8) == 0, (bits & 16) == 0, MAX_CUT_TEXT_BYTES[bits >> 6],
                (bits & 32) != 0);
    }

    private static void check(ReferenceFilter expected, FilteredInput filtered, byte[] input, int piece) {
        boolean refused = feed(filtered, input, 0, 0);
        boolean sawInput = false;
        for (int at = 0; at < input.length && !refused; at += piece) {
            refused = feed(filtered, input, at, Math.min(piece, input.length - at));
            sawInput |= filtered.messages().sawInput();
        }

        assertArrayEquals(expected.passed(), filtered.passed());
        assertEquals(expected.refused(), refused);
        assertEquals(expected.sawInput(), sawInput);
        assertEquals(expected.withheld(), filtered.messages().withheld());
        assertEquals(expected.withheld(), withheldByReason(filtered.messages()));
    }

    /** @return whether it was refused */
    private static boolean feed(FilteredInput filtered, byte[] input, int from, int bytes) {
        try {
            filtered.feed(input, from, bytes);
            return false;
        } catch (ClientMessageException e) {
            return true;
        }
    }

    private static long withheldByReason(ClientMessages messages) {
        return messages.withheldForLength() + Stream.of(ClientRight.values()).mapToLong(messages::withheld).sum();
    }

    /** Only where every right is granted may something pass unread, and then there is nothing that is forbidden. */
    private static void checkThatNothingForbiddenPassed(byte[] passed, ClientRights rights) {
        ClientRights all = new ClientRights(true, true, true, true, true, 1 << 20, rights.unknownMessages());
        ReferenceFilter again = new ReferenceFilter(passed, all);

        assertArrayEquals(passed, again.passed());
        assertFalse(again.refused());
        for (String name : again.names()) {
            assertFalse(forbidden(rights).contains(name), name);
        }
    }

    private static List<String> forbidden(ClientRights rights) {
        List<String> names = new ArrayList<>();
        if (!rights.input()) {
            names.addAll(List.of("KeyEvent", "PointerEvent", "QEMU key event", "ClientCutText", "extended ClientCutText", "xvp", "SetDesktopSize"));
        }
        if (!rights.clipboardToServer()) {
            names.addAll(List.of("ClientCutText", "extended ClientCutText"));
        }
        if (!rights.clipboardFromServer()) {
            names.add("extended ClientCutText");
        }
        if (!rights.power()) {
            names.add("xvp");
        }
        if (!rights.resize()) {
            names.add("SetDesktopSize");
        }
        return names;
    }
}
