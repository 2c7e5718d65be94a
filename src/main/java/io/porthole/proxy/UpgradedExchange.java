package io.porthole.proxy;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.HttpUpgradeListener;

/**
 * The HTTP exchange that became a console's WebSocket. Undertow keeps it as long as the connection, by the listener that was told of the upgrade: the
 * request, its headers, the response and who is signed in, more than a quarter of what an idle console would hold, and nobody asks for them again.
 */
final class UpgradedExchange {

    private static final HttpUpgradeListener NOTHING = (connection, exchange) -> {
    };

    /** Null once it was let go: what holds this object may live longer. */
    private HttpServerExchange exchange;

    UpgradedExchange(HttpServerExchange exchange) {
        this.exchange = exchange;
    }

    /** To be called once the upgrade is done, for it is not told to anybody afterwards. */
    void letGo() {
        if (exchange == null) {
            return;
        }
        try {
            exchange.upgradeChannel(NOTHING);
        } catch (IllegalStateException e) {
            // The response has been sent, as it must: Undertow finds that only after the listener was replaced.
        }
        exchange = null;
    }
}
