package io.porthole;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;

import org.junit.jupiter.api.Test;

/** The arrows of DESIGN.md, section 3, and what STYLE.md says of packages. {@link ArchitectureRulesTest} shows that each rule can fail. */
class ArchitectureTest {

    private static final String[] DOORS = {"io.porthole.web..", "io.porthole.api..", "io.porthole.novaapi..", "io.porthole.proxy.."};
    private static final String[] FEATURES = {"io.porthole.console..", "io.porthole.instance..", "io.porthole.identity..", "io.porthole.recording.."};
    private static final String[] LEAVES = {"io.porthole.compute..", "io.porthole.audit..", "io.porthole.rfb..", "io.porthole.settings..", "io.porthole.origin..",
        "io.porthole.novaclient..", "io.porthole.schedule.."};
    private static final String[] NAMELESS = {"util", "utils", "common", "helper", "helpers", "manager", "impl", "core", "misc"};
    private static final String ENTITY = "jakarta.persistence.Entity";

    static final ArchRule NO_FEATURE_ON_A_DOOR = noClasses().that().resideInAnyPackage(FEATURES).should().dependOnClassesThat().resideInAnyPackage(DOORS);
    static final ArchRule WEB_ON_NO_OTHER_DOOR = doorAlone("web");
    static final ArchRule API_ON_NO_OTHER_DOOR = doorAlone("api");
    static final ArchRule PROXY_ON_NO_OTHER_DOOR = doorAlone("proxy");
    static final ArchRule NOTHING_ON_THE_DRIVER = noClasses().that().resideOutsideOfPackage("io.porthole.compute.libvirt..")
            .should().dependOnClassesThat().resideInAPackage("io.porthole.compute.libvirt..");
    static final ArchRule DRIVER_ON_COMPUTE_ONLY = ofOurs("compute.libvirt", "compute");
    static final ArchRule RFB_ON_THE_JDK_ONLY = classes().that().resideInAPackage("io.porthole.rfb..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "javax..", "io.porthole.rfb..");
    /** bin/verify-audit compiles it alone. */
    static final ArchRule AUDIT_CHAIN_ON_THE_JDK_ONLY = classes().that().resideInAPackage("io.porthole.audit.chain..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "javax..", "io.porthole.audit.chain..");
    /** And this. */
    static final ArchRule VISIT_COMPARISON_ON_THE_JDK_ONLY = classes().that().resideInAPackage("io.porthole.console.comparison..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "javax..", "io.porthole.console.comparison..");
    static final ArchRule FEATURES_KNOW_NO_TRANSPORT = noClasses().that().resideInAnyPackage(FEATURES)
            .should().dependOnClassesThat().resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "jakarta.websocket..", "org.thymeleaf..", "jakarta.json..", "io.undertow..", "org.xnio..");
    static final ArchRule PROXY_KNOWS_NO_ENTITY = noClasses().that().resideInAPackage("io.porthole.proxy..")
            .should().dependOnClassesThat().areAnnotatedWith(ENTITY).orShould().dependOnClassesThat().resideInAPackage("jakarta.persistence..");
    static final ArchRule PROXY_KNOWS_NEITHER_INSTANCE_NOR_COMPUTE = noClasses().that().resideInAPackage("io.porthole.proxy..")
            .should().dependOnClassesThat().resideInAnyPackage("io.porthole.instance..", "io.porthole.compute..");
    static final ArchRule NO_LEAF_ON_A_FEATURE_OR_DOOR = noClasses().that().resideInAnyPackage(LEAVES)
            .should().dependOnClassesThat(resideInAnyPackage(FEATURES).or(resideInAnyPackage(DOORS)));
    static final ArchRule AUDIT_ON_SCHEDULE_ONLY = ofOurs("audit", "schedule");
    static final ArchRule SCHEDULE_ON_NOTHING_OF_OURS = ofOurs("schedule");
    static final ArchRule SETTINGS_ON_NOTHING_OF_OURS = ofOurs("settings");
    static final ArchRule COMPUTE_ON_SETTINGS_ONLY = noClasses().that().resideInAPackage("io.porthole.compute")
            .should().dependOnClassesThat(oursBut("compute", "settings"));
    static final ArchRule ORIGIN_ON_SETTINGS_ONLY = ofOurs("origin", "settings");
    static final ArchRule NOVACLIENT_ON_SETTINGS_ONLY = ofOurs("novaclient", "settings");
    static final ArchRule CONSOLE_ON_ITS_OWN = ofOurs("console", "instance", "compute", "novaclient", "identity", "audit", "settings", "origin", "schedule");
    static final ArchRule RECORDING_ON_ITS_OWN = ofOurs("recording", "rfb", "audit", "settings", "schedule");
    static final ArchRule INSTANCE_ON_ITS_FOUR = ofOurs("instance", "compute", "identity", "audit", "settings");
    static final ArchRule IDENTITY_ON_ITS_TWO = ofOurs("identity", "audit", "settings");
    static final ArchRule NO_CYCLE_BETWEEN_FEATURES = slices().matching("io.porthole.(*)..").should().beFreeOfCycles();
    static final ArchRule NO_CYCLE_BETWEEN_PACKAGES = slices().matching("io.porthole.(**)").should().beFreeOfCycles();
    static final ArchRule ENTITIES_STAY_IN_THEIR_PACKAGE = classes().that().areAnnotatedWith(ENTITY).should().bePackagePrivate();
    static final ArchRule VIEWS_ARE_PLAIN_VALUES = classes().that().resideInAPackage("io.porthole.web.view..")
            .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "io.porthole.web.view..").andShould().notBeAnnotatedWith(ENTITY);
    static final ArchRule NOBODY_ON_THE_ROOT = noClasses().that().resideOutsideOfPackage("io.porthole").should().dependOnClassesThat().resideInAPackage("io.porthole");
    static final ArchRule NO_DRAWER = noClasses().should().resideInAnyPackage(drawers())
            .orShould().haveNameMatching(".*[.$][A-Za-z0-9]*(Util|Utils|Helper|Helpers|Manager|Impl|Misc)(\\$.*)?");
    static final ArchRule NOBODY_SLEEPS = noClasses().should().callMethodWhere(named("sleep").and(ownedBy(Thread.class, java.util.concurrent.TimeUnit.class)));
    static final ArchRule NO_THREAD_STARTED_BY_HAND = noClasses().should().callConstructorWhere(ownedBy(Thread.class))
            .orShould().callMethodWhere(ownedBy(java.util.concurrent.Executors.class));
    static final ArchRule NO_STANDARD_STREAMS = GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
    static final ArchRule NO_MUTABLE_STATIC = fields().that().areStatic().should().beFinal();

    private static final JavaClasses PORTHOLE = new ClassFileImporter().importUrl(SettingsInForce.class.getProtectionDomain().getCodeSource().getLocation());
    private static final Path SOURCES = Path.of("src/main/java");

    @Test
    void mainCodeIsWhatIsLookedAt() {
        assertTrue(PORTHOLE.contain("io.porthole.console.ConsoleAuthorizer") && PORTHOLE.contain("io.porthole.rfb.ServerHandshake"));
        assertTrue(PORTHOLE.stream().noneMatch(type -> type.getName().endsWith("Test")));
    }

    @Test
    void featureNeverDependsOnADoor() {
        NO_FEATURE_ON_A_DOOR.check(PORTHOLE);
    }

    @Test
    void doorNeverDependsOnAnotherDoor() {
        WEB_ON_NO_OTHER_DOOR.check(PORTHOLE);
        API_ON_NO_OTHER_DOOR.check(PORTHOLE);
        PROXY_ON_NO_OTHER_DOOR.check(PORTHOLE);
    }

    @Test
    void nothingDependsOnTheLibvirtDriver() {
        NOTHING_ON_THE_DRIVER.check(PORTHOLE);
    }

    @Test
    void libvirtDriverDependsOnComputeOnly() {
        DRIVER_ON_COMPUTE_ONLY.check(PORTHOLE);
    }

    @Test
    void rfbDependsOnNothingButTheJdk() {
        RFB_ON_THE_JDK_ONLY.check(PORTHOLE);
    }

    @Test
    void chainOfTheAuditTrailDependsOnNothingButTheJdk() {
        AUDIT_CHAIN_ON_THE_JDK_ONLY.check(PORTHOLE);
    }

    @Test
    void comparisonOfVisitsDependsOnNothingButTheJdk() {
        VISIT_COMPARISON_ON_THE_JDK_ONLY.check(PORTHOLE);
    }

    @Test
    void featuresKnowNoTransport() {
        FEATURES_KNOW_NO_TRANSPORT.check(PORTHOLE);
    }

    @Test
    void proxyKnowsNoEntity() {
        PROXY_KNOWS_NO_ENTITY.check(PORTHOLE);
    }

    @Test
    void proxyKnowsNothingOfInstancesAndComputeNodes() {
        PROXY_KNOWS_NEITHER_INSTANCE_NOR_COMPUTE.check(PORTHOLE);
    }

    @Test
    void leafDependsOnNoFeatureAndNoDoor() {
        NO_LEAF_ON_A_FEATURE_OR_DOOR.check(PORTHOLE);
    }

    @Test
    void auditDependsOnScheduleOnly() {
        AUDIT_ON_SCHEDULE_ONLY.check(PORTHOLE);
    }

    @Test
    void scheduleDependsOnNothingOfOurs() {
        SCHEDULE_ON_NOTHING_OF_OURS.check(PORTHOLE);
    }

    @Test
    void settingsDependOnNothingOfOurs() {
        SETTINGS_ON_NOTHING_OF_OURS.check(PORTHOLE);
    }

    @Test
    void computeDependsOnSettingsOnly() {
        COMPUTE_ON_SETTINGS_ONLY.check(PORTHOLE);
    }

    @Test
    void originDependsOnSettingsOnly() {
        ORIGIN_ON_SETTINGS_ONLY.check(PORTHOLE);
    }

    @Test
    void novaclientDependsOnSettingsOnly() {
        NOVACLIENT_ON_SETTINGS_ONLY.check(PORTHOLE);
    }

    @Test
    void consoleDependsOnInstanceComputeNovaclientIdentityAuditSettingsOriginAndScheduleOnly() {
        CONSOLE_ON_ITS_OWN.check(PORTHOLE);
    }

    @Test
    void recordingDependsOnRfbAuditSettingsAndScheduleOnly() {
        RECORDING_ON_ITS_OWN.check(PORTHOLE);
    }

    @Test
    void instanceDependsOnComputeIdentityAuditAndSettingsOnly() {
        INSTANCE_ON_ITS_FOUR.check(PORTHOLE);
    }

    @Test
    void identityDependsOnAuditAndSettingsOnly() {
        IDENTITY_ON_ITS_TWO.check(PORTHOLE);
    }

    @Test
    void noCycleBetweenPackages() {
        NO_CYCLE_BETWEEN_FEATURES.check(PORTHOLE);
        NO_CYCLE_BETWEEN_PACKAGES.check(PORTHOLE);
    }

    @Test
    void entitiesArePackagePrivate() {
        ENTITIES_STAY_IN_THEIR_PACKAGE.check(PORTHOLE);
    }

    @Test
    void viewsArePlainValues() {
        VIEWS_ARE_PLAIN_VALUES.check(PORTHOLE);
    }

    @Test
    void nobodyDependsOnTheRootPackage() {
        NOBODY_ON_THE_ROOT.check(PORTHOLE);
    }

    @Test
    void nothingIsCalledAfterADrawer() {
        NO_DRAWER.check(PORTHOLE);
    }

    @Test
    void nobodySleeps() {
        NOBODY_SLEEPS.check(PORTHOLE);
    }

    @Test
    void noThreadIsStartedByHand() {
        NO_THREAD_STARTED_BY_HAND.check(PORTHOLE);
    }

    @Test
    void nothingIsPrinted() {
        NO_STANDARD_STREAMS.check(PORTHOLE);
    }

    @Test
    void staticFieldsAreFinal() {
        NO_MUTABLE_STATIC.check(PORTHOLE);
    }

    @Test
    void everyPackageSaysWhatItIsForAndWhatItMustNotKnow() throws IOException {
        assertEquals(List.of(), packagesWithoutInfo(SOURCES));
    }

    /** Two sentences in a comment, as STYLE.md asks (2). */
    static List<Path> packagesWithoutInfo(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).distinct().sorted()
                    .filter(folder -> !saysSomething(folder.resolve("package-info.java"))).toList();
        }
    }

    private static boolean saysSomething(Path info) {
        try {
            return Files.exists(info) && Files.readString(info).matches("(?s)/\\*\\*\\s+\\*\\s+\\w[^/]*\\.\\s.*\\w[^/]*\\.\\s+\\*/\\s*package .*");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static ArchRule doorAlone(String door) {
        String itself = "io.porthole." + door + "..";
        return noClasses().that().resideInAPackage(itself).should().dependOnClassesThat(resideInAnyPackage(DOORS).and(not(resideInAPackage(itself))));
    }

    /** Of Porthole's own packages it depends on these and itself only. */
    private static ArchRule ofOurs(String name, String... allowed) {
        String[] all = Stream.concat(Stream.of(name), Stream.of(allowed)).toArray(String[]::new);
        return noClasses().that().resideInAPackage("io.porthole." + name + "..").should().dependOnClassesThat(oursBut(all));
    }

    private static DescribedPredicate<JavaClass> oursBut(String... names) {
        String[] packages = Stream.of(names).map(name -> "io.porthole." + name + "..").toArray(String[]::new);
        return resideInAPackage("io.porthole..").and(not(resideInAnyPackage(packages)));
    }

    private static String[] drawers() {
        return Stream.of(NAMELESS).map(name -> "io.porthole.." + name + "..").toArray(String[]::new);
    }

    private static DescribedPredicate<JavaAccess<? extends CodeUnitCallTarget>> named(String name) {
        return DescribedPredicate.describe("is called " + name, call -> call.getTarget().getName().equals(name));
    }

    private static DescribedPredicate<JavaAccess<? extends CodeUnitCallTarget>> ownedBy(Class<?>... owners) {
        return DescribedPredicate.describe("belongs to " + List.of(owners),
                call -> Stream.of(owners).anyMatch(owner -> call.getTargetOwner().isAssignableTo(owner)));
    }
}
