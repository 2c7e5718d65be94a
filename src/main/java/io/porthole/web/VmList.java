package io.porthole.web;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import io.porthole.compute.ComputeSettings;
import io.porthole.compute.PowerState;
import io.porthole.console.ConsolePresence;
import io.porthole.console.Invitations;
import io.porthole.console.RecentConsoles;
import io.porthole.console.SharedInstance;
import io.porthole.console.SharingOfInstances;
import io.porthole.identity.User;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstancePage;
import io.porthole.instance.ListPart;
import io.porthole.instance.ListSearch;
import io.porthole.instance.ListedInstance;
import io.porthole.instance.NodeState;
import io.porthole.instance.PersonalList;
import io.porthole.instance.ScreenPictures;
import io.porthole.recording.RecordingRules;
import io.porthole.recording.RulesInForce;
import io.porthole.web.view.NodeTrouble;
import io.porthole.web.view.SharedRow;
import io.porthole.web.view.SharingRow;
import io.porthole.web.view.VmListLinks;
import io.porthole.web.view.VmListView;
import io.porthole.web.view.VmRow;

/** Makes the list's view: each VM with what can be done with it now, and why what cannot. */
@ApplicationScoped
public class VmList {

    private final InstanceCatalog instances;
    private final Invitations invitations;
    private final ComputeSettings nodes;
    private final WebSettings settings;
    private final RecordingRules rules;
    private final SharingOfInstances sharing;
    private final ScreenPictures pictures;
    private final PersonalList personal;
    private final RecentConsoles recent;
    private final ConsolePresence presence;

    protected VmList() {
        this(null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public VmList(InstanceCatalog instances, Invitations invitations, ComputeSettings nodes, WebSettings settings, RecordingRules rules, SharingOfInstances sharing,
            ScreenPictures pictures, PersonalList personal, RecentConsoles recent, ConsolePresence presence) {
        this.instances = instances;
        this.invitations = invitations;
        this.nodes = nodes;
        this.settings = settings;
        this.rules = rules;
        this.sharing = sharing;
        this.pictures = pictures;
        this.personal = personal;
        this.recent = recent;
        this.presence = presence;
    }

    VmListView view(User user, VmListQuery query) {
        InstancePage found = personal.page(user, new ListSearch(query.words(), query.favouritesOnly(), query.favouritesOnly() ? Map.of() : recent.of(user)),
                query.after(), settings.pageSize());
        List<UUID> ids = found.instances().stream().map(listed -> listed.instance().id().uuid()).toList();
        Map<UUID, Boolean> exclusive = sharing.decided(ids);
        Map<UUID, List<String>> people = presence.on(ids);
        RulesInForce recording = rules.now();
        List<VmRow> rows = found.instances().stream().map(listed -> row(user, listed, exclusive.get(listed.instance().id().uuid()),
                people.getOrDefault(listed.instance().id().uuid(), List.of()), recording)).toList();
        List<NodeTrouble> troubles = instances.silentNodes(user).stream()
                .map(node -> trouble(node, user.administrator() ? node.reason() : "")).toList();
        List<SharedRow> shared = invitations.sharedWith(user).stream().map(one -> shared(one, recording)).toList();
        VmListLinks links = new VmListLinks(query.as(false), query.as(true), query.among(!query.favouritesOnly()), query.all(), query.from(found.previous()), query.from(found.next()));
        String content = rows.toString() + troubles + shared + found.total() + links + query;
        String version = UUID.nameUUIDFromBytes(content.getBytes(StandardCharsets.UTF_8)).toString();
        return new VmListView(query.words(), query.favouritesOnly(), query.wall(), VmListQuery.text(query.after()), found.total(), rows, troubles, empty(user, query), shared, version, links);
    }

    private static NodeTrouble trouble(NodeState node, String reason) {
        return new NodeTrouble(node.name(), reason, NodeCause.of(reason).map(NodeCause::key).orElse(null), node.since().toString());
    }

    private String empty(User user, VmListQuery query) {
        if (!query.words().isEmpty()) {
            return "vms.empty.search";
        }
        if (query.favouritesOnly()) {
            return "vms.empty.favourites";
        }
        if (nodes.all().isEmpty()) {
            return "vms.empty.no-nodes";
        }
        return user.administrator() || !user.memberOf().isEmpty() ? "vms.empty.none" : "vms.empty.no-project";
    }

    private SharedRow shared(SharedInstance one, RulesInForce recording) {
        Instance instance = one.instance();
        boolean console = instance.nodeAnswers() && instance.vnc() && instance.state().hasScreen();
        return new SharedRow(instance.id().toString(), instance.displayName(), one.invitation().inviterName(), one.invitation().endsAt().toString(),
                one.invitation().viewOnly(), instance.state().name(), console, console ? null : why(instance),
                recorded(recording.records(RecordedVisits.byInvitation(instance.id(), instance.project()))));
    }

    /** @param decided whether the VM's consoles are for one person at a time; null where its project says it */
    private VmRow row(User user, ListedInstance listed, Boolean decided, List<String> people, RulesInForce recording) {
        Instance instance = listed.instance();
        PowerState state = instance.state();
        boolean console = instance.nodeAnswers() && instance.vnc() && state.hasScreen();
        boolean recorded = recording.records(RecordedVisits.byRight(user, instance.id(), instance.project()));
        boolean off = state == PowerState.OFF || state == PowerState.CRASHED;
        boolean picture = !sharing.exclusive(decided, instance.project()) && pictures.maySee(user, instance);
        return new VmRow(instance.id().toString(), instance.displayName(), instance.project(), instance.node(), state.name(),
                console, console ? null : why(instance), off, state == PowerState.RUNNING || state == PowerState.PAUSED, state == PowerState.RUNNING,
                recorded(recorded), console && !recorded && rules.onRequest(), sharing.exclusive(decided, instance.project()),
                user.administrator() ? sharing(instance, decided) : null,
                picture, picture ? pictures.oldSince(instance).map(Instant::toString).orElse(null) : null, listed.place().part() == ListPart.FAVOURITE,
                listed.place().part() == ListPart.RECENT, people);
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
