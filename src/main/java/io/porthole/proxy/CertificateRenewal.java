package io.porthole.proxy;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Looks whether the certificates for VNC servers were renewed, on a thread that may wait for a disk. */
@WebListener
public class CertificateRenewal implements ServletContextListener {

    /** Renewals overlap by days; whoever has just written a file waits this long at most. */
    private static final Duration PACE = Duration.ofSeconds(2);

    @Inject
    private ProxySettings settings;
    @Resource
    private ManagedThreadFactory threads;

    /** Of our own, for the server's complains of each task while it is suspended. */
    private ScheduledThreadPoolExecutor schedule;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        schedule = new ScheduledThreadPoolExecutor(1, threads);
        schedule.scheduleWithFixedDelay(settings.tls()::refresh, PACE.toSeconds(), PACE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (schedule != null) {
            schedule.shutdown();
        }
    }
}
