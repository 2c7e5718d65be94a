package io.porthole.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.ComputeSettings;
import io.porthole.compute.PowerState;
import io.porthole.console.ConsolePresence;
import io.porthole.console.Invitations;
import io.porthole.console.SharedInstance;
import io.porthole.console.SharingOfInstances;
import io.porthole.identity.User;
import io.porthole.instance.Favourites;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstancePage;
import io.porthole.instance.ScreenPictures;
import io.porthole.recording.RecordingRules;
import io.porthole.web.view.NodeTrouble;
import io.porthole.web.view.SharedRow;
import io.porthole.web.view.SharingRow;
import io.porthole.web.view.VmListView;
import io.porthole.web.view.VmRow;

/** Makes the list's view: each VM with what can be done with it now, and why what cannot. */
@ApplicationScoped
public class VmList {

    private static final int LONGEST_QUERY = 200;

    private final InstanceCatalog instances;
    private final Invitations invitations;
    private final ComputeSettings nodes;
    private final WebSettings settings;
    private final RecordingRules rules;
    private final SharingOfInstances sharing;
    private final ScreenPictures pictures;
    private final Favourites favourites;
    private final ConsolePresence presence;

    protected VmList() {
        this(null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public VmList(InstanceCatalog instances, Invitations invitations, ComputeSettings nodes, WebSettings settings, RecordingRules rules, SharingOfInstances sharing,
            ScreenPictures pictures, Favourites favourites, ConsolePresence presence) {
        this.instances = instances;
        this.invitations = invitations;
        this.nodes = nodes;
        this.settings = settings;
        this.rules = rules;
        this.sharing = sharing;
        this.pictures = pictures;
        this.favourites = favourites;
        this.presence = presence;
    }

    VmListView view(User user, String query, int page, boolean wall) {
        String words = query.length() > LONGEST_QUERY ? query.substring(0, LONGEST_QUERY) : query;
        InstancePage found = instances.page(user, words, page, settings.pageSize());
        List<UUID> ids = found.instances().stream().map(instance -> instance.id().uuid()).toList();
        Map<UUID, Boolean> exclusive = sharing.decided(ids);
        Set<UUID> favourite = favourites.among(user, ids);
        Map<UUID, List<String>> people = presence.on(ids);
        List<VmRow> rows = found.instances().stream().map(instance -> row(user, instance, exclusive.get(instance.id().uuid()), favourite.contains(instance.id().uuid()),
                people.getOrDefault(instance.id().uuid(), List.of()))).toList();
        List<NodeTrouble> troubles = instances.silentNodes(user).stream()
                .map(node -> new NodeTrouble(node.name(), user.administrator() ? node.reason() : "", node.since().toString())).toList();
        List<SharedRow> shared = invitations.sharedWith(user).stream().map(this::shared).toList();
        String content = rows.toString() + troubles + shared + found.page() + "/" + found.pages() + "/" + found.total() + words + wall;
        String version = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
        return new VmListView(words, found.page(), found.pages(), found.total(), rows, troubles, empty(user, words), shared, version, wall);
    }

    private String empty(User user, String words) {
        if (!words.isEmpty()) {
            return "vms.empty.search";
        }
        if (nodes.all().isEmpty()) {
            return "vms.empty.no-nodes";
        }
        return user.administrator() || !user.memberOf().isEmpty() ? "vms.empty.none" : "vms.empty.no-project";
    }

    private SharedRow shared(SharedInstance one) {
        Instance instance = one.instance();
        boolean console = instance.nodeAnswers() && instance.vnc() && instance.state().hasScreen();
        return new SharedRow(instance.id().toString(), instance.displayName(), one.invitation().inviterName(), one.invitation().endsAt().toString(),
                one.invitation().viewOnly(), instance.state().name(), console, console ? null : why(instance),
                recorded(rules.records(RecordedVisits.byInvitation(instance.id(), instance.project()))));
    }

    /** @param decided whether the VM's consoles are for one person at a time; null where its project says it */
    private VmRow row(User user, Instance instance, Boolean decided, boolean favourite, List<String> people) {
        PowerState state = instance.state();
        boolean console = instance.nodeAnswers() && instance.vnc() && state.hasScreen();
        boolean recorded = rules.records(RecordedVisits.byRight(user, instance.id(), instance.project()));
        boolean off = state == PowerState.OFF || state == PowerState.CRASHED;
        return new VmRow(instance.id().toString(), instance.displayName(), instance.project(), instance.node(), state.name(),
                console, console ? null : why(instance), off, state == PowerState.RUNNING || state == PowerState.PAUSED, state == PowerState.RUNNING,
                recorded(recorded), console && !recorded && rules.onRequest(), sharing.exclusive(decided, instance.project()),
                user.administrator() ? sharing(instance, decided) : null,
                !sharing.exclusive(decided, instance.project()) && pictures.maySee(user, instance), favourite, people);
    }

    private SharingRow sharing(Instance instance, Boolean decided) {
        return new SharingRow(decided == null ? "inherit" : decided ? "exclusive" : "shared", sharing.exclusive((Boolean) null, instance.project()));
    }

    private String recorded(boolean recorded) {
        if (!recorded) {
            return null;
        }
        return rules.recordsInput() ? "vms.recorded.input" : "vms.recorded";
    }

    private static String why(Instance instance) {
        if (!instance.nodeAnswers() || instance.state() == PowerState.UNKNOWN) {
            return "vms.why.unknown";
        }
        if (instance.state().hasScreen()) {
            return "vms.why.no-vnc";
        }
        return instance.state() == PowerState.CRASHED ? "vms.why.crashed" : "vms.why.off";
    }
}
