package io.porthole.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a file lies whose name carries a digest. */
class StaticFilesTest {

    @ParameterizedTest
    @CsvSource({"/static/v-0123/x.js, /static/x.js", "/static/x.js, /static/x.js", "/static/v-0123, /static/v-0123", "/static/v-0123/, /static/", "/static/v-0123/a/b.js, /static/a/b.js",
            "/static/w-0123/x.js, /static/w-0123/x.js", "/vms/v-0123/x.js, /vms/v-0123/x.js"})
    void theFolderOfTheDigestIsLeftOut(String path, String plain) {
        assertEquals(plain, StaticFiles.plain(path));
    }
}
