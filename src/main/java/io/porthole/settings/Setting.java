package io.porthole.settings;

/**
 * One setting in force.
 *
 * @param value as it was written, or what stands for it where nothing was; empty where nothing is
 * @param from  the file or the variable of the environment; null where nothing was written
 */
public record Setting(String key, String value, String from) {
}
