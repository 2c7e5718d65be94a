package io.porthole.testing;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Prepares what the portal under test needs before the first integration test, and clears it away after the last one. Does
 * nothing for unit tests: only Failsafe sets {@code porthole.war}.
 */
public final class PortalUnderTestListener implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        if (System.getProperty("porthole.war") != null) {
            PortalUnderTest.prepare();
        }
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        UnusedChromium.clearAway();
        PortalUnderTest.clearAway();
    }
}
