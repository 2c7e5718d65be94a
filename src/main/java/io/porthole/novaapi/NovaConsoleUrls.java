package io.porthole.novaapi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.InstanceId;
import io.porthole.console.ConsoleAuthorizer;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleRequest;
import io.porthole.console.ConsoleUrl;
import io.porthole.console.Door;
import io.porthole.console.LimitReached;
import io.porthole.origin.PublicNames;

/** Asks for a console's URL in the way of both of Nova's requests, and gives every refusal Nova's status and words. */
@ApplicationScoped
class NovaConsoleUrls {

    /** The type that is served, in both requests. */
    static final String NOVNC = "novnc";

    private final ConsoleAuthorizer authorizer;
    private final PublicNames names;

    protected NovaConsoleUrls() {
        this(null, null);
    }

    @Inject
    NovaConsoleUrls(ConsoleAuthorizer authorizer, PublicNames names) {
        this.authorizer = authorizer;
        this.names = names;
    }

    /** @throws ApiFault for every refusal */
    String url(OpenStackCall call, String serverId) {
        InstanceId id = InstanceId.parse(serverId).orElseThrow(() -> ApiFault.noSuchServer(serverId));
        try {
            ConsoleRequest request = new ConsoleRequest(call.user(), null, id, Door.NOVA, call.address());
            return ConsoleUrl.of(names.consolePage(), authorizer.authorizeBearer(request));
        } catch (ConsoleRefused refused) {
            throw fault(refused, id);
        }
    }

    private static ApiFault overLimit(ConsoleRefused refused) {
        LimitReached limit = refused.limit().orElseThrow();
        return ApiFault.overLimit("Too many: " + limit.words() + ". Try again in " + limit.again().toSeconds() + " s. Incident " + refused.incident() + ".",
                limit.again());
    }

    static ApiFault fault(ConsoleRefused refused, InstanceId id) {
        return switch (refused.refusal()) {
            case INSTANCE_NOT_FOUND, SESSION_NOT_FOUND -> ApiFault.noSuchServer(id.toString());
            case INSTANCE_NOT_READY, INSTANCE_MOVED -> new ApiFault(409, "Instance not yet ready");
            case NO_VNC_CONSOLE -> ApiFault.badRequest("Unavailable console type " + NOVNC + ".");
            case NODE_UNREACHABLE -> new ApiFault(503, "The compute node of instance " + id + " does not answer. Incident " + refused.incident() + ".");
            case NOVA_UNAVAILABLE -> new ApiFault(503, "The Nova that gave the token does not answer. Incident " + refused.incident() + ".");
            case PORTAL_DRAINING -> ApiFault.stopping("The portal is being stopped. Incident " + refused.incident() + ".", refused.refusal().retryAfter());
            case OCCUPIED -> new ApiFault(409, "Somebody else is on the console of instance " + id + ". Incident " + refused.incident() + ".");
            case LIMIT_REACHED, TOO_MANY_ATTEMPTS -> overLimit(refused);
            case NOT_PERMITTED, USER_DISABLED, SESSION_CUT, WATCHING_OFF, WATCHED_CONSOLE_ENDED, CONSENT_AWAITED, CONSENT_REFUSED, ORIGIN_REFUSED, ADDRESS_NOT_ALLOWED -> ApiFault.forbidden("os_compute_api:os-remote-consoles");
            case SIGN_IN_ENDED, TOKEN_MISSING, TOKEN_UNKNOWN, TOKEN_EXPIRED, TOKEN_USED, TOKEN_OF_ANOTHER_SIGN_IN -> ApiFault.unauthorized();
        };
    }
}
