package io.porthole.identity;

import java.util.regex.Pattern;

/** The rule for names of users and projects that are made on a page: what reads the same in a list, in a log and in a command. */
public final class NewName {

    private static final Pattern USER = Pattern.compile("[\\p{L}\\p{N}._@-]{1,64}");
    private static final Pattern PROJECT = Pattern.compile("[\\p{L}\\p{N}._@-]([\\p{L}\\p{N} ._@-]{0,62}[\\p{L}\\p{N}._@-])?");

    private NewName() {
    }

    public static boolean ofUser(String name) {
        return name != null && USER.matcher(name).matches();
    }

    public static boolean ofProject(String name) {
        return name != null && PROJECT.matcher(name).matches();
    }
}
