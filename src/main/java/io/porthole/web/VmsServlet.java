package io.porthole.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.porthole.compute.InstanceId;
import io.porthole.compute.PowerAction;
import io.porthole.console.AuthorizedConsole;
import io.porthole.console.ConsoleAuthorizer;
import io.porthole.console.ConsoleOccupancy;
import io.porthole.console.ConsoleRefusal;
import io.porthole.console.ConsoleRefused;
import io.porthole.console.ConsoleRequest;
import io.porthole.console.Door;
import io.porthole.console.Invitations;
import io.porthole.console.SharingChoice;
import io.porthole.console.SharingOfInstances;
import io.porthole.identity.SignIn;
import io.porthole.identity.User;
import io.porthole.instance.Favourites;
import io.porthole.instance.Instance;
import io.porthole.instance.InstanceCatalog;
import io.porthole.instance.InstancePower;
import io.porthole.instance.InstanceRefusals;
import io.porthole.instance.PowerRefused;
import io.porthole.instance.ScreenPicture;
import io.porthole.instance.ScreenPictures;
import io.porthole.recording.RecordingRules;
import io.porthole.web.view.OccupiedView;
import io.porthole.web.view.RefusedView;
import io.porthole.web.view.VmListView;

/** The list of VMs, and what can be done from it: open a console, start, stop, reboot, and decide how its console is shared. */
@WebServlet({"/vms", "/vms/*"})
public class VmsServlet extends PageServlet {

    private static final List<String> ACTIONS = List.of("start", "stop", "reboot");

    /** By their names in the form. */
    private static final Map<String, SharingChoice> CHOICES = Map.of("inherit", SharingChoice.INHERIT, "shared", SharingChoice.SHARED, "exclusive", SharingChoice.EXCLUSIVE);

    private static final List<String> VIEWS = List.of("table", "wall");
    private static final String VIEW_COOKIE = "vms-view";
    private static final Duration VIEW_REMEMBERED = Duration.ofDays(365);

