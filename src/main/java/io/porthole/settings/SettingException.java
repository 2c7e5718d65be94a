package io.porthole.settings;

/** A setting that cannot be used; its message begins with the setting's key and stops the start. */
public class SettingException extends RuntimeException {

    private final String key;

    public SettingException(String key, String problem) {
        super(key + ": " + problem);
        this.key = key;
    }

    SettingException(SettingException problem, String place) {
        super(problem.getMessage() + " (" + place + ")", problem);
        this.key = problem.key;
    }

    public String key() {
        return key;
    }
}
