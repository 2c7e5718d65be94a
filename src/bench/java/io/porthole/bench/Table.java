package io.porthole.bench;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns: Markdown, and padded so that a terminal shows it as a table too. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(List<String> head) {
        rows.add(head);
    }

    Table add(List<String> row) {
        rows.add(row);
        return this;
    }

    @Override
    public String toString() {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(Math.max(3, widths[i]), row.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                out.append("| ").append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 1));
            }
            out.append("|\n");
            if (row == rows.get(0)) {
                for (int width : widths) {
                    out.append('|').append("-".repeat(width + 2));
                }
                out.append("|\n");
            }
        }
        return out.toString();
    }
}
