package io.porthole.identity;

/**
 * The project that a token is to be for, as a program names it: one of the two is null.
 *
 * @param id whatever was written in its place, a UUID or not
 */
public record ProjectChoice(String id, String name) {

    boolean names(Project project) {
        return id != null ? id.equalsIgnoreCase(project.id().toString()) : project.name().equals(name);
    }
}
