package dev.mimo.workflow.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is different for scripts in processes of their own. */
class ChildProcessSandboxIT extends SandboxCase {

    private static final ChildProcessSandbox SANDBOX = new ChildProcessSandbox();

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @Override
    Sandbox sandbox() {
        return SANDBOX;
    }

    @Test
    void a_full_heap_ends_the_run_and_nothing_else() {
        GuestLimits limits =
                new GuestLimits(Duration.ofMinutes(1), 1_000_000_000, 1L << 40, 500, Duration.ofSeconds(2), 4_096);
        try (Sandbox small = new ChildProcessSandbox(64);
                Guests guests = small.open(limits)) {
            Guest guest = guests.open(script("const all = []; for (;;) all.push(new Array(1e5).fill(1.5));"));
            assertThatThrownBy(guest::start)
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageMatching("(?s).*(ran out of memory: their process has 64 MiB|heap .* nearly full).*");
        }
        assertThat(end("return 1")).isEqualTo(new Turn.Returned("1"));
    }

    @Test
    void a_process_that_is_killed_in_the_middle_of_a_turn_is_a_clear_error() throws Exception {
        try (Guests guests = SANDBOX.open(limits(Duration.ofMinutes(5), 2_000_000_000_000L))) {
            Guest guest = guests.open(script("await agent('x'); for (;;) {}"));
            long asked = guest.start().requests().get(0).id();
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                try {
                    guest.answer(new Answer(asked, null, null, 0, null));
                } catch (Throwable e) {
                    ended.complete(e);
                }
            });
            caller.start();
            child().destroyForcibly();

            assertThat(ended.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(GuestStopped.class)
                    .hasMessageContaining("was ended from outside or failed");
            assertThatThrownBy(() -> guests.open(script("return 1"))).isInstanceOf(GuestStopped.class);
            caller.join();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void it_has_no_environment_no_files_and_no_socket_and_is_gone_after_its_run() throws Exception {
        ProcessHandle child;
        Path folder;
        try (Guests guests = SANDBOX.open(GuestLimits.defaults())) {
            guests.open(script("await agent('x')")).start();
            child = child();
            Path process = Path.of("/proc", String.valueOf(child.pid()));
            folder = Files.readSymbolicLink(process.resolve("cwd"));

            assertThat(Files.readString(process.resolve("environ"))).isEmpty();
            assertThat(folder).isEmptyDirectory();
            assertThat(connections(process)).isEmpty();
        }
        assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        assertThat(folder.getParent()).doesNotExist();
    }

    /** Sockets of the network: the JDK makes a pair of local ones for itself. */
    private static List<String> connections(Path process) throws IOException {
        StringBuilder network = new StringBuilder();
        for (String kind : List.of("tcp", "tcp6", "udp", "udp6")) {
            Path table = process.resolve("net").resolve(kind);
            network.append(Files.exists(table) ? Files.readString(table) : "");
        }
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            return open.map(ChildProcessSandboxIT::target)
                    .filter(file -> file.startsWith("socket:["))
                    .filter(file -> network.indexOf(" " + file.substring(8, file.length() - 1) + " ") >= 0)
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    @Test
    void it_ends_when_its_host_is_killed() throws Exception {
        hostIsKilled(System.getProperty("java.class.path"));
    }

    @Test
    @Tag("heavy")
    void it_runs_from_one_jar_with_everything_in_it(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("all.jar");
        fatJar(jar, GuestClassPath.find() + File.pathSeparator + place(ScriptHost.class));

        hostIsKilled(jar.toString());
    }

    private static void hostIsKilled(String classPath) throws Exception {
        Process host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        classPath,
                        ScriptHost.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            String pid = said.readLine();
            assertThat(pid).matches("\\d+");
            ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            host.destroyForcibly().waitFor();

            assertThat(child.onExit().get(20, TimeUnit.SECONDS).isAlive()).isFalse();
        } finally {
            host.destroyForcibly();
        }
    }

    private static ProcessHandle child() {
        return ProcessHandle.current()
                .children()
                .filter(handle -> handle.info().commandLine().orElse("").contains(GuestProcess.class.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static String place(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    /** What build tools make of an application: all classes in one place, and the lists of services put together. */
    private static void fatJar(Path jar, String classPath) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        for (String place : List.of(classPath.split(File.pathSeparator))) {
            if (Files.isDirectory(Path.of(place))) {
                addFolder(entries, Path.of(place));
            } else {
                addJar(entries, place);
            }
        }
        entries.remove(JarFile.MANIFEST_NAME);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream all = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                all.putNextEntry(new ZipEntry(entry.getKey()));
                all.write(entry.getValue());
                all.closeEntry();
            }
        }
    }

    private static void addFolder(Map<String, byte[]> entries, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(entries, folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
    }

    private static void addJar(Map<String, byte[]> entries, String place) throws IOException {
        try (JarFile jar = new JarFile(place)) {
            for (ZipEntry entry : jar.stream().filter(e -> !e.isDirectory()).toList()) {
                add(entries, entry.getName(), jar.getInputStream(entry).readAllBytes());
            }
        }
    }

    private static void add(Map<String, byte[]> entries, String name, byte[] bytes) {
        if (name.startsWith("META-INF/services/")) {
            byte[] before = entries.getOrDefault(name, new byte[0]);
            String both = new String(before, StandardCharsets.UTF_8) + "\n" + new String(bytes, StandardCharsets.UTF_8);
            entries.put(name, both.getBytes(StandardCharsets.UTF_8));
        } else if (!name.endsWith("module-info.class")) {
            entries.putIfAbsent(name, bytes);
        }
    }
}
