package io.porthole.settings;

import java.nio.file.Path;

/** What a key was set to, where, and the folder that relative file names in it start from. */
record SettingValue(String text, String from, Path folder) {
}
