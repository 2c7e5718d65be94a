package io.porthole;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;

import io.porthole.audit.AuditKeeper;
import io.porthole.audit.syslog.SyslogFeed;
import io.porthole.compute.ComputeDriver;
import io.porthole.compute.ComputeSettings;
import io.porthole.console.ConsoleKeeper;
import io.porthole.identity.DeclaredIdentities;
import io.porthole.identity.FirstAdministrator;
import io.porthole.instance.Inventory;
import io.porthole.origin.PublicNames;
import io.porthole.recording.Recorder;
import io.porthole.settings.SettingException;

/** The start and the stop, in order. A start that cannot succeed says why in one line and does not happen. */
@ApplicationScoped
public class PortholeApplication {

    private static final System.Logger LOG = System.getLogger("io.porthole");

    private final DatabaseMigration migration;
    private final DeclaredIdentities identities;
    private final FirstAdministrator firstAdministrator;
    private final Inventory inventory;
    private final ComputeSettings nodes;
    private final ComputeDriver driver;
    private final ConsoleKeeper keeper;
    private final AuditKeeper auditKeeper;
    private final SyslogFeed syslog;
    private final Recorder recorder;
    private final PublicNames names;
    private final ServerSuspension suspension;
    private final SettingsChanges settingsChanges;

    protected PortholeApplication() {
        this(null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public PortholeApplication(DatabaseMigration migration, DeclaredIdentities identities, FirstAdministrator firstAdministrator,
            Inventory inventory, ComputeSettings nodes, ComputeDriver driver, ConsoleKeeper keeper,
            AuditKeeper auditKeeper, SyslogFeed syslog, Recorder recorder, PublicNames names, ServerSuspension suspension, SettingsChanges settingsChanges) {
        this.migration = migration;
        this.identities = identities;
        this.firstAdministrator = firstAdministrator;
        this.inventory = inventory;
        this.nodes = nodes;
        this.driver = driver;
        this.keeper = keeper;
        this.auditKeeper = auditKeeper;
        this.syslog = syslog;
        this.recorder = recorder;
        this.names = names;
        this.suspension = suspension;
        this.settingsChanges = settingsChanges;
    }

    void start(@Observes @Priority(1) Startup event) {
        orSayWhy(migration::run);
        orSayWhy(auditKeeper::start);
        orSayWhy(syslog::start);
        settingsChanges.record();
        identities.reconcile();
        firstAdministrator.newLink().ifPresent(link -> LOG.log(System.Logger.Level.INFO,
                "no user yet; make the first administrator at {0}/setup?token={1} (works once, for a day)", names.portal(), link.text()));
        inventory.keepOnlyDeclaredNodes();
        keeper.start();
        suspension.takePart();
        startRecorder();
        nodes.all().forEach(node -> driver.watch(node, inventory));
        LOG.log(System.Logger.Level.INFO, "Porthole is ready at {0}, with {1} compute node(s)", names.portal(), nodes.all().size());
    }

    private static void orSayWhy(Runnable step) {
        try {
            step.run();
        } catch (IllegalStateException e) {
            CannotStart.say(e);
            throw e;
        }
    }

    private void startRecorder() {
        try {
            recorder.start();
        } catch (SettingException e) {
            CannotStart.say(e);
            throw e;
        }
    }

    void stop(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
        suspension.leave();
        keeper.stop();
        recorder.stop();
        auditKeeper.stop();
        syslog.stop();
        driver.close();
    }
}
