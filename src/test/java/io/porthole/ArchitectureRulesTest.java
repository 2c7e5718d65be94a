package io.porthole;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shows each rule of {@link ArchitectureTest} a class that breaks it: a rule that cannot fail is worth nothing. */
class ArchitectureRulesTest {

    private static final String CYCLE = "class Wrong { io.porthole.console.TokenSecret token; }";

    @TempDir
    static Path folder;

    /** Porthole itself and all that is wrong, read once. */
    private static JavaClasses everything;

    /** A rule, and the package and declaration of a class that breaks it. */
    static Stream<Arguments> violations() {
        return Stream.of(
                arguments(ArchitectureTest.NO_FEATURE_ON_A_DOOR, "console", "class Wrong { io.porthole.web.HomeServlet door; }"),
                arguments(ArchitectureTest.NO_FEATURE_ON_A_DOOR, "recording", "class Wrong { io.porthole.web.HomeServlet door; }"),
                arguments(ArchitectureTest.WEB_ON_NO_OTHER_DOOR, "web", "class Wrong { io.porthole.api.Api door; }"),
                arguments(ArchitectureTest.API_ON_NO_OTHER_DOOR, "api", "class Wrong { io.porthole.proxy.ProxySettings door; }"),
                arguments(ArchitectureTest.PROXY_ON_NO_OTHER_DOOR, "proxy", "class Wrong { io.porthole.web.WebSettings door; }"),
                arguments(ArchitectureTest.NOTHING_ON_THE_DRIVER, "instance", "class Wrong { io.porthole.compute.libvirt.LibvirtDriver driver; }"),
                arguments(ArchitectureTest.NOTHING_ON_THE_DRIVER, "compute", "class Wrong { io.porthole.compute.libvirt.LibvirtDriver driver; }"),
                arguments(ArchitectureTest.DRIVER_ON_COMPUTE_ONLY, "compute.libvirt", "class Wrong { io.porthole.audit.AuditTrail trail; }"),
                arguments(ArchitectureTest.RFB_ON_THE_JDK_ONLY, "rfb", "class Wrong { io.porthole.settings.Settings settings; }"),
                arguments(ArchitectureTest.RFB_ON_THE_JDK_ONLY, "rfb", "class Wrong { jakarta.inject.Inject inject; }"),
                arguments(ArchitectureTest.AUDIT_CHAIN_ON_THE_JDK_ONLY, "audit.chain", "class Wrong { io.porthole.audit.AuditTrail trail; }"),
                arguments(ArchitectureTest.AUDIT_CHAIN_ON_THE_JDK_ONLY, "audit.chain", "class Wrong { jakarta.inject.Inject inject; }"),
                arguments(ArchitectureTest.VISIT_COMPARISON_ON_THE_JDK_ONLY, "console.comparison", "class Wrong { io.porthole.console.RelayEnd end; }"),
                arguments(ArchitectureTest.VISIT_COMPARISON_ON_THE_JDK_ONLY, "console.comparison", "class Wrong { jakarta.inject.Inject inject; }"),
                arguments(ArchitectureTest.FEATURES_KNOW_NO_TRANSPORT, "console", "class Wrong { jakarta.servlet.http.HttpServletRequest request; }"),
                arguments(ArchitectureTest.FEATURES_KNOW_NO_TRANSPORT, "instance", "class Wrong { jakarta.ws.rs.core.Response response; }"),
                arguments(ArchitectureTest.FEATURES_KNOW_NO_TRANSPORT, "identity", "class Wrong { jakarta.websocket.Session session; }"),
                arguments(ArchitectureTest.FEATURES_KNOW_NO_TRANSPORT, "identity", "class Wrong { org.thymeleaf.TemplateEngine engine; }"),
                arguments(ArchitectureTest.PROXY_KNOWS_NO_ENTITY, "proxy", "@jakarta.persistence.Entity class Wrong { @jakarta.persistence.Id long id; }"),
                arguments(ArchitectureTest.PROXY_KNOWS_NO_ENTITY, "proxy", "class Wrong { Row row; @jakarta.persistence.Entity static class Row { long id; } }"),
                arguments(ArchitectureTest.PROXY_KNOWS_NEITHER_INSTANCE_NOR_COMPUTE, "proxy", "class Wrong { io.porthole.instance.Instance instance; }"),
                arguments(ArchitectureTest.PROXY_KNOWS_NEITHER_INSTANCE_NOR_COMPUTE, "proxy", "class Wrong { io.porthole.compute.InstanceId id; }"),
                arguments(ArchitectureTest.NO_LEAF_ON_A_FEATURE_OR_DOOR, "origin", "class Wrong { io.porthole.console.TokenSecret token; }"),
                arguments(ArchitectureTest.NO_LEAF_ON_A_FEATURE_OR_DOOR, "compute", "class Wrong { io.porthole.web.WebSettings door; }"),
                arguments(ArchitectureTest.AUDIT_ON_SCHEDULE_ONLY, "audit", "class Wrong { io.porthole.identity.User user; }"),
                arguments(ArchitectureTest.AUDIT_ON_SCHEDULE_ONLY, "audit", "class Wrong { io.porthole.settings.Settings settings; }"),
                arguments(ArchitectureTest.SETTINGS_ON_NOTHING_OF_OURS, "settings", "class Wrong { io.porthole.compute.InstanceId id; }"),
                arguments(ArchitectureTest.COMPUTE_ON_SETTINGS_ONLY, "compute", "class Wrong { io.porthole.audit.AuditTrail trail; }"),
                arguments(ArchitectureTest.ORIGIN_ON_SETTINGS_ONLY, "origin", "class Wrong { io.porthole.compute.InstanceId id; }"),
                arguments(ArchitectureTest.NOVACLIENT_ON_SETTINGS_ONLY, "novaclient", "class Wrong { io.porthole.compute.InstanceId id; }"),
                arguments(ArchitectureTest.SCHEDULE_ON_NOTHING_OF_OURS, "schedule", "class Wrong { io.porthole.settings.Settings settings; }"),
                arguments(ArchitectureTest.RECORDING_ON_ITS_OWN, "recording", "class Wrong { io.porthole.console.ConnectInfo type; }"),
                arguments(ArchitectureTest.CONSOLE_ON_ITS_OWN, "console", "class Wrong { io.porthole.rfb.SecurityType type; }"),
                arguments(ArchitectureTest.INSTANCE_ON_ITS_FOUR, "instance", "class Wrong { io.porthole.console.TokenSecret token; }"),
                arguments(ArchitectureTest.INSTANCE_ON_ITS_FOUR, "instance", "class Wrong { io.porthole.origin.PublicNames names; }"),
                arguments(ArchitectureTest.IDENTITY_ON_ITS_TWO, "identity", "class Wrong { io.porthole.compute.InstanceId id; }"),
                arguments(ArchitectureTest.ENTITIES_STAY_IN_THEIR_PACKAGE, "console", "@jakarta.persistence.Entity public class Wrong { @jakarta.persistence.Id long id; }"),
                arguments(ArchitectureTest.VIEWS_ARE_PLAIN_VALUES, "web.view", "class Wrong { io.porthole.identity.User user; }"),
                arguments(ArchitectureTest.VIEWS_ARE_PLAIN_VALUES, "web.view", "@jakarta.persistence.Entity class Wrong { @jakarta.persistence.Id long id; }"),
                arguments(ArchitectureTest.NOBODY_ON_THE_ROOT, "web", "class Wrong { io.porthole.SettingsInForce settings; }"),
                arguments(ArchitectureTest.NO_DRAWER, "web.util", "class Wrong { }"),
                arguments(ArchitectureTest.NO_DRAWER, "common", "class Wrong { }"),
                arguments(ArchitectureTest.NO_DRAWER, "web", "class Wrong { static class PageHelper { } }"),
                arguments(ArchitectureTest.NOBODY_SLEEPS, "web", "class Wrong { void wait1() throws Exception { Thread.sleep(1); } }"),
                arguments(ArchitectureTest.NOBODY_SLEEPS, "web", "class Wrong { void wait1() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); } }"),
                arguments(ArchitectureTest.NO_THREAD_STARTED_BY_HAND, "web", "class Wrong { void go() { new Thread(() -> { }).start(); } }"),
                arguments(ArchitectureTest.NO_THREAD_STARTED_BY_HAND, "web", "class Wrong { Object pool = java.util.concurrent.Executors.newCachedThreadPool(); }"),
                arguments(ArchitectureTest.NO_STANDARD_STREAMS, "web", "class Wrong { void say() { System.out.println(); } }"),
                arguments(ArchitectureTest.NO_STANDARD_STREAMS, "web", "class Wrong { void say(Exception e) { e.printStackTrace(); } }"),
                arguments(ArchitectureTest.NO_MUTABLE_STATIC, "web", "class Wrong { static int count; }"));
    }

