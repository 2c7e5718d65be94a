package io.porthole.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures Porthole's relay beside its peers: what {@code bin/bench} runs once all of them stand. */
public final class Bench {

    private static final Duration SETTLE = Duration.ofMillis(400);
    private static final Duration PROFILED = Duration.ofSeconds(8);
    /** A portal's compiler is at work for minutes: with fewer, much of what is measured is that. */
    private static final int WARM_UPS = 12;
    private static final int CONSOLES = 16;
    private static final int RECORDED = 64;
    private static final List<String> NO_PATH = List.of("");

    private final BenchArguments arguments;
    private final Results results = new Results();
    private final Problems problems = new Problems();
    private final Load load = new Load(problems);
    private final PatternVncServer server;
    private final List<Target> targets = new ArrayList<>();
    private final List<BenchTest> rounds = List.of(new DownTest(CONSOLES), new UpTest(CONSOLES), new LatencyTest(20, 40), new SetUpTest(CONSOLES),
            new TlsTest(new DownTest(CONSOLES)), new TlsTest(new LatencyTest(20, 40)), RecordTest.asFastAsANetwork(), RecordTest.asFastAsTheMachine(CONSOLES));
    private final List<BenchTest> afterwards = List.of(new StallTest(CONSOLES), new VerifyTest(8), new TlsTest(new VerifyTest(8)));
    private final MemoryTest memory;
    private final StringBuilder more = new StringBuilder();

    private Bench(BenchArguments arguments) throws IOException {
        this.arguments = arguments;
        this.memory = new MemoryTest(arguments.idle());
        this.server = new PatternVncServer(arguments.serverPort(), problems);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Bench bench = new Bench(BenchArguments.of(arguments));
        bench.run();
        System.exit(bench.results.problems().isEmpty() ? 0 : 1);
    }

    private void run() throws IOException, InterruptedException {
        addTargets();
        if (arguments.isSoak()) {
            more.append(new Soak(arguments.idle(), arguments.time()).run(stage(arguments.time()), porthole()));
            keepProblems("soak", porthole());
        } else {
            measure();
        }
        write();
    }

    private void addTargets() throws IOException, InterruptedException {
        int tokens = Math.max(arguments.idle(), 1_000);
        long start = System.nanoTime();
        List<String> paths = ConsoleUrls.paths(arguments.portalPort(), ConsoleUrls.VM, tokens);
        say(tokens + " tokens in " + Report.number((System.nanoTime() - start) / 1e9) + " s");
        Target porthole = new Target(Target.PORTHOLE, true, arguments.portalPort(), paths, new ProcessTree(arguments.portalPid()));
        targets.add(new Target(Target.DIRECT, false, arguments.serverPort(), NO_PATH, null));
        if (arguments.isSoak()) {
            targets.add(porthole);
            return;
        }
        Target haproxy = new Target(Target.HAPROXY, false, arguments.haproxyPort(), NO_PATH, new ProcessTree(arguments.haproxyPid()));
        Target websockify = new Target(Target.WEBSOCKIFY, true, arguments.websockifyPort(), List.of("/websockify"), new ProcessTree(arguments.websockifyPid()));
        List<String> recorded = ConsoleUrls.paths(arguments.portalPort(), ConsoleUrls.RECORDED_VM, RECORDED);
        targets.addAll(List.of(haproxy, websockify, porthole, new Target(Target.RECORDED, true, arguments.portalPort(), recorded, porthole.processes())));
        Tls tls = Tls.trusting(arguments.certificate());
        targets.addAll(List.of(haproxy.over(tls, arguments.haproxyTlsPort(), haproxy.processes()),
                websockify.over(tls, arguments.websockifyTlsPort(), new ProcessTree(arguments.websockifyTlsPid())),
                porthole.over(tls, arguments.portalTlsPort(), porthole.processes())));
    }

