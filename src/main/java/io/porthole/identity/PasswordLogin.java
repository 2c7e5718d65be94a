package io.porthole.identity;

/**
 * Who a program says it speaks for. One of id and name is null.
 *
 * @param userId whatever was written in its place, a UUID or not
 */
public record PasswordLogin(String userId, String userName, String password) {

    /** A name in the place of an id is nobody's id. */
    boolean means(UserRow user) {
        return userId == null || userId.equalsIgnoreCase(user.id().toString());
    }

    @Override
    public String toString() {
        return "PasswordLogin[" + (userId == null ? userName : userId) + "]";
    }
}
