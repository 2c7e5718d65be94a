package io.porthole.web.view;

/**
 * What the console page offers beside the screen. The proxy and the use cases enforce each right; the page leaves out what would be refused.
 *
 * @param clipboardToVm   whether a text may be sent to the VM's clipboard
 * @param clipboardFromVm whether what is copied in the VM may come here
 * @param resize          whether the VM may be asked for another screen size
 * @param power           whether the person may start, shut down and reset the VM
 */
public record ConsoleOffers(boolean clipboardToVm, boolean clipboardFromVm, boolean resize, boolean power) {

    public boolean clipboard() {
        return clipboardToVm || clipboardFromVm;
    }
}
