package io.porthole.console;

/**
 * What a person may do on one console besides seeing it. The proxy enforces it; the page only shows it.
 *
 * @param input keys, pointer and all that follows from them; without it the console can only be looked at
 * @param clipboardToVm paste into the VM
 * @param clipboardFromVm have what was copied in the VM; what can be held back is in docs/client-messages.md
 * @param resize ask the VM for another screen size
 * @param power shut down, restart or reset the VM by RFB's xvp messages
 * @param mostClipboardBytes of one paste
 * @param unknownMessages whether messages that Porthole does not know reach the VNC server
 */
public record ConsoleRights(boolean input, boolean clipboardToVm, boolean clipboardFromVm, boolean resize, boolean power,
        int mostClipboardBytes, boolean unknownMessages) {

    ConsoleRights viewOnly() {
        return new ConsoleRights(false, clipboardToVm, clipboardFromVm, resize, power, mostClipboardBytes, unknownMessages);
    }
}
