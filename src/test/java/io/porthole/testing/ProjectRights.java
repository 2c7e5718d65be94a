package io.porthole.testing;

import java.util.Locale;

/** Projects whose consoles have other rights than those of the rest, each with VMs of its own. */
public enum ProjectRights {

    /** Has {@code exhibit}. */
    LOOKING("view_only=true"),
    /** Has {@code cellar}. */
    SEALED("clipboard_to_vm=false", "clipboard_from_vm=false", "resize_vm=false", "invitations=false"),
    /** Has {@code engine}. */
    POWERFUL("power_from_console=true"),
    /** Has {@code stage}. */
    RECORDED("recording=true"),
    /** Has the VMs that {@link ComputeNodesUnderTest#freshExclusiveVm} gives to each test. */
    SOLO("exclusive=true"),
    /** Has the one of {@link QemuVms#vault}. */
    SAFE("exclusive=true"),
    /** Has the one of {@link QemuVms#kiosk}. */
    BRIEF("idle_timeout=10s", "max_session=22s");

    private final String[] settings;

    ProjectRights(String... settings) {
        this.settings = settings;
    }

    public String project() {
        return name().toLowerCase(Locale.ROOT);
    }

    static void writeSettings(StringBuilder settings) {
        for (ProjectRights rights : values()) {
            for (String setting : rights.settings) {
                settings.append("project.%s.%s\n".formatted(rights.project(), setting));
            }
        }
    }
}
