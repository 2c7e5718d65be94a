package io.porthole.rfb;

/** What a person may have or lack on a console beyond seeing it. */
public enum ClientRight {
    /** Keys and pointer; without it the person only watches, and the other rights towards the VM count for nothing. */
    INPUT,
    /** The person's clipboard goes to the VM. */
    CLIPBOARD_TO_SERVER,
    /** The VM's clipboard comes to the person, as far as the VNC server can be kept from sending it. */
    CLIPBOARD_FROM_SERVER,
    /** The screen takes the size that the person asks for. */
    RESIZE,
    /** Shutdown, reboot and reset by xvp. */
    POWER
}
