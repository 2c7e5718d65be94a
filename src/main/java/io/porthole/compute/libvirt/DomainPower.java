package io.porthole.compute.libvirt;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.libvirt.Domain;
import org.libvirt.LibvirtException;

import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeException.Kind;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerAction;

/** Switches a node's domains on and off. */
final class DomainPower {

    private final ComputeSettings settings;
    private final ScheduledExecutorService schedule;
    private final NodeCalls calls;
    private final NodeConnection connection;

    DomainPower(ComputeSettings settings, ScheduledExecutorService schedule, NodeCalls calls, NodeConnection connection) {
        this.settings = settings;
        this.schedule = schedule;
        this.calls = calls;
        this.connection = connection;
    }

    void act(InstanceId id, PowerAction action) throws ComputeException {
        calls.within(settings.callTimeout(), () -> connection.call(id, domain -> {
            if (domain.isActive() == (action == PowerAction.START ? 1 : 0)) {
                throw new ComputeException(Kind.WRONG_STATE, id + (action == PowerAction.START ? " runs already" : " is off"));
            }
            switch (action) {
                case START -> domain.create();
                case STOP -> stop(domain, id);
                case RESTART -> domain.reboot(0);
                case REBOOT -> domain.reset();
            }
            return null;
        }));
    }

    private void stop(Domain domain, InstanceId id) throws LibvirtException {
        if (settings.shutdownTimeout().isZero()) {
            domain.destroy();
            return;
        }
        int run = domain.getID();
        domain.shutdown();
        schedule.schedule(() -> calls.start(settings.callTimeout(), () -> connection.call(id, later -> cut(later, run))),
                settings.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Only the run that was asked to stop: the same instance started again has another number in libvirt. */
    private static Void cut(Domain domain, int run) throws LibvirtException {
        if (domain.isActive() == 1 && domain.getID() == run) {
            domain.destroy();
        }
        return null;
    }
}
