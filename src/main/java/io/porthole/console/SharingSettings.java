package io.porthole.console;

import java.util.HashMap;
import java.util.Map;

import io.porthole.settings.Settings;

/**
 * How people share consoles, for all projects and where one differs.
 *
 * @param everywhere for projects that say nothing, and for VMs of no project
 */
public record SharingSettings(Sharing everywhere, Map<String, Sharing> byProject) {

    /**
     * @param exclusive whether a console is for one person at a time
     * @param invitations whether people may invite others
     */
    public record Sharing(boolean exclusive, boolean invitations) {
    }

    public static SharingSettings from(Settings settings) {
        Sharing everywhere = new Sharing(settings.flag("exclusive", false), settings.flag("invitations", true));
        Map<String, Sharing> byProject = new HashMap<>();
        for (String project : settings.namesUnder("project")) {
            String prefix = "project." + project + ".";
            byProject.put(project, new Sharing(settings.flag(prefix + "exclusive", everywhere.exclusive()),
                    settings.flag(prefix + "invitations", everywhere.invitations())));
        }
        return new SharingSettings(everywhere, Map.copyOf(byProject));
    }

    /** @param project null for a VM of no project */
    Sharing of(String project) {
        return project == null ? everywhere : byProject.getOrDefault(project, everywhere);
    }
}
