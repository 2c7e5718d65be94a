package io.porthole.proxy;

import io.porthole.console.RelayEnd;

/** Hears why a console ends. The first reason counts; what comes later is its consequence. */
interface Ending {

    /** @param detail for the log, never a secret */
    void because(RelayEnd why, String detail);
}
