package dev.mimo.examples;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md and STYLE.md that a machine can check. */
class ArchitectureTest {
    private static final String ROOT = "dev.mimo.";
    private static final String EXAMPLES = "examples";
    private static final int MAX_LINES = 500;

    /** All of mimo-core that the other modules may build on; its test doubles are not for them. */
    private static final List<String> CORE = List.of(
            "environment",
            "model",
            "session",
            "tool",
            "tool.coding",
            "tool.shell",
            "tool.web",
            "permission",
            "extension",
            "undo",
            "agent",
            "judge");

    /**
     * The architecture diagram: each package of dev.mimo, and all the packages it may use. A line may stand here before
     * its package exists. The examples have no line: they may use everything, and nothing may use them.
     */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            line("environment"),
            line("model", "environment"),
            line("session", "model", "environment"),
            line("tool", "session", "model", "environment"),
            line("tool.coding", "tool.shell", "tool", "model", "environment"),
            line("tool.shell", "tool.shell.line", "tool", "model", "environment"),
            line("tool.shell.line", "tool"),
            line("tool.web", "tool", "model", "environment"),
            line("permission", "tool", "session", "model", "environment"),
            line("agent", "permission", "tool", "session", "model", "environment"),
            line("extension", "agent", "permission", "tool", "session", "model", "environment"),
            line("undo", "tool.coding", "agent", "permission", "tool", "session", "model", "environment"),
            line("mcp", "agent", "tool.shell", "tool", "session", "model", "environment"),
            line("judge", "agent", "permission", "tool", "tool.shell", "session", "model", "environment"),
            line("telemetry", "judge", "agent", "tool", "session", "model", "environment"),
            line("testing", "judge", "agent", "permission", "tool", "session", "model", "environment"),
            line("testing.server", "testing.wire", "model", "environment"),
            line("testing.wire", "model", "environment"),
            line("testing.junit", "testing", "agent", "permission", "tool", "session", "model", "environment"),
            // mimo-memory
            core(
                    "memory",
                    "memory.upkeep",
                    "memory.rebuild",
                    "memory.layer",
                    "memory.checkpoint",
                    "memory.search",
                    "memory.sqlite"),
            core("memory.upkeep", "memory.layer", "memory.checkpoint", "memory.search", "memory.procedure"),
            core("memory.rebuild", "memory.layer", "memory.checkpoint"),
            core("memory.layer", "memory.checkpoint"),
            core("memory.checkpoint"),
            core("memory.search"),
            core("memory.procedure"),
            line(
                    "memory.sqlite",
                    "memory.upkeep",
                    "memory.layer",
                    "memory.checkpoint",
                    "session",
                    "model",
                    "environment"),
            // mimo-providers
            line(
                    "providers",
                    "providers.openai",
                    "providers.responses",
                    "providers.anthropic",
                    "providers.wire",
                    "providers.http",
                    "providers.policy",
                    "model",
                    "environment"),
            line(
                    "providers.claude",
                    "providers",
                    "mcp",
                    "agent",
                    "extension",
                    "permission",
                    "tool",
                    "model",
                    "environment"),
            dialect("providers.openai"),
            dialect("providers.responses"),
            dialect("providers.anthropic"),
            line("providers.wire", "providers.http", "providers.policy", "model", "environment"),
            line("providers.http", "providers.policy", "model", "environment"),
            line("providers.policy", "model", "environment"),
            // mimo-workflow
            core("workflow", "workflow.script", "workflow.tree", "workflow.journal"),
            line("workflow.script", "model", "environment"),
            line("workflow.tree", "workflow.journal", "model", "environment"),
            line("workflow.journal", "model", "environment"));

    private static final Set<String> BANNED_WORDS =
            Set.of("Util", "Utils", "Helper", "Helpers", "Manager", "Impl", "Base", "Common", "Abstract");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.mimo");

    @Test
    void every_package_has_a_line_in_the_table() {
        var packages = new TreeSet<String>();
        for (JavaClass type : CLASSES) {
            packages.add(name(type));
        }

        assertThat(packages).as("packages seen on the class path").contains("environment");
        packages.removeIf(name -> MAY_USE.containsKey(name) || isExample(name));
        assertThat(packages).as("packages without a line in MAY_USE").isEmpty();
    }

    @Test
    void every_name_in_a_line_has_a_line_itself() {
        var unknown = new TreeSet<String>();
        MAY_USE.values().forEach(unknown::addAll);

        unknown.removeAll(MAY_USE.keySet());

        assertThat(unknown).as("names used in MAY_USE that have no line").isEmpty();
    }

    @Test
    void packages_use_only_what_their_line_allows() {
        var broken = new TreeMap<String, String>();
        for (JavaClass type : CLASSES) {
            String from = name(type);
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                JavaClass target = use.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !mayUse(from, name(target))) {
                    broken.putIfAbsent(from + " may not use " + name(target), use.getDescription());
                }
            }
        }

        assertThat(messages(broken)).as("uses that MAY_USE does not allow").isEmpty();
    }

    @Test
    void packages_form_no_cycles() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void no_type_has_a_name_that_says_nothing() {
        var broken = types(
                type -> Arrays.stream(type.getSimpleName().split("(?=\\p{Lu})")).anyMatch(BANNED_WORDS::contains));

        assertThat(broken).as("types named with one of " + BANNED_WORDS).isEmpty();
    }

    @Test
    void top_level_classes_are_final() {
        var broken = types(type -> type.isTopLevelClass()
                && !type.isInterface()
                && !type.isEnum()
                && !type.getModifiers().contains(JavaModifier.FINAL)
                && !type.isAssignableTo(Throwable.class)
                && !isContract(type));

        assertThat(broken)
                .as("classes that are neither final nor exceptions nor contracts in testing.junit")
                .isEmpty();
    }

    @Test
    void no_source_file_is_longer_than_the_wall() throws IOException {
        var broken = new TreeMap<String, String>();
        for (Path file : sources("src")) {
            int lines = Files.readAllLines(file).size();
            if (lines > MAX_LINES) {
                broken.put(projectRoot().relativize(file).toString(), lines + " lines");
            }
        }

        assertThat(messages(broken))
                .as("source files over " + MAX_LINES + " lines")
                .isEmpty();
    }

    @Test
    void every_package_says_what_it_is() throws IOException {
        var missing = new TreeSet<Path>();
        for (Path file : sources("src/main/java")) {
            Path folder = file.getParent();
            if (!file.endsWith("module-info.java") && !Files.exists(folder.resolve("package-info.java"))) {
                missing.add(projectRoot().relativize(folder));
            }
        }

        assertThat(missing).as("packages without package-info.java").isEmpty();
    }

    private static Map.Entry<String, Set<String>> line(String name, String... uses) {
        return entry(name, Set.of(uses));
    }

    /** A package that may use all of CORE, and these besides. */
    private static Map.Entry<String, Set<String>> core(String name, String... more) {
        return entry(name, Stream.concat(CORE.stream(), Stream.of(more)).collect(Collectors.toSet()));
    }

    /** One wire dialect; the dialects do not know each other. */
    private static Map.Entry<String, Set<String>> dialect(String name) {
        return line(name, "providers.wire", "providers.policy", "model", "environment");
    }

    private static boolean mayUse(String from, String to) {
        return from.equals(to)
                || isExample(from)
                || MAY_USE.getOrDefault(from, Set.of()).contains(to);
    }

    private static boolean isExample(String name) {
        return name.equals(EXAMPLES) || name.startsWith(EXAMPLES + ".");
    }

    private static boolean isContract(JavaClass type) {
        return name(type).equals("testing.junit") && type.getSimpleName().endsWith("Contract");
    }

    /** The package of the type without the common root; empty for dev.mimo itself. */
    private static String name(JavaClass type) {
        String full = type.getPackageName();
        return full.startsWith(ROOT) ? full.substring(ROOT.length()) : "";
    }

    private static List<String> types(Predicate<JavaClass> broken) {
        return CLASSES.stream()
                .filter(type -> !type.getSimpleName().equals("package-info") && broken.test(type))
                .map(JavaClass::getName)
                .sorted()
                .toList();
    }

    private static List<String> messages(Map<String, String> broken) {
        var messages = new ArrayList<String>();
        broken.forEach((what, where) -> messages.add(what + ": " + where));
        return messages;
    }

    /** The Java files of all modules below the folder. */
    private static List<Path> sources(String folder) throws IOException {
        try (Stream<Path> modules = Files.list(projectRoot())) {
            return modules.map(module -> module.resolve(folder))
                    .filter(Files::isDirectory)
                    .flatMap(ArchitectureTest::javaFiles)
                    .toList();
        }
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("mimo-core"))) {
            folder = folder.getParent();
            assertThat(folder)
                    .as("a folder with mimo-core above the working folder")
                    .isNotNull();
        }
        return folder;
    }
}
