package io.porthole.web.view;

/**
 * @param value empty where nothing is set
 * @param unset the words for that
 * @param from  the file or the variable of the environment; null for what stands where nothing is written
 */
public record SettingRow(String key, String value, String unset, String from) {
}
