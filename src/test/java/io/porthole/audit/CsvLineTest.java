package io.porthole.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.porthole.audit.chain.AuditEntry;
import io.porthole.audit.chain.CanonicalForm;

/** No cell of an export begins a formula, wherever a spreadsheet begins its cells. */
class CsvLineTest {

    static Stream<Arguments> cells() {
        return Stream.of(arguments("=1+1", "'=1+1"), arguments("+1", "'+1"), arguments("-1", "'-1"), arguments("@SUM(1)", "'@SUM(1)"), arguments("\uFF1D1", "'\uFF1D1"),
                arguments("  =1", "'  =1"), arguments("\t=1", "\"'\t'=1\""), arguments("curl;=1+1;x", "\"curl;'=1+1;x\""), arguments("curl; @SUM(1)", "\"curl;' @SUM(1)\""),
                arguments("a\t-1", "\"a\t'-1\""), arguments("a\n=1", "\"a\n'=1\""), arguments("a,=1", "\"a,=1\""), arguments("a\"=1", "\"a\"\"=1\""),
                arguments("Mozilla/5.0 (X11; Linux x86_64)", "\"Mozilla/5.0 (X11; Linux x86_64)\""), arguments("a=b+c-d@e", "a=b+c-d@e"), arguments("zo\u00eb", "zo\u00eb"));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void noCellBeginsAFormula(String value, String cell) {
        assertEquals("," + cell + ",", cellOf(value));
    }

    @Test
    void whatHasNoValueIsAnEmptyCell() {
        assertEquals(",,", cellOf(null));
        assertTrue(CsvLine.header().endsWith(",detail\r\n"));
    }

    private static String cellOf(String value) {
        String[] values = new String[CanonicalForm.FIELDS.size()];
        values[CanonicalForm.FIELDS.indexOf("user_agent")] = value;
        String line = CsvLine.of(new AuditEntry(3L, 7, 1, "00", false, CanonicalForm.values(values)), "3");
        String before = "3,3,7,1,00,false" + ",".repeat(CanonicalForm.FIELDS.indexOf("user_agent"));
        String after = ",".repeat(CanonicalForm.FIELDS.size() - CanonicalForm.FIELDS.indexOf("user_agent") - 2) + "\r\n";
        assertTrue(line.startsWith(before) && line.endsWith(after), line);
        return line.substring(before.length(), line.length() - after.length());
    }
}
