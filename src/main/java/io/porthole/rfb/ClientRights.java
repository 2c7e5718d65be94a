package io.porthole.rfb;

import java.util.Optional;

/**
 * What the person at the browser may do on this console beyond seeing it.
 *
 * @param input keys and pointer; without it nothing that acts on the VM passes, whatever else is granted
 * @param maxCutTextBytes longest body of a ClientCutText, as it is on the wire; QEMU ends a connection that sends more than 1 MiB
 * @param unknownMessages whether a message that we do not know passes; only where every right is granted, because nothing after it can be read
 */
public record ClientRights(boolean input, boolean clipboardToServer, boolean clipboardFromServer, boolean resize, boolean power, int maxCutTextBytes,
        boolean unknownMessages) {

    /** Whatever is withheld is skipped, and to skip more than this is no service to anybody. */
    static final int MAX_SKIPPED_CUT_TEXT_BYTES = 16 << 20;

    /** @throws IllegalArgumentException if maxCutTextBytes is not between 0 and 16 MiB */
    public ClientRights {
        if (maxCutTextBytes < 0 || maxCutTextBytes > MAX_SKIPPED_CUT_TEXT_BYTES) {
            throw new IllegalArgumentException("maxCutTextBytes is " + maxCutTextBytes + ", not between 0 and " + MAX_SKIPPED_CUT_TEXT_BYTES);
        }
    }

    /** Every right; a message that we do not know is refused even so. */
    public static ClientRights all(int maxCutTextBytes) {
        return new ClientRights(true, true, true, true, true, maxCutTextBytes, false);
    }

    /** The screen and nothing else. */
    public static ClientRights viewOnly() {
        return new ClientRights(false, false, false, false, false, 0, false);
    }

    boolean has(ClientRight right) {
        return switch (right) {
            case INPUT -> input;
            case CLIPBOARD_TO_SERVER -> clipboardToServer;
            case CLIPBOARD_FROM_SERVER -> clipboardFromServer;
            case RESIZE -> resize;
            case POWER -> power;
        };
    }

    boolean hasAll() {
        return input && clipboardToServer && clipboardFromServer && resize && power;
    }

    /** The first of these rights that is not granted. */
    Optional<ClientRight> missing(ClientRight[] needed) {
        for (ClientRight right : needed) {
            if (!has(right)) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }
}
