package io.porthole;

import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import org.jboss.as.server.CurrentServiceContainer;
import org.jboss.as.server.suspend.ServerResumeContext;
import org.jboss.as.server.suspend.ServerSuspendContext;
import org.jboss.as.server.suspend.SuspendableActivity;
import org.jboss.as.server.suspend.SuspendableActivityRegistry;
import org.jboss.msc.Service;
import org.jboss.msc.service.ServiceBuilder;
import org.jboss.msc.service.ServiceContainer;
import org.jboss.msc.service.ServiceController;
import org.jboss.msc.service.ServiceName;
import org.jboss.msc.service.StartContext;
import org.jboss.msc.service.StopContext;

import io.porthole.console.ConsoleDrain;

/**
 * Lets WildFly wait for the consoles when it is to suspend, as before every orderly stop: by itself it closes every WebSocket at once. Of its two phases
 * everything still works in the first, and we are the first in that.
 */
@ApplicationScoped
public class ServerSuspension implements SuspendableActivity {

    private static final ServiceName REGISTRY = ServiceName.parse("org.wildfly.server.suspend-controller");
    private static final ServiceName OURS = ServiceName.of("porthole", "suspension");

    private final ConsoleDrain drain;
    private ServiceController<?> membership;

    protected ServerSuspension() {
        this(null);
    }

    @Inject
    public ServerSuspension(ConsoleDrain drain) {
        this.drain = drain;
    }

    public void takePart() {
        ServiceContainer server = CurrentServiceContainer.getServiceContainer();
        ServiceBuilder<?> builder = server.addService(OURS.append(UUID.randomUUID().toString())); // the one before may still be leaving
        Supplier<SuspendableActivityRegistry> registry = builder.requires(REGISTRY);
        membership = builder.setInstance(new Membership(registry)).install();
    }

    public void leave() {
        if (membership != null) {
            membership.setMode(ServiceController.Mode.REMOVE);
        }
    }

    @Override
    public CompletionStage<Void> prepare(ServerSuspendContext context) {
        return drain.begin();
    }

    @Override
    public CompletionStage<Void> suspend(ServerSuspendContext context) {
        return COMPLETED;
    }

    @Override
    public CompletionStage<Void> resume(ServerResumeContext context) {
        drain.callOff();
        return COMPLETED;
    }

    /** A service of WildFly's own kind, for only such a one is given the registry. */
    private final class Membership implements Service {

        private final Supplier<SuspendableActivityRegistry> registry;

        Membership(Supplier<SuspendableActivityRegistry> registry) {
            this.registry = registry;
        }

        @Override
        public void start(StartContext context) {
            registry.get().registerActivity(ServerSuspension.this, SuspendableActivityRegistry.SuspendPriority.FIRST);
        }

        @Override
        public void stop(StopContext context) {
            registry.get().unregisterActivity(ServerSuspension.this);
        }
    }
}
