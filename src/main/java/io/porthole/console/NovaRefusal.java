package io.porthole.console;

import io.porthole.audit.AuditEvent;
import io.porthole.novaclient.NovaConsole;

/** A refusal of a token that a Nova beside Porthole made, with what Nova told of its console. */
class NovaRefusal extends Refusal {

    private final transient NovaConsole console;

    /** @param console null where Nova told nothing */
    NovaRefusal(ConsoleRefusal reason, String detail, NovaConsole console) {
        super(reason, detail);
        this.console = console;
    }

    @Override
    AuditEvent telling(AuditEvent event) {
        AuditEvent through = event.in(null, Door.NOVA_PROXY.name());
        return console == null ? through : through.on(console.instanceId(), console.instanceName(), console.project(), console.node());
    }
}
