package io.porthole.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.persistence.Query;

/** What stands in which column of the trail, and the statements that put it there. */
final class AuditEventColumns {

    /** What one row is made of. */
    record Row(AuditEvent event, RequestCircumstances circumstances, String portalNode) {
    }

    /** @param type as PostgreSQL calls it */
    private record Column(String name, String type, Function<Row, Object> value) {

        String text(Row row) {
            Object found = value.apply(row);
            return found == null ? null : found.toString();
        }
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("action", "text", row -> row.event().action()),
            new Column("user_name", "text", row -> row.event().userName()),
            new Column("on_behalf_of", "text", row -> row.event().onBehalfOf()),
            new Column("address", "text", row -> row.event().address()),
            new Column("instance_id", "uuid", row -> row.event().instanceId()),
            new Column("instance_name", "text", row -> row.event().instanceName()),
            new Column("project", "text", row -> row.event().project()),
            new Column("node", "text", row -> row.event().node()),
            new Column("session_id", "uuid", row -> row.event().sessionId()),
            new Column("door", "text", row -> row.event().door()),
            new Column("refusal", "text", row -> row.event().refusal()),
            new Column("incident", "uuid", row -> row.event().incident()),
            new Column("detail", "text", row -> row.event().detail()),
            new Column("forwarded", "text", row -> row.circumstances().forwarded()),
            new Column("forwarded_believed", "boolean", row -> row.circumstances().forwardedBelieved()),
            new Column("user_agent", "text", row -> row.circumstances().userAgent()),
            new Column("portal_node", "text", Row::portalNode));

    private static final String NAMES = listed(Column::name);

    /** Many rows in one statement: each column of theirs is one parameter. */
    static final String INSERT = "insert into audit_events (" + NAMES + ") select " + NAMES
            + " from unnest(" + listed(column -> "cast(:" + column.name() + " as " + column.type() + "[])") + ") with ordinality as e(" + NAMES + ", position) order by position";

    private AuditEventColumns() {
    }

    static Query bind(Query query, List<Row> rows) {
        COLUMNS.forEach(column -> query.setParameter(column.name(), rows.stream().map(column::text).toArray(String[]::new)));
        return query;
    }

    static String insertIf(String condition) {
        return "insert into audit_events (" + NAMES + ") select " + listed(column -> "cast(? as " + column.type() + ")") + " where " + condition;
    }

    /** @return the position after the last of its parameters */
    static int bind(PreparedStatement statement, int first, Row row) throws SQLException {
        int position = first;
        for (Column column : COLUMNS) {
            statement.setString(position++, column.text(row));
        }
        return position;
    }

    private static String listed(Function<Column, String> word) {
        return COLUMNS.stream().map(word).collect(Collectors.joining(", "));
    }
}
