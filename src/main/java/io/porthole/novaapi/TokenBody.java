package io.porthole.novaapi;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;

import io.porthole.identity.ApiToken;
import io.porthole.identity.Role;

/** A token as Keystone tells it. */
final class TokenBody {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private TokenBody() {
    }

    static JsonObject of(ApiToken token, Endpoints endpoints) {
        JsonArrayBuilder methods = Json.createArrayBuilder().add("password");
        if (token.exchanged()) {
            methods.add("token");
        }
        JsonObjectBuilder body = Json.createObjectBuilder().add("methods", methods)
                .add("user", Json.createObjectBuilder().add("id", token.user().id().toString()).add("name", token.user().name())
                        .add("domain", domain()).addNull("password_expires_at"))
                .add("audit_ids", Json.createArrayBuilder().add(token.auditId().toString()))
                .add("issued_at", time(token.issuedAt())).add("expires_at", time(token.expiresAt()));
        if (token.project() != null) {
            body.add("project", Json.createObjectBuilder().add("id", token.project().id().toString()).add("name", token.project().name()).add("domain", domain()))
                    .add("is_domain", false).add("roles", roles(token)).add("catalog", endpoints.catalog());
        }
        return Json.createObjectBuilder().add("token", body).build();
    }

    private static JsonArrayBuilder roles(ApiToken token) {
        JsonArrayBuilder roles = Json.createArrayBuilder();
        token.roles().stream().map(TokenBody::name).sorted().forEach(name -> roles.add(Json.createObjectBuilder().add("id", name).add("name", name)));
        return roles;
    }

    /** As Keystone's own first roles are called. */
    private static String name(Role role) {
        return switch (role) {
            case MEMBER -> "member";
            case AUDITOR -> "reader";
            case ADMIN -> "admin";
        };
    }

    private static JsonObject domain() {
        return Json.createObjectBuilder().add("id", "default").add("name", "Default").build();
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
