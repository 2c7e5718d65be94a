package io.porthole.console;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.porthole.compute.InstanceId;
import io.porthole.instance.Instance;
import io.porthole.novaclient.NovaConsole;

/**
 * One person's visit to one VM.
 *
 * <p>Its life: AUTHORIZED when it was asked for and granted; ACTIVE while at least one WebSocket is connected; WAITING when the
 * last one broke in a passing way and its person may come back; ENDED, with a reason that is never empty, when the last one
 * closed for good or nobody came in time. Whoever comes later all the same takes it back to AUTHORIZED by a new token, and to
 * ACTIVE by a connection: a lost Wi-Fi is one visit with two connections.
 */
@Entity
@Table(name = "console_sessions")
class ConsoleSession {

    /** No user can have this name: it has spaces. */
    private static final String UNKNOWN_USER = "unknown (Nova token)";

    enum State {
        AUTHORIZED, ACTIVE, WAITING, ENDED
    }

    @Id
    private UUID id;
    @Enumerated(EnumType.STRING)
    private Door door;
    @Column(name = "user_id")
    private UUID userId;
    @Column(name = "user_name")
    private String userName;
    @Column(name = "sign_in_id")
    private UUID signInId;
    @Column(name = "instance_id")
    private UUID instanceId;
    @Column(name = "instance_name")
    private String instanceName;
    private String project;
    private String node;
    private String address;
    @Column(name = "view_only")
    private boolean viewOnly;
    /** Written by {@link ConsoleCuts} alone, so that nothing else undoes it. */
    @Column(name = "cut_at", insertable = false, updatable = false)
    private Instant cutAt;
    private UUID watches;
    @Column(name = "watch_consent", updatable = false)
    private String watchConsent;
    @Column(name = "invitation_id")
    private UUID invitationId;
    @Column(name = "recording_asked")
    private boolean recordingAsked;
    @Column(name = "takes_over")
    private boolean takesOver;
    @Enumerated(EnumType.STRING)
    private State state;
    @Column(name = "asked_at")
    private Instant askedAt;
    @Column(name = "open_until")
    private Instant openUntil;
    @Column(name = "waits_until")
    private Instant waitsUntil;
    @Column(name = "connected_at")
    private Instant connectedAt;
    @Column(name = "ended_at")
    private Instant endedAt;
    @Column(name = "ended_about")
    private boolean endedAbout;
    @Enumerated(EnumType.STRING)
    @Column(name = "end_reason")
    private RelayEnd endReason;
    @Column(name = "bytes_to_browser")
    private long bytesToBrowser;
    @Column(name = "bytes_to_vm")
    private long bytesToVm;

    protected ConsoleSession() {
    }

    ConsoleSession(ConsoleRequest request, Instance instance, Instant now, Instant openUntil) {
        this.id = UUID.randomUUID();
        this.door = request.door();
        this.userId = request.user().id();
        this.userName = request.user().name();
        this.signInId = request.signInId();
        this.instanceId = instance.id().uuid();
        this.instanceName = instance.displayName();
        this.project = instance.project();
        this.node = instance.node();
        this.address = request.address();
        this.viewOnly = request.viewOnly();
        this.invitationId = request.invitation();
        this.recordingAsked = request.recordingAsked();
        this.takesOver = request.takeOver();
        this.state = State.AUTHORIZED;
        this.askedAt = now;
        this.openUntil = openUntil;
    }

    /** A visit that Nova allowed and whose person only Nova knows; it begins with its connection. */
    ConsoleSession(NovaConsole console, String address, Instant now) {
        this.id = UUID.randomUUID();
        this.door = Door.NOVA_PROXY;
        this.userName = UNKNOWN_USER;
        this.instanceId = console.instanceId();
        this.instanceName = console.instanceName();
        this.project = console.project();
        this.node = console.node();
        this.address = address;
        this.state = State.ACTIVE;
        this.askedAt = now;
        this.openUntil = now;
    }

    UUID id() {
        return id;
    }

    Door door() {
        return door;
    }

    /** @return null for somebody whom only Nova knows */
    UUID userId() {
        return userId;
    }

    String userName() {
        return userName;
    }

    UUID signInId() {
        return signInId;
    }

    InstanceId instanceId() {
        return new InstanceId(instanceId);
    }

    String instanceName() {
        return instanceName;
    }

    String project() {
        return project;
    }

    String node() {
        return node;
    }

    /** @return by which a guest came; null for whoever has a right of their own */
    UUID invitationId() {
        return invitationId;
    }

    /** Whether its next connection may end those of others. */
    boolean takesOver() {
        return takesOver;
    }

    boolean recordingAsked() {
        return recordingAsked;
    }

    boolean viewOnly() {
        return viewOnly;
    }

    /** This visit watches another; by leave of its person, where that is asked for. */
    void watch(UUID watched, boolean asks) {
        watches = watched;
        watchConsent = asks ? "ASKED" : "NOT_ASKED";
    }

    /** @return null for an ordinary visit */
    UUID watches() {
        return watches;
    }

    boolean hasConsent() {
        return "NOT_ASKED".equals(watchConsent) || "GIVEN".equals(watchConsent);
    }

    /** Whether nobody came yet with its first token, which is good for a while. */
    boolean hasFirstToken(Instant now) {
        return door == Door.PAGE && watches == null && state == State.AUTHORIZED && connectedAt == null && now.isBefore(openUntil);
    }

    /** Whether its console is open at this moment. */
    boolean isOpen() {
        return state == State.ACTIVE;
    }

    /** Also while its person is waited for: nobody watches in their place. */
    boolean isOver() {
        return state == State.ENDED || state == State.WAITING;
    }

    /** Whether somebody ended it for good. */
    boolean isCut() {
        return cutAt != null;
    }

    /** A further token was issued: somebody may connect until then. */
    void mayOpenUntil(Instant time) {
        if (state == State.ENDED) {
            state = State.AUTHORIZED;
            endedAt = null;
            endReason = null;
            endedAbout = false;
        }
        if (state == State.WAITING && waitsUntil.isBefore(time)) {
            waitsUntil = time;
        }
        openUntil = time;
    }

    /** Goes on under a later sign-in of the same person. */
    void belongTo(UUID laterSignIn) {
        signInId = laterSignIn;
    }
}
