package io.porthole.bench;

import java.time.Duration;
import java.util.Map;

/** Another test, with TLS between browsers and relay. */
record TlsTest(BenchTest inTheClear) implements BenchTest {

    @Override
    public String name() {
        return "tls-" + inTheClear.name();
    }

    @Override
    public String description() {
        return inTheClear.description() + "; over TLS 1.3 (wss)";
    }

    @Override
    public Duration warmUp() {
        return inTheClear.warmUp();
    }

    @Override
    public boolean isFor(Target target) {
        return target.tls() != null;
    }

    @Override
    public Map<Figure, Double> measure(Stage stage, Target target) throws InterruptedException {
        return inTheClear.measure(stage, target);
    }
}
