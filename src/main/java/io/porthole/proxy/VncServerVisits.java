package io.porthole.proxy;

import java.net.InetAddress;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.undertow.servlet.handlers.ServletRequestContext;

import io.porthole.console.ConnectInfo;
import io.porthole.console.NodeHop;
import io.porthole.console.VncServerCheck;

/** Visits VNC servers for an administrator, on the I/O thread of the request that asks for it, as a console would be on its own's. */
@ApplicationScoped
public class VncServerVisits implements VncServerCheck {

    private final ProxySettings settings;

    protected VncServerVisits() {
        this(null);
    }

    @Inject
    public VncServerVisits(ProxySettings settings) {
        this.settings = settings;
    }

    @Override
    public List<NodeHop> check(ConnectInfo place, InetAddress address) {
        return new VncServerVisit(place, address, ServletRequestContext.requireCurrent().getExchange().getIoThread(), settings).hops();
    }
}
