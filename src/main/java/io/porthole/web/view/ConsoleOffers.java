package io.porthole.web.view;

/**
 * What the console page offers beside the screen. The proxy and the use cases enforce each right; the page leaves out what would be refused.
 *
 * @param clipboardToVm   whether a text may be sent to the VM's clipboard
 * @param clipboardFromVm whether what is copied in the VM may come here
 * @param resize          whether the VM may be asked for another screen size
 * @param mostClipboardBytes how long a text for the VM's clipboard may be
 * @param power           whether the person may start, shut down and reset the VM
 */
public record ConsoleOffers(boolean clipboardToVm, boolean clipboardFromVm, boolean resize, int mostClipboardBytes, boolean power) {

    /** To whoever only looks, nothing: noVNC hands on no clipboard then, either. */
    public static ConsoleOffers toLook() {
        return new ConsoleOffers(false, false, false, 0, false);
    }

    public boolean clipboard() {
        return clipboardToVm || clipboardFromVm;
    }
}
