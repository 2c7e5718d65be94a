package io.porthole.rfb;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** What {@link ClientMessages} must do with a whole input, written down a second time: slowly, with no thought of buffers. */
final class ReferenceFilter {

    private static final long SKIPPED_AT_MOST = 16L * 1024 * 1024;

    private final byte[] input;
    private final ClientRights rights;
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
    private final List<String> names = new ArrayList<>();
    private int at;
    private boolean announced;
    private boolean refused;
    private boolean sawInput;
    private long withheld;

    ReferenceFilter(byte[] input, ClientRights rights) {
        this.input = input;
        this.rights = rights;
        boolean goesOn = input.length > 0;
        while (goesOn) {
            goesOn = message() && !refused && at < input.length;
        }
    }

    byte[] passed() {
        return passed.toByteArray();
    }

    /** Names of the messages of which something passed. */
    List<String> names() {
        return names;
    }

    boolean refused() {
        return refused;
    }

    boolean sawInput() {
        return sawInput;
    }

    long withheld() {
        return withheld;
    }

    /** @return false if the rest is the beginning of a message, too short to decide on */
    private boolean message() {
        int type = u8(0);
        switch (type) {
            case 0:
                return take("SetPixelFormat", 20, true);
            case 2:
                return setEncodings();
            case 3:
                return take("FramebufferUpdateRequest", 10, true);
            case 4:
                sawInput = true;
                return take("KeyEvent", 8, rights.input());
            case 5:
                sawInput = true;
                return take("PointerEvent", 6, rights.input());
            case 6:
                return has(8) && cutText(u32(4));
            case 150:
                return take("EnableContinuousUpdates", 10, true);
            case 248:
                return has(9) && (u8(8) > 64 ? refuse() : take("ClientFence", 9 + u8(8), true));
            case 250:
                return take("xvp", 4, rights.input() && rights.power());
            case 251:
                return has(8) && take("SetDesktopSize", 8 + 16 * u8(6), rights.input() && rights.resize());
            case 255:
                return has(2) && qemu(u8(1));
            default:
                return unknown();
        }
    }

    private boolean setEncodings() {
        if (!has(4)) {
            return false;
        }
        int entries = u8(2) * 256 + u8(3);
        if (entries > 256) {
            return refuse();
        }
        take("SetEncodings", 4, true);
        announced = false;
        for (int i = 0; i < entries; i++) {
            if (!has(4)) {
                return false;
            }
            entry((int) u32(0));
        }
        return true;
    }

    private void entry(int encoding) {
        boolean clipboard = rights.input() && rights.clipboardToServer() && rights.clipboardFromServer();
        boolean takenOut = encoding == -316 || encoding == -309 && !(rights.input() && rights.power()) || encoding == 0xC0A1E5CE && !clipboard;
        announced |= encoding == 0xC0A1E5CE && clipboard;
        if (takenOut) {
            passed.writeBytes("Port".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        } else {
            passed.write(input, at, 4);
        }
        at += 4;
    }

    private boolean cutText(long declared) {
        boolean extended = declared >= 0x80000000L;
        long bytes = extended ? 0x100000000L - declared : declared;
        if (bytes > SKIPPED_AT_MOST || extended && bytes < 4) {
            return refuse();
        }
        sawInput |= !extended;
        boolean granted = rights.input() && rights.clipboardToServer() && (!extended || rights.clipboardFromServer());
        if (granted && extended && !announced) {
            return refuse();
        }
        return take(extended ? "extended ClientCutText" : "ClientCutText", 8 + bytes, granted && bytes <= rights.maxCutTextBytes());
    }

    private boolean qemu(int subType) {
        if (subType == 0) {
            sawInput = true;
            return take("QEMU key event", 12, rights.input());
        }
        if (subType != 1) {
            return unknown();
        }
        if (!has(4)) {
            return false;
        }
        int operation = u8(2) * 256 + u8(3);
        return operation > 2 ? unknown() : take("QEMU audio", operation == 2 ? 10 : 4, true);
    }

    private boolean unknown() {
        boolean everything = rights.input() && rights.clipboardToServer() && rights.clipboardFromServer() && rights.resize() && rights.power();
        if (!everything || !rights.unknownMessages()) {
            return refuse();
        }
        sawInput = true;
        return take("unknown", input.length - at, true);
    }

    private boolean take(String name, long bytes, boolean passes) {
        int there = (int) Math.min(bytes, input.length - at);
        if (passes) {
            passed.write(input, at, there);
            names.add(name);
        } else {
            withheld++;
        }
        at += there;
        return true;
    }

    private boolean refuse() {
        refused = true;
        return true;
    }

    private boolean has(int bytes) {
        return input.length - at >= bytes;
    }

    private int u8(int offset) {
        return input[at + offset] & 0xFF;
    }

    private long u32(int offset) {
        return ((long) u8(offset) << 24) + (u8(offset + 1) << 16) + (u8(offset + 2) << 8) + u8(offset + 3);
    }
}
