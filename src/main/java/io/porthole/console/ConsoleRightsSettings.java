package io.porthole.console;

import java.util.HashMap;
import java.util.Map;

import io.porthole.settings.Settings;

/**
 * What people may do on consoles, for all projects and where one differs.
 *
 * @param everywhere for projects that say nothing, and for VMs of no project
 */
public record ConsoleRightsSettings(ConsoleRights everywhere, Map<String, ConsoleRights> byProject) {

    /** What becomes of messages of a browser's VNC client that Porthole does not know. */
    private enum Unknown {
        REFUSE, PASS
    }

    /** QEMU ends a connection that sends more. */
    private static final int STANDARD_CLIPBOARD_BYTES = 1024 * 1024;
    /** What is too long is skipped, and to skip more is no service to anybody. */
    private static final int MOST_CLIPBOARD_BYTES = 16 * 1024 * 1024;

    public static ConsoleRightsSettings from(Settings settings) {
        ConsoleRights everywhere = new ConsoleRights(
                !settings.flag("view_only", false),
                settings.flag("clipboard_to_vm", true),
                settings.flag("clipboard_from_vm", true),
                settings.flag("resize_vm", true),
                settings.flag("power_from_console", false),
                settings.number("max_clipboard_bytes", STANDARD_CLIPBOARD_BYTES, 0, MOST_CLIPBOARD_BYTES),
                settings.choice("unknown_client_messages", Unknown.class, Unknown.REFUSE) == Unknown.PASS);
        Map<String, ConsoleRights> byProject = new HashMap<>();
        for (String project : settings.namesUnder("project")) {
            byProject.put(project, of(settings, "project." + project + ".", everywhere));
        }
        return new ConsoleRightsSettings(everywhere, Map.copyOf(byProject));
    }

    private static ConsoleRights of(Settings settings, String prefix, ConsoleRights otherwise) {
        return new ConsoleRights(
                !settings.flag(prefix + "view_only", !otherwise.input()),
                settings.flag(prefix + "clipboard_to_vm", otherwise.clipboardToVm()),
                settings.flag(prefix + "clipboard_from_vm", otherwise.clipboardFromVm()),
                settings.flag(prefix + "resize_vm", otherwise.resize()),
                settings.flag(prefix + "power_from_console", otherwise.power()),
                otherwise.mostClipboardBytes(), otherwise.unknownMessages());
    }

    /** @param project null for a VM of no project */
    public ConsoleRights of(String project, boolean viewOnly) {
        ConsoleRights rights = project == null ? everywhere : byProject.getOrDefault(project, everywhere);
        return viewOnly ? rights.viewOnly() : rights;
    }
}
