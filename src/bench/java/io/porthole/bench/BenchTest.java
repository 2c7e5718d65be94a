package io.porthole.bench;

import java.time.Duration;
import java.util.Map;

/** Something that is measured with each target. */
interface BenchTest {

    String name();

    /** What is done, for the report. */
    String description();

    /** How long each of the warm-ups takes. */
    default Duration warmUp() {
        return Duration.ofMillis(1_500);
    }

    /** Whether it is of interest there. */
    default boolean isFor(Target target) {
        return !target.isRecorded() && target.tls() == null;
    }

    /** @return its figures; what went wrong is told to the stage's problems */
    Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException;
}