    private void measure() throws IOException, InterruptedException {
        // First of all: what the other tests leave behind would hide what a console needs.
        once(memory);
        if (rounds.stream().anyMatch(this::isWanted)) {
            warmUp();
        }
        for (int round = 0; round < arguments.rounds(); round++) {
            List<Target> order = new ArrayList<>(targets);
            Collections.rotate(order, -round);
            for (BenchTest test : rounds) {
                for (Target target : order) {
                    if (isWanted(test) && test.isFor(target)) {
                        results.add(test.name(), target.name(), measured(test, target, arguments.time()));
                    }
                }
            }
            say("round " + (round + 1) + " of " + arguments.rounds());
        }
        for (BenchTest test : afterwards) {
            once(test);
        }
        if (arguments.isProfiled()) {
            profile();
        }
    }

    private boolean isWanted(BenchTest test) {
        return arguments.tests().isEmpty() || arguments.tests().contains(test.name());
    }

    private void once(BenchTest test) throws InterruptedException {
        if (!isWanted(test)) {
            return;
        }
        for (Target target : targets.stream().filter(test::isFor).toList()) {
            results.add(test.name(), target.name(), measured(test, target, arguments.time()));
        }
        say(test.name());
    }

    /** Code is compiled when it is hot: until then a JVM, this one too, measures its interpreter. */
    private void warmUp() throws InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            for (BenchTest test : rounds) {
                for (Target target : targets) {
                    if (isWanted(test) && test.isFor(target) && (target.isPorthole() || i == 0)) {
                        measured(test, target, test.warmUp());
                    }
                }
            }
        }
        say("warm");
    }

    private Map<Figure, Double> measured(BenchTest test, Target target, Duration time) throws InterruptedException {
        try {
            Stage stage = stage(time);
            Map<Figure, Double> figures = test.measure(stage, target);
            stage.awaitQuiet(target);
            if (target.processes() != null && !target.processes().isAlive()) {
                problems.add(target.name() + " has ended");
            }
            return figures;
        } finally {
            keepProblems(test.name(), target);
        }
    }

    private void profile() throws IOException, InterruptedException {
        for (BenchTest test : List.of(new DownTest(CONSOLES), new UpTest(CONSOLES), new SetUpTest(CONSOLES))) {
            Profile profile = Profile.start(new JavaProcess(arguments.portalPid()), arguments.out().resolve(test.name() + ".jfr"));
            // A set-up test ends by itself once it has enough; it is done again until the time is over.
            for (long end = System.nanoTime() + PROFILED.toNanos(); System.nanoTime() < end;) {
                measured(test, porthole(), PROFILED.dividedBy(2));
            }
            more.append(profile.finish(test.name()));
        }
        say("profile");
    }

    private Target porthole() {
        return targets.stream().filter(target -> target.name().equals(Target.PORTHOLE) && target.tls() == null).findFirst().orElseThrow();
    }

    private Stage stage(Duration time) {
        return new Stage(load, server, problems, SETTLE, time);
    }

    private void keepProblems(String test, Target target) {
        String told = problems.take();
        if (told.isEmpty()) {
            return;
        }
        say(test + ", " + target.name() + ": " + told);
        if (target.isPeer()) {
            results.peersFault(test, told);
        } else {
            results.problem(test, told);
        }
    }

    private void write() throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        for (String line : Files.readAllLines(arguments.machine())) {
            machine.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 1).strip());
        }
        if (!arguments.isSoak()) {
            machine.put("rounds", arguments.rounds() + " of " + Report.number(arguments.time().toMillis() / 1e3)
                    + " s for each test and target, interleaved; medians, and in brackets the medians of the rounds' ratios to direct TCP / to websockify");
        }
        List<BenchTest> tests = new ArrayList<>(rounds);
        tests.add(memory);
        tests.addAll(afterwards);
        Report report = new Report(results, machine, tests);
        String name = arguments.isSoak() ? "soak" : "results";
        String markdown = report.toMarkdown() + more;
        Files.writeString(arguments.out().resolve(name + ".md"), markdown, StandardCharsets.UTF_8);
        Files.writeString(arguments.out().resolve(name + ".json"), report.toJson(), StandardCharsets.UTF_8);
        System.out.println();
        System.out.println(markdown);
    }

    private static void say(String text) {
        System.out.println("    " + text);
    }
}
