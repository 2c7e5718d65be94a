package io.porthole.proxy;

import java.io.IOException;

import org.xnio.IoUtils;
import org.xnio.StreamConnection;

/**
 * Takes leave of a browser so that the tail arrives.
 *
 * <p>Its life: the Close frame is SAID, behind all that waits; once it is out nothing more is written, and the browser's own
 * Close is awaited, because a socket that is closed with unread input is reset and loses what was under way; then it is OVER.
 */
final class Farewell {

    private final StreamConnection browser;
    private final Outlet toBrowser;
    private boolean said;
    private boolean answered;
    private boolean over;

    Farewell(StreamConnection browser, Outlet toBrowser) {
        this.browser = browser;
        this.toBrowser = toBrowser;
    }

    /** @param answered whether the browser said its own Close before */
    void say(int closeCode, String reason, boolean answeredAlready) {
        said = true;
        answered = answeredAlready;
        try {
            if (toBrowser.write(Frames.close(closeCode, reason))) {
                written();
            }
        } catch (IOException e) {
            end();
        }
    }

    /** All that waited is out, the Close frame last. */
    void written() throws IOException {
        if (answered) {
            end();
            return;
        }
        browser.getSinkChannel().shutdownWrites();
        browser.getSinkChannel().flush();
    }

    void answered() {
        answered = true;
        if (said && toBrowser.isEmpty()) {
            end();
        }
    }

    /** Nobody waits any longer. */
    void end() {
        if (!over) {
            over = true;
            toBrowser.discard();
            IoUtils.safeClose(browser);
        }
    }

    boolean isOver() {
        return over;
    }
}
