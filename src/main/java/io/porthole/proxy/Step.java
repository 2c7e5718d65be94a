package io.porthole.proxy;

import java.io.IOException;

/** One turn of a relay on its I/O thread. */
interface Step {

    void run() throws IOException;

    /** Runs steps so that what they throw ends their console and nothing else. */
    interface Guard {
        void run(Step step);
    }
}
