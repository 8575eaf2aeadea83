package dev.imagefactory.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.imagefactory.planner.Action;
import dev.imagefactory.planner.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code against {@code docs/architecture.md}. */
class ArchitectureTest {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Pattern ROW =
            Pattern.compile("\\| `(?<module>[a-z-]+)` \\| `(?<package>[a-z.]+)` \\|(?<uses>[^|]*)\\|[^|]+\\|");

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.imagefactory");

    /** A row of the table of rooms. */
    record Room(String packageName, List<String> uses) {}

    @Test
    void should_document_every_module() throws IOException {
        List<String> modules = new ArrayList<>();
        Matcher module = Pattern.compile("<module>([^<]+)</module>").matcher(Files.readString(ROOT.resolve("pom.xml")));
        while (module.find()) {
            modules.add(module.group(1));
        }

        assertThat(rooms()).containsOnlyKeys(modules.toArray(String[]::new));
    }

    @Test
    void should_open_doors_in_the_documented_direction_only() throws IOException {
        Map<String, Room> rooms = rooms();
        // The example of another package has Maven to hold it to its one dependency.
        for (Room room : rooms.values().stream()
                .filter(each -> each.packageName().startsWith("dev.imagefactory"))
                .toList()) {
            String[] allowed = Stream.concat(
                            Stream.of(room.packageName()),
                            room.uses().stream()
                                    .map(used -> rooms.getOrDefault(used, room))
                                    .map(Room::packageName))
                    .map(name -> name + "..")
                    .toArray(String[]::new);
            classes()
                    .that()
                    .resideInAPackage(room.packageName() + "..")
                    .should()
                    .onlyDependOnClassesThat(DescribedPredicate.not(resideInAnyPackage("dev.imagefactory.."))
                            .or(resideInAnyPackage(allowed)))
                    // The zip is made of files; nothing here knows the benchmarks, and Maven holds them to their row.
                    .allowEmptyShould(room.packageName().endsWith(".distribution")
                            || room.packageName().endsWith(".benchmarks"))
                    .check(CODE);
        }
    }

    @Test
    void should_have_no_cycles() {
        slices().matching("dev.imagefactory.(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void should_keep_the_libraries_free_of_azure_and_command_line() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.imagefactory.template..", "dev.imagefactory.planner..", "dev.imagefactory.osob..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.azure..", "com.beust..", "io.netty..", "java.net.http..", "java.sql..")
                .check(CODE);
    }

    @Test
    void should_keep_jackson_and_mustache_in_their_corners() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.imagefactory.template", "dev.imagefactory.template.problem", "dev.imagefactory.planner..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CODE);
        classes()
                .that()
                .resideInAPackage("dev.imagefactory..")
                .and(dependOn("com.github.mustachejava"))
                .should()
                .haveNameMatching(".*\\.ScalarRenderer(\\$.*)?")
                .check(CODE);
    }

    @Test
    void should_show_no_foreign_type_in_the_signatures_of_the_libraries() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat(resideInAnyPackage(
                                "dev.imagefactory.template..",
                                "dev.imagefactory.catalogue..",
                                "dev.imagefactory.planner..",
                                "dev.imagefactory.git..",
                                "dev.imagefactory.osob..",
                                "dev.imagefactory.pullrequests..")
                        .and(publicOutside()))
                .should(haveOnlyOwnAndJavaTypesInTheirSignature())
                .check(CODE);
    }

    @Test
    void should_touch_process_clock_and_streams_in_main_only() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(Main.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.imagefactory.template..",
                        "dev.imagefactory.planner..",
                        "dev.imagefactory.osob..",
                        "dev.imagefactory.ledger..")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .check(CODE);
    }

    @Test
    void should_document_every_decision_with_its_reason() throws IOException {
        List<String> documented = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ([a-z ]+) \\|")
                .matcher(Files.readString(ROOT.resolve("docs/planner.md")))
                .results()
                .map(row -> row.group(1) + ": " + row.group(2))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ReasonCode.values())
                        .map(code -> code.id() + ": "
                                + code.actions().stream().map(Action::id).collect(Collectors.joining(" or ")))
                        .toList());
    }

    private static Map<String, Room> rooms() throws IOException {
        Map<String, Room> rooms = new LinkedHashMap<>();
        Matcher row = ROW.matcher(document());
        while (row.find()) {
            List<String> uses = Pattern.compile("`([a-z-]+)`")
                    .matcher(row.group("uses"))
                    .results()
                    .map(result -> result.group(1))
                    .toList();
            rooms.put(row.group("module"), new Room(row.group("package"), uses));
        }
        rooms.values().forEach(room -> assertThat(rooms.keySet()).containsAll(room.uses()));
        return rooms;
    }

    private static String document() throws IOException {
        return Files.readString(ROOT.resolve("docs/architecture.md"));
    }

    private static DescribedPredicate<JavaClass> dependOn(String packagePrefix) {
        return new DescribedPredicate<>("depend on " + packagePrefix) {
            @Override
            public boolean test(JavaClass candidate) {
                return candidate.getDirectDependenciesFromSelf().stream()
                        .anyMatch(dependency ->
                                dependency.getTargetClass().getPackageName().startsWith(packagePrefix));
            }
        };
    }

    private static DescribedPredicate<JavaClass> publicOutside() {
        return new DescribedPredicate<>("are public") {
            @Override
            public boolean test(JavaClass candidate) {
                return candidate.getModifiers().contains(JavaModifier.PUBLIC);
            }
        };
    }

    private static ArchCondition<JavaMethod> haveOnlyOwnAndJavaTypesInTheirSignature() {
        DescribedPredicate<JavaClass> own = resideInAnyPackage("dev.imagefactory..", "java..", "")
                .or(DescribedPredicate.describe("is primitive", JavaClass::isPrimitive));
        return new ArchCondition<>("have only own types and those of Java in their signature") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                String foreign = method.getAllInvolvedRawTypes().stream()
                        .map(JavaClass::getBaseComponentType)
                        .filter(DescribedPredicate.not(own))
                        .map(JavaClass::getName)
                        .collect(Collectors.joining(", "));
                if (!foreign.isEmpty()) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " shows " + foreign));
                }
            }
        };
    }
}
