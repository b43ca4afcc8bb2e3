package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What someone finds who installs mimo and uses it in a project of their own: {@code src/test/resources/outside}. */
@Tag("heavy")
class OutsideProjectIT {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    static Path folder;

    /** Builds a copy, as the tree is being built already, and installs it where nothing else sees it. */
    @BeforeAll
    static void install() throws Exception {
        Path tree = folder.resolve("tree");
        copy(ROOT.resolve("pom.xml"), tree.resolve("pom.xml"));
        for (String module : List.of("mimo-core", "mimo-memory", "mimo-providers", "mimo-workflow", "mimo-examples")) {
            copy(ROOT.resolve(module).resolve("pom.xml"), tree.resolve(module).resolve("pom.xml"));
            copy(ROOT.resolve(module).resolve("src/main"), tree.resolve(module).resolve("src/main"));
        }
        maven(
                tree,
                "-DskipTests",
                "-Dspotless.check.skip",
                "-P!analysis",
                "-pl=mimo-core,mimo-providers",
                "-am",
                "install");
    }

    @Test
    void an_agent_runs_on_the_class_path() throws Exception {
        Path project = project("class-path", null);
        maven(project, "package");
        assertThat(run(
                        project.resolve("target"),
                        JAVA.toString(),
                        "-cp",
                        "app.jar" + File.pathSeparator + "lib/*",
                        "app.Hello"))
                .contains("12 °C in Kiel", "named agent");
    }

    @Test
    void an_agent_runs_on_the_module_path() throws Exception {
        Path project = project("module-path", moduleInfo());
        maven(project, "package");
        assertThat(onModulePath(project)).contains("12 °C in Kiel", "named agent");
    }

    @Test
    void a_closed_module_is_told_which_line_is_missing() throws Exception {
        Path project = project("closed", moduleInfo().replace("    opens app to dev.mimo.core;\n", ""));
        maven(project, "package");
        assertThat(onModulePath(project))
                .contains(
                        "app.Hello$Weather cannot be made from here; its module app must say: opens app to dev.mimo.core;");
    }

    private static String moduleInfo() throws IOException {
        return Files.readString(ROOT.resolve("mimo-examples/src/test/resources/outside/module-info.txt"));
    }

    private static Path project(String name, @Nullable String moduleInfo) throws IOException {
        Path project = folder.resolve(name);
        FileUtils.copyDirectory(
                ROOT.resolve("mimo-examples/src/test/resources/outside").toFile(), project.toFile());
        if (moduleInfo != null) {
            Files.writeString(project.resolve("src/main/java/module-info.java"), moduleInfo);
        }
        return project;
    }

    private static String onModulePath(Path project) throws Exception {
        return run(
                project.resolve("target"),
                JAVA.toString(),
                "-p",
                "app.jar" + File.pathSeparator + "lib",
                "-m",
                "app/app.Hello");
    }

    /** With a local repository of its own; what others than mimo made is taken from the one of this build. */
    private static void maven(Path project, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ROOT.resolve("mvnw").toString(),
                "-q",
                "-B",
                "-f",
                project.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "-Dmaven.repo.local.tail=" + System.getProperty("mimo.localRepository")));
        command.addAll(List.of(arguments));
        assertThat(run(project, command.toArray(String[]::new))).doesNotContain("ERROR");
    }

    private static String run(Path place, String... command) throws Exception {
        Path output = Files.createTempFile(folder, "run", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        process.waitFor();
        return Files.readString(output);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            FileUtils.copyDirectory(from.toFile(), to.toFile());
        } else {
            FileUtils.copyFile(from.toFile(), to.toFile());
        }
    }
}
