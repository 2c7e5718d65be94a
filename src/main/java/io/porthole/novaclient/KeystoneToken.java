package io.porthole.novaclient;

import java.net.URI;
import java.time.Instant;

/** A token of Keystone's, which prints as stars, and the compute endpoint that came with it. */
record KeystoneToken(String text, Instant expiresAt, URI compute) {

    @Override
    public String toString() {
        return "***, until " + expiresAt;
    }
}