    /** All in one run of the compiler; each source has a number in its class's name, and its class files are told apart by it. */
    @BeforeAll
    static void compile() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Arguments violation : violations().toList()) {
            sources.add(write((String) violation.get()[1], (String) violation.get()[2]));
        }
        sources.add(write("audit", CYCLE));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options = List.of("-proc:none", "-nowarn", "-d", Files.createDirectories(folder.resolve("classes")).toString(),
                    "-classpath", System.getProperty("java.class.path"));
            assertTrue(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources)).call());
        }
        everything = new ClassFileImporter().importPaths(Path.of("target/classes"), folder.resolve("classes"));
    }

    @ParameterizedTest(name = "{1}: {2}")
    @MethodSource("violations")
    void ruleFailsForAClassThatBreaksIt(ArchRule rule, String packageName, String declaration) {
        JavaClasses wrong = everything.that(are(name(packageName, declaration)));

        assertTrue(wrong.size() > 0);
        assertThrows(AssertionError.class, () -> rule.allowEmptyShould(true).check(wrong));
    }

    @Test
    void cycleIsFound() {
        JavaClasses wrong = everything.that(not(are("Wrong")).or(are(name("audit", CYCLE))));

        assertThrows(AssertionError.class, () -> ArchitectureTest.NO_CYCLE_BETWEEN_FEATURES.check(wrong));
        assertThrows(AssertionError.class, () -> ArchitectureTest.NO_CYCLE_BETWEEN_PACKAGES.check(wrong));
    }

    @Test
    void packageWithoutInfoIsFound() throws IOException {
        Path sources = folder.resolve("info");
        Path silent = Files.createDirectories(sources.resolve("silent"));
        Path told = Files.createDirectories(sources.resolve("told"));
        Files.writeString(silent.resolve("W.java"), "package silent; class W { }");
        Files.writeString(told.resolve("W.java"), "package told; class W { }");
        Files.writeString(told.resolve("package-info.java"), "/**\n * It is for this.\n * It must not know that.\n */\npackage told;\n");

        assertEquals(List.of(silent), ArchitectureTest.packagesWithoutInfo(sources));
    }

    private static Path write(String packageName, String declaration) throws IOException {
        String name = name(packageName, declaration);
        Path file = Files.createDirectories(folder.resolve("sources").resolve(name)).resolve(name + ".java");
        return Files.writeString(file, "package io.porthole." + packageName + "; " + declaration.replace("Wrong", name));
    }

    private static DescribedPredicate<JavaClass> are(String name) {
        return DescribedPredicate.describe("are called " + name, type -> type.getName().contains("." + name));
    }

    private static String name(String packageName, String declaration) {
        return "Wrong" + Integer.toHexString((packageName + declaration).hashCode());
    }
}
