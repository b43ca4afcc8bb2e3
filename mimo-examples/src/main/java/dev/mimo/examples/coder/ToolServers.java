package dev.mimo.examples.coder;

import dev.mimo.environment.MimoException;
import dev.mimo.mcp.McpServers;
import dev.mimo.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The MCP servers of a file that the person named. */
public final class ToolServers {

    private ToolServers() {}

    /**
     * Those of a file, not started. One in a project counts once the project is trusted, as it may start any program.
     *
     * @param home where is kept what their tools were
     * @throws UsageError when it cannot be read, or lies in a project that is not trusted
     */
    public static McpServers read(Path file, Settings settings, Path home) {
        Project project = Project.of(settings, home);
        try {
            Path real = file.toRealPath();
            boolean theirs = real.startsWith(settings.workspace()) || real.startsWith(project.top());
            if (theirs && !project.isTrusted()) {
                throw new UsageError(
                        file + " lies in a project that is not trusted, and would start programs: --trust.");
            }
            return McpServers.fromJson(Json.readObject(Files.readString(real)), System::getenv)
                    .pinnedIn(home.resolve("mcp"));
        } catch (IOException e) {
            throw new UsageError("there are no MCP servers to read in " + file + ".");
        } catch (MimoException e) {
            throw new UsageError(file + ": " + e.getMessage() + ".");
        }
    }
}