    @Inject
    private transient InstanceCatalog instances;
    @Inject
    private transient ScreenPictures pictures;
    @Inject
    private transient Favourites favourites;
    @Inject
    private transient InstanceRefusals refusals;
    @Inject
    private transient InstancePower power;
    @Inject
    private transient ConsoleAuthorizer authorizer;
    @Inject
    private transient ConsoleOccupancy occupancy;
    @Inject
    private transient SharingOfInstances sharing;
    @Inject
    private transient VmList list;
    @Inject
    private transient LimitAnswers limits;
    @Inject
    private transient Invitations invitations;
    @Inject
    private transient RecordingRules rules;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        if (path.length == 0) {
            showList(request, response);
        } else if (path.length == 2 && path[1].equals("state")) {
            tellState(request, response, path[0]);
        } else if (path.length == 2 && path[1].equals("screen")) {
            showScreen(request, response, path[0]);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String[] path = path(request);
        Optional<InstanceId> id = path.length == 2 ? InstanceId.parse(path[0]) : Optional.empty();
        if (id.isPresent() && path[1].equals("console")) {
            openConsole(request, response, id.get());
        } else if (id.isPresent() && path[1].equals("sharing") && CHOICES.containsKey(parameter(request, "sharing"))) {
            decideSharing(request, response, id.get(), CHOICES.get(parameter(request, "sharing")));
        } else if (id.isPresent() && path[1].equals("favourite")) {
            markFavourite(request, response, id.get());
        } else if (id.isPresent() && ACTIONS.contains(path[1])) {
            switchPower(request, response, id.get(), path[1]);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private void showList(HttpServletRequest request, HttpServletResponse response) throws IOException {
        User user = signIn(request).user();
        if (user.auditor() && user.memberOf().isEmpty() && request.getParameter("part") == null && request.getQueryString() == null
                && invitations.sharedWith(user).isEmpty()) {
            goTo(response, "/history");
            return;
        }
        VmListView view = list.view(user, VmListQuery.of(request, wall(request, response)));
        pages().showWithList(request, response, "vms", view.version(), view);
    }

    /** As the address says, which is remembered where a person asks, not their page by itself; else as it was last. */
    private static boolean wall(HttpServletRequest request, HttpServletResponse response) {
        String asked = parameter(request, "view");
        if (VIEWS.contains(asked) && "list".equals(request.getParameter("part"))) {
            return asked.equals("wall");
        }
        if (VIEWS.contains(asked)) {
            Cookie remembered = new Cookie(VIEW_COOKIE, asked);
            remembered.setPath("/vms");
            remembered.setMaxAge((int) VIEW_REMEMBERED.toSeconds());
            remembered.setHttpOnly(true);
            remembered.setSecure(request.isSecure());
            remembered.setAttribute("SameSite", "Lax");
            response.addCookie(remembered);
            return asked.equals("wall");
        }
        Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
        return Arrays.stream(cookies).anyMatch(cookie -> cookie.getName().equals(VIEW_COOKIE) && cookie.getValue().equals("wall"));
    }

    /** A console that is for one person at a time has no picture for the others. That there is none just now is no fault, and none in the browser's log. */
    private void showScreen(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        User user = signIn(request).user();
        Optional<InstanceId> asked = InstanceId.parse(id);
        Optional<Instance> seen = asked.flatMap(found -> instances.visibleTo(user, found));
        Optional<Instance> instance = seen.filter(found -> pictures.areFor(user, found) && !sharing.exclusive(found.id().uuid(), found.project()));
        if (instance.isEmpty()) {
            if (asked.isPresent() && pictures.areShown()) {
                refusals.tell(user, asked.get(), seen, "picture of its screen", address(request));
            }
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        Optional<ScreenPicture> picture = pictures.of(user, instance.get());
        if (picture.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        response.setContentType("image/jpeg");
        response.setContentLength(picture.get().jpeg().length);
        response.getOutputStream().write(picture.get().jpeg());
    }

    private void tellState(HttpServletRequest request, HttpServletResponse response, String id) throws IOException {
        Optional<Instance> instance = InstanceId.parse(id).flatMap(found -> instances.visibleTo(signIn(request).user(), found));
        if (instance.isPresent()) {
            answer(response, HttpServletResponse.SC_OK, Json.createObjectBuilder().add("state", instance.get().state().name()).build());
        } else {
            answer(response, HttpServletResponse.SC_NOT_FOUND, Json.createObjectBuilder().add("refusal", "INSTANCE_NOT_FOUND").build());
        }
    }

    private void openConsole(HttpServletRequest request, HttpServletResponse response, InstanceId id) throws IOException {
        SignIn signIn = signIn(request);
        boolean viewOnly = parameter(request, "view_only").equals("true");
        boolean recorded = rules.onRequest() && parameter(request, "recorded").equals("true");
        try {
            AuthorizedConsole console = authorizer.authorize(signIn, new ConsoleRequest(signIn.user(), signIn.id(), id, Door.PAGE, address(request),
                    viewOnly, parameter(request, "take_over").equals("true"),
                    InstanceId.parse(parameter(request, "ask")).map(InstanceId::uuid).orElse(null)).recorded(recorded));
            goTo(response, "/console/" + console.sessionId());
        } catch (ConsoleRefused refused) {
            RefusalStatus.set(response, refused.refusal());
            if (refused.limit().isPresent()) {
                LimitAnswers.tellWhen(response, refused.limit().get());
                pages().show(request, response, "limit", "vms", "limit", limits.view(signIn.user(), refused, refused.limit().get(),
                        "/vms/" + id + "/console", viewOnly, recorded));
                return;
            }
            Optional<OccupiedView> occupied = refused.refusal() == ConsoleRefusal.OCCUPIED ? occupied(signIn.user(), id, refused, viewOnly, recorded) : Optional.empty();
            if (occupied.isPresent()) {
                pages().show(request, response, "occupied", "vms", "occupied", occupied.get());
                return;
            }
            pages().show(request, response, "refused", "vms", "refused",
                    new RefusedView(refused.refusal().name(), refused.instanceName(), refused.incident().toString(), null));
        }
    }

    /** @return empty when whoever was there has left by now */
    private Optional<OccupiedView> occupied(User user, InstanceId id, ConsoleRefused refused, boolean viewOnly, boolean recorded) {
        return instances.visibleTo(user, id).flatMap(instance -> occupancy.occupant(user, instance))
                .map(occupant -> new OccupiedView(id.toString(), refused.instanceName(), occupant.name(), occupant.since().toString(),
                        refused.incident().toString(), viewOnly, recorded, user.administrator()));
    }

    private void markFavourite(HttpServletRequest request, HttpServletResponse response, InstanceId id) throws IOException {
        if (!favourites.set(signIn(request).user(), id, parameter(request, "favourite").equals("true"), address(request))) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        goTo(response, back(request, ""));
    }

    /** Where the form was sent from. @param done what is told there; "" for nothing */
    private static String back(HttpServletRequest request, String done) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("view", parameter(request, "view"));
        values.put("q", parameter(request, "q"));
        values.put("favourite", parameter(request, "only"));
        values.put("after", parameter(request, "after"));
        values.put("done", done);
        return HistoryQuery.link(VmListQuery.PAGE, values);
    }

    private void decideSharing(HttpServletRequest request, HttpServletResponse response, InstanceId id, SharingChoice choice) throws IOException {
        try {
            sharing.decide(signIn(request).user(), id, choice, address(request));
            goTo(response, back(request, "sharing"));
        } catch (ConsoleRefused refused) {
            response.setStatus(RefusalStatus.of(refused.refusal()));
            pages().show(request, response, "refused", "vms", "refused",
                    new RefusedView(refused.refusal().name(), refused.instanceName(), refused.incident().toString(), null));
        }
    }

    private void switchPower(HttpServletRequest request, HttpServletResponse response, InstanceId id, String action) throws IOException {
        try {
            power.perform(signIn(request).user(), id, PowerAction.valueOf(action.toUpperCase(Locale.ROOT)), address(request));
            if (wantsJson(request)) {
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            } else {
                goTo(response, back(request, action));
            }
        } catch (PowerRefused refused) {
            response.setStatus(RefusalStatus.of(refused.refusal()));
            if (wantsJson(request)) {
                answer(response, response.getStatus(), Json.createObjectBuilder().add("refusal", refused.refusal().name()).add("incident", refused.incident().toString()).build());
                return;
            }
            pages().show(request, response, "refused", "vms", "refused",
                    new RefusedView(refused.refusal().name(), refused.instanceName(), refused.incident().toString(), null));
        }
    }

    /** The console page acts without leaving. */
    private static boolean wantsJson(HttpServletRequest request) {
        return "application/json".equals(request.getHeader("Accept"));
    }
}
