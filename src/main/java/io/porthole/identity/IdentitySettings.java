package io.porthole.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.porthole.settings.SettingException;
import io.porthole.settings.Settings;

/**
 * How long a sign-in lasts, and the users and projects that the settings declare.
 *
 * @param signInIdle a sign-in that nobody used for so long has ended
 * @param signInLongest and so has one of this age
 * @param apiTokenLifetime of a token with which a program calls the OpenStack doors and the API
 */
public record IdentitySettings(Duration signInIdle, Duration signInLongest, Duration apiTokenLifetime,
        Map<String, DeclaredUser> users, Map<String, String> projects) {

    /** @param password null when the settings give none: it is then set elsewhere or not at all */
    public record DeclaredUser(String name, String password, List<DeclaredMembership> memberships) {

        @Override
        public String toString() {
            return "DeclaredUser[" + name + "]";
        }
    }

    /** One {@code project:role} of a user's {@code memberships}. */
    public record DeclaredMembership(String project, Role role) {
    }

    /** @return whether the settings give this user's password, so that another one would hold until the next start only */
    boolean givesPasswordOf(String userName) {
        return users.values().stream().anyMatch(user -> user.name().equalsIgnoreCase(userName) && user.password() != null);
    }

    public static IdentitySettings from(Settings settings) {
        Map<String, String> projects = new TreeMap<>();
        for (String name : settings.namesUnder("project")) {
            projects.put(name, settings.text("project." + name + ".description").orElse(""));
        }
        Map<String, DeclaredUser> users = new TreeMap<>();
        for (String name : settings.namesUnder("user")) {
            users.put(name, user(settings, name, projects));
        }
        return new IdentitySettings(
                settings.duration("sign_in_idle_timeout", Duration.ofHours(12), Duration.ofMinutes(1), Duration.ofDays(30)),
                settings.duration("sign_in_max_age", Duration.ofDays(7), Duration.ofMinutes(5), Duration.ofDays(365)),
                settings.duration("api_token_ttl", Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofDays(7)),
                users, projects);
    }

    private static DeclaredUser user(Settings settings, String name, Map<String, String> projects) {
        String key = "user." + name + ".memberships";
        List<DeclaredMembership> memberships = new ArrayList<>();
        for (String word : settings.list(key)) {
            String[] parts = word.split(":", 2);
            if (!projects.containsKey(parts[0])) {
                throw new SettingException(key, "there is no project." + parts[0] + ".description, so no project '" + parts[0] + "'");
            }
            memberships.add(new DeclaredMembership(parts[0], parts.length == 1 ? Role.MEMBER : Settings.choiceOf(key, Role.class, parts[1])));
        }
        return new DeclaredUser(name, password(settings, "user." + name + ".password_file"), memberships);
    }

    private static String password(Settings settings, String key) {
        return settings.file(key).map(file -> {
            try {
                String password = java.nio.file.Files.readString(file).stripTrailing();
                if (!NewPassword.acceptable(password)) {
                    throw new SettingException(key, "the password in it is shorter than " + NewPassword.SHORTEST
                            + " or longer than " + NewPassword.LONGEST + " characters");
                }
                return password;
            } catch (java.io.IOException e) {
                throw new SettingException(key, "the file cannot be read: " + e.getMessage());
            }
        }).orElse(null);
    }
}
