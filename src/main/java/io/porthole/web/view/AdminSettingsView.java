package io.porthole.web.view;

import java.util.List;

/**
 * The page of the settings in force.
 *
 * @param written   in the settings files and the environment
 * @param standards of all others
 * @param warnings  what should be changed although it works
 */
public record AdminSettingsView(List<SettingRow> written, List<SettingRow> standards, List<String> warnings) {
}
