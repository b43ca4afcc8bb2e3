package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nothing but what is named here writes files, starts processes or opens sockets: what passes the gate, and our own stores. */
class EffectsTest {

    private static final Set<String> WRITERS = Set.of(
            "dev.mimo.environment.",
            "dev.mimo.session.File",
            "dev.mimo.session.InMemorySession",
            "dev.mimo.agent.LongResult",
            "dev.mimo.memory.",
            "dev.mimo.workflow.journal.",
            // The private folder of a process for scripts.
            "dev.mimo.workflow.script.ChildProcess",
            // What it says to its host, on its standard output.
            "dev.mimo.workflow.script.GuestProcess",
            "dev.mimo.workflow.script.GuestCommand",
            "dev.mimo.permission.GrantStore",
            // What a server that the host listed is sent, and what its tools were.
            "dev.mimo.mcp.StdioTransport",
            "dev.mimo.mcp.Pins",
            "dev.mimo.tool.coding.",
            "dev.mimo.tool.shell.Output",
            "dev.mimo.tool.shell.HostCommandRunner",
            // Input for a hook, in a private temporary file.
            "dev.mimo.extension.HookProcess",
            // Where git says what it has to say, in private temporary files, and the folders of isolated agents.
            "dev.mimo.workflow.GitProcess",
            "dev.mimo.workflow.Worktrees",
            // What a script writes: within the workspace, and under the gate of the turn where it runs in one.
            "dev.mimo.workflow.WorkspaceFiles",
            // Asked for by the host, never by the agent.
            "dev.mimo.undo.",
            "dev.mimo.testing.",
            "dev.mimo.examples.");

    private static final Set<String> STARTERS = Set.of(
            "dev.mimo.tool.shell.HostCommandRunner",
            // Ends what it started.
            "dev.mimo.tool.shell.ProcessTree",
            // Programs of the host's own choice, such as MCP servers.
            "dev.mimo.tool.shell.PipedProgram",
            // Commands of the user's own settings.
            "dev.mimo.extension.HookProcess",
            "dev.mimo.providers.claude.KeyCommand",
            // Git alone, for the worktrees of isolated agents, with programs that a repository's settings name switched
            // off.
            "dev.mimo.workflow.GitProcess",
            // This JVM's own Java, for scripts that are not to run in it.
            "dev.mimo.workflow.script.GuestCommand",
            "dev.mimo.testing.",
            "dev.mimo.examples.");

    private static final Set<String> CALLERS = Set.of(
            "dev.mimo.providers.http.",
            "dev.mimo.tool.web.",
            "dev.mimo.mcp.HttpTransport",
            "dev.mimo.testing.server.",
            "dev.mimo.examples.");

    private static final Set<String> WRITING_CALLS = Set.of(
            "write",
            "writeString",
            "newOutputStream",
            "newBufferedWriter",
            "delete",
            "deleteIfExists",
            "move",
            "copy",
            "createFile",
            "createDirectory",
            "createDirectories",
            "createTempFile",
            "createTempDirectory",
            "createLink",
            "createSymbolicLink",
            "setPosixFilePermissions",
            "setLastModifiedTime");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.mimo");

    @Test
    void only_named_classes_write_files() {
        assertThat(strangers("writes files", WRITERS)).isEmpty();
    }

    @Test
    void only_named_classes_start_processes() {
        assertThat(strangers("starts processes", STARTERS)).isEmpty();
    }

    @Test
    void only_named_classes_open_sockets() {
        assertThat(strangers("opens sockets", CALLERS)).isEmpty();
    }

    @Test
    void the_effects_are_seen_where_they_are_known_to_be() {
        assertThat(strangers("writes files", Set.of()))
                .anyMatch(line -> line.startsWith("dev.mimo.environment.AtomicFile"));
        assertThat(strangers("starts processes", Set.of()))
                .anyMatch(line -> line.startsWith("dev.mimo.tool.shell.HostCommandRunner"));
        assertThat(strangers("opens sockets", Set.of()))
                .anyMatch(line -> line.startsWith("dev.mimo.providers.http."))
                .anyMatch(line -> line.startsWith("dev.mimo.mcp.HttpTransport"));
    }

    private static Set<String> strangers(String effect, Set<String> known) {
        Map<String, String> found = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                if (effect.equals(effect(access)) && known.stream().noneMatch(type.getName()::startsWith)) {
                    found.putIfAbsent(type.getName(), access.getDescription());
                }
            }
        }
        return new TreeSet<>(found.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .toList());
    }

    private static String effect(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        return switch (owner) {
            case "java.nio.file.Files" -> WRITING_CALLS.contains(name) ? "writes files" : "";
            case "java.io.FileOutputStream",
                    "java.io.FileWriter",
                    "java.io.RandomAccessFile",
                    "java.io.PrintWriter$File" -> name.equals("<init>") ? "writes files" : "";
            case "java.nio.channels.FileChannel" -> name.equals("open") ? "writes files" : "";
            case "java.lang.ProcessBuilder", "io.modelcontextprotocol.client.transport.StdioClientTransport" ->
                "starts processes";
            case "java.lang.Runtime" -> name.equals("exec") ? "starts processes" : "";
            case "java.net.Socket",
                    "java.net.ServerSocket",
                    "java.net.DatagramSocket",
                    "java.net.http.HttpClient",
                    "io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport",
                    "io.modelcontextprotocol.client.transport.HttpClientSseClientTransport",
                    "okhttp3.OkHttpClient",
                    "okhttp3.OkHttpClient$Builder",
                    "okhttp3.Call" -> "opens sockets";
            case "java.net.URL" -> name.startsWith("open") ? "opens sockets" : "";
            default -> owner.matches("java\\.nio\\.channels\\.(Server)?SocketChannel") ? "opens sockets" : "";
        };
    }
}
