package io.porthole.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;

/** A run's results as Markdown and as JSON. */
final class Report {

    private final Results results;
    private final Map<String, String> machine;
    private final List<BenchTest> tests;

    Report(Results results, Map<String, String> machine, List<BenchTest> tests) {
        this.results = results;
        this.machine = machine;
        this.tests = tests;
    }

    // ---- Markdown

    String toMarkdown() {
        StringBuilder out = new StringBuilder();
        machine.forEach((what, value) -> out.append("- ").append(what).append(": ").append(value).append('\n'));
        Table goals = new Table(List.of("measure", "reached", "must", "aim", ""));
        for (Goal goal : Goal.ALL) {
            goal.reached(results).ifPresent(reached ->
                    goals.add(List.of(goal.measure(), number(reached), number(goal.must()), number(goal.aim()), goal.verdict(reached))));
        }
        out.append('\n').append(goals);
        tests.stream().filter(test -> !results.targets(test.name()).isEmpty()).forEach(test -> appendTest(out, test));
        appendAll(out, "Errors", results.problems());
        appendAll(out, "Faults of the peers", results.peersFaults());
        return out.toString();
    }

    private static void appendAll(StringBuilder out, String title, List<String> lines) {
        out.append("\n**").append(title).append(lines.isEmpty() ? "**: none.\n" : "**:\n\n");
        lines.forEach(line -> out.append("- ").append(line).append('\n'));
    }

    private void appendTest(StringBuilder out, BenchTest test) {
        List<Figure> figures = results.figures(test.name());
        List<String> head = new ArrayList<>(List.of(""));
        figures.forEach(figure -> head.add(figure.label().strip()));
        Table table = new Table(head);
        for (String target : results.targets(test.name())) {
            if (figures.stream().anyMatch(figure -> results.median(test.name(), target, figure).isPresent())) {
                List<String> row = new ArrayList<>(List.of(target));
                figures.forEach(figure -> row.add(cell(test.name(), target, figure)));
                table.add(row);
            }
        }
        out.append("\n**").append(test.name()).append("**: ").append(test.description()).append(".\n\n").append(table);
    }

    /** The median, and in brackets the ratios to direct TCP and to websockify. */
    private String cell(String test, String target, Figure figure) {
        OptionalDouble median = results.median(test, target, figure);
        if (median.isEmpty()) {
            return "";
        }
        String text = number(median.getAsDouble());
        StringJoiner ratios = new StringJoiner(" / ", " (", ")").setEmptyValue("");
        for (String base : List.of(Target.DIRECT, Target.WEBSOCKIFY)) {
            if (figure.isCompared() && !target.equals(base)) {
                results.ratio(test, target, base, figure).ifPresent(ratio -> ratios.add(number(ratio)));
            }
        }
        return text + ratios;
    }

    static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }

    // ---- JSON

    String toJson() {
        StringJoiner machineJson = new StringJoiner(", ", "{", "}");
        machine.forEach((what, value) -> machineJson.add(quoted(what) + ": " + quoted(value)));
        StringJoiner goals = new StringJoiner(",\n    ", "[\n    ", "\n  ]");
        for (Goal goal : Goal.ALL) {
            goal.reached(results).ifPresent(reached -> goals.add("{\"measure\": " + quoted(goal.measure()) + ", \"reached\": " + json(reached)
                    + ", \"must\": " + json(goal.must()) + ", \"aim\": " + json(goal.aim()) + "}"));
        }
        StringJoiner testsJson = new StringJoiner(",\n    ", "{\n    ", "\n  }");
        results.byTest().forEach((test, targets) -> {
            StringJoiner targetsJson = new StringJoiner(",\n      ", "{\n      ", "\n    }");
            targets.forEach((target, rounds) -> targetsJson.add(quoted(target) + ": [" + String.join(", ", rounds.stream().map(Report::json).toList()) + "]"));
            testsJson.add(quoted(test) + ": " + targetsJson);
        });
        return "{\n  \"machine\": " + machineJson + ",\n  \"goals\": " + goals + ",\n  \"tests\": " + testsJson + ",\n  \"errors\": "
                + json(results.problems()) + ",\n  \"peers_faults\": " + json(results.peersFaults()) + "\n}\n";
    }

    private static String json(Map<Figure, Double> round) {
        StringJoiner figures = new StringJoiner(", ", "{", "}");
        round.forEach((figure, value) -> figures.add(quoted(figure.name().toLowerCase(Locale.ROOT)) + ": " + json(value)));
        return figures.toString();
    }

    private static String json(List<String> lines) {
        return "[" + String.join(", ", lines.stream().map(Report::quoted).toList()) + "]";
    }

    private static String json(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.6g", value) : "null";
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else {
                out.append(c < ' ' ? String.format("\\u%04x", (int) c) : c);
            }
        }
        return out.append('"').toString();
    }
}
