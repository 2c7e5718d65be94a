package io.porthole;

import java.time.Duration;
import java.util.Optional;
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
import io.porthole.console.ConsoleSettings;

/**
 * Lets WildFly wait for the consoles when it is to suspend, as before every orderly stop: by itself it closes every WebSocket at once. Of its two phases
 * everything still works in the first, and we are the first in that.
 */
@ApplicationScoped
public class ServerSuspension implements SuspendableActivity {

    private static final System.Logger LOG = System.getLogger(ServerSuspension.class.getName());
    /** How many seconds WildFly waits on SIGTERM; below zero, for ever. It looks when the signal has come. */
    private static final String SIGTERM_WAITS = "org.wildfly.sigterm.suspend.timeout";
    private static final ServiceName REGISTRY = ServiceName.parse("org.wildfly.server.suspend-controller");
    /** For what the server does beside, and for the last words of the consoles. */
    private static final Duration REST = Duration.ofSeconds(10);
    private static final ServiceName OURS = ServiceName.of("porthole", "suspension");

    private final ConsoleDrain drain;
    private final ConsoleSettings settings;
    private ServiceController<?> membership;

    protected ServerSuspension() {
        this(null, null);
    }

    @Inject
    public ServerSuspension(ConsoleDrain drain, ConsoleSettings settings) {
        this.drain = drain;
        this.settings = settings;
    }

    public void takePart() {
        impatience(settings.drainTimeout(), Integer.getInteger(SIGTERM_WAITS, 0)).ifPresent(warning -> LOG.log(System.Logger.Level.WARNING, warning));
        ServiceContainer server = CurrentServiceContainer.getServiceContainer();
        ServiceBuilder<?> builder = server.addService(OURS.append(UUID.randomUUID().toString())); // the one before may still be leaving
        Supplier<SuspendableActivityRegistry> registry = builder.requires(REGISTRY);
        membership = builder.setInstance(new Membership(registry)).install();
    }

    /** @return a warning to whoever gave the consoles more time than the server will */
    static Optional<String> impatience(Duration drain, int waitsSeconds) {
        return waitsSeconds < 0 || drain.isZero() || drain.compareTo(Duration.ofSeconds(waitsSeconds)) < 0 ? Optional.empty()
                : Optional.of("drain_timeout is %d s, but when WildFly is stopped by SIGTERM it waits %d s only: start it with -D%s=%d".formatted(
                        drain.toSeconds(), waitsSeconds, SIGTERM_WAITS, drain.plus(REST).toSeconds()));
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
