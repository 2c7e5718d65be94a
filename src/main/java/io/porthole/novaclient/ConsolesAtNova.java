package io.porthole.novaclient;

import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The consoles that a Nova beside Porthole gave tokens for. Anybody can ask with made-up tokens, and each question holds a thread of
 * the server: only so many are under way or wait at once, and only one while Nova is silent.
 */
@ApplicationScoped
public class ConsolesAtNova {

    private static final System.Logger LOG = System.getLogger(ConsolesAtNova.class.getName());
    private static final int MOST_QUESTIONS = 8;
    /** That many under way, and as many that wait. */
    private static final int PLACES = 2 * MOST_QUESTIONS;

    private final NovaSettings settings;
    private final Clock clock;
    private final Semaphore places = new Semaphore(PLACES);
    private final Semaphore questions = new Semaphore(MOST_QUESTIONS, true);
    private final AtomicBoolean failing = new AtomicBoolean();
    /** Whether the last question got no answer in time. */
    private final AtomicBoolean silent = new AtomicBoolean();
    private NovaApi nova;

    @Resource
    private ManagedExecutorService executor;

    protected ConsolesAtNova() {
        this(null, null);
    }

    @Inject
    public ConsolesAtNova(NovaSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @PostConstruct
    void open() {
        if (settings.on()) {
            open(ServiceTls.client(settings).executor(executor).build());
        }
    }

    void open(HttpClient client) {
        nova = new NovaApi(settings, client, clock);
    }

    /**
     * @param token a UUID
     * @return empty when Nova does not know the token
     * @throws NovaException when it could not be asked
     */
    public Optional<NovaConsole> find(String token) throws NovaException {
        if (!places.tryAcquire()) {
            throw new NovaException("too many questions to Nova are under way");
        }
        try {
            return ask(token, Deadline.in(settings.timeout()));
        } finally {
            places.release();
        }
    }

    private Optional<NovaConsole> ask(String token, Deadline deadline) throws NovaException {
        int share = silent.get() ? MOST_QUESTIONS : 1;
        admit(share, deadline);
        try {
            Optional<NovaConsole> found = nova.console(token, deadline);
            answered();
            return found;
        } catch (NovaException e) {
            failed(e, deadline);
            throw e;
        } finally {
            questions.release(share);
        }
    }

    private void admit(int share, Deadline deadline) throws NovaException {
        try {
            boolean admitted = share == 1 ? questions.tryAcquire(deadline.nanosLeft(), TimeUnit.NANOSECONDS) : questions.tryAcquire(share);
            if (!admitted) {
                throw new NovaException(share == 1 ? "questions to Nova that came before were not answered in time" : "Nova does not answer in time, and is being asked again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NovaException("interrupted while Nova was asked", e);
        }
    }

    private void answered() {
        silent.set(false);
        if (failing.getAndSet(false)) {
            LOG.log(System.Logger.Level.INFO, "Nova answers for its console tokens again");
        }
    }

    private void failed(NovaException e, Deadline deadline) {
        silent.set(deadline.nanosLeft() == 0);
        if (!failing.getAndSet(true)) {
            LOG.log(System.Logger.Level.WARNING, "consoles of Nova are refused: {0}", e.getMessage());
        }
    }
}
