package io.porthole.novaapi;

import java.util.List;

import jakarta.json.JsonArray;
import jakarta.json.JsonString;

import io.porthole.identity.PasswordLogin;
import io.porthole.identity.ProjectChoice;

/**
 * What {@code POST /v3/auth/tokens} asks for. Porthole has one domain, Default, and two methods.
 *
 * @param login null when a token is shown
 * @param token null when a password is
 * @param project null for a token that is for none
 */
record AuthRequest(PasswordLogin login, String token, ProjectChoice project) {

    /** Longer ones are wrong, whoever's they are said to be; this only bounds what is looked at. */
    private static final int LONGEST_SECRET = 4_096;
    private static final String DOMAIN = "default";

    /** @throws ApiFault 400 for what is not of Keystone's form, 401 for a method, domain or scope that there is none of */
    static AuthRequest of(JsonBody body) {
        JsonBody auth = body.object("auth");
        JsonBody identity = auth.object("identity");
        ProjectChoice project = scope(auth);
        List<String> methods = methods(identity);
        if (methods.equals(List.of("password"))) {
            return new AuthRequest(login(identity.object("password").object("user")), null, project);
        }
        if (methods.equals(List.of("token"))) {
            return new AuthRequest(null, identity.object("token").text("id", LONGEST_SECRET), project);
        }
        throw ApiFault.unauthorized();
    }

    private static List<String> methods(JsonBody identity) {
        if (identity.value("methods") instanceof JsonArray array && !array.isEmpty() && array.stream().allMatch(JsonString.class::isInstance)) {
            return array.getValuesAs(JsonString::getString);
        }
        throw ApiFault.badRequest("Invalid input for field 'methods': a list of names is needed.");
    }

    private static PasswordLogin login(JsonBody user) {
        String password = user.text("password", LONGEST_SECRET);
        if (user.has("id")) {
            return new PasswordLogin(user.text("id"), null, password);
        }
        String name = user.text("name");
        checkDomain(user);
        return new PasswordLogin(null, name, password);
    }

    private static ProjectChoice scope(JsonBody auth) {
        if (!auth.has("scope") || auth.value("scope") instanceof JsonString text && text.getString().equals("unscoped")) {
            return null;
        }
        JsonBody scope = auth.object("scope");
        if (scope.has("unscoped")) {
            return null;
        }
        if (scope.has("domain") || scope.has("system") || scope.has("OS-TRUST:trust")) {
            throw ApiFault.unauthorized();
        }
        JsonBody project = scope.object("project");
        if (project.has("id")) {
            return new ProjectChoice(project.text("id"), null);
        }
        String name = project.text("name");
        checkDomain(project);
        return new ProjectChoice(null, name);
    }

    private static void checkDomain(JsonBody owner) {
        JsonBody domain = owner.object("domain");
        if (!DOMAIN.equalsIgnoreCase(domain.text(domain.has("id") ? "id" : "name"))) {
            throw ApiFault.unauthorized();
        }
    }
}
