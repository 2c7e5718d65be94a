package io.porthole.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeException;
import io.porthole.compute.ComputeNode;
import io.porthole.compute.ComputeSettings;
import io.porthole.compute.ConsoleLocation;
import io.porthole.instance.Instance;

/** Asks an instance's compute node where its screen is, now. */
@ApplicationScoped
class ConsoleLocator {

    private final ComputeSettings nodes;
    private final ComputeDriver driver;

    protected ConsoleLocator() {
        this(null, null);
    }

    @Inject
    ConsoleLocator(ComputeSettings nodes, ComputeDriver driver) {
        this.nodes = nodes;
        this.driver = driver;
    }

    /** @throws Refusal NODE_UNREACHABLE at once when it is known not to answer, else as the node says */
    ConsoleLocation locate(Instance instance) throws Refusal {
        ComputeNode node = nodes.node(instance.node())
                .orElseThrow(() -> new Refusal(ConsoleRefusal.NODE_UNREACHABLE, instance.node() + " is in no setting"));
        if (!instance.nodeAnswers()) {
            throw new Refusal(ConsoleRefusal.NODE_UNREACHABLE, instance.nodeReason());
        }
        try {
            return driver.consoleOf(node, instance.id());
        } catch (ComputeException e) {
            throw new Refusal(refusalFor(e), e.getMessage());
        }
    }

    private static ConsoleRefusal refusalFor(ComputeException e) {
        return switch (e.kind()) {
            case NODE_UNREACHABLE, FAILED -> ConsoleRefusal.NODE_UNREACHABLE;
            case INSTANCE_GONE -> ConsoleRefusal.INSTANCE_NOT_FOUND;
            case INSTANCE_NOT_READY, WRONG_STATE -> ConsoleRefusal.INSTANCE_NOT_READY;
            case NO_VNC -> ConsoleRefusal.NO_VNC_CONSOLE;
        };
    }
}
