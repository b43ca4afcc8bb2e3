package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.EventSink;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.memory.MemoryRoot;
import dev.mimo.memory.layer.LayerGuard;
import dev.mimo.memory.layer.MemorySearch;
import dev.mimo.memory.layer.Projects;
import dev.mimo.memory.layer.Proposal;
import dev.mimo.memory.layer.SessionLayers;
import dev.mimo.memory.layer.UnverifiedChange;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionId;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mimo memory}: what is remembered of a project and of all, for people to see, search, edit and decide on. */
@Command(name = "memory", description = "Shows, searches and edits what is remembered.")
public final class MemoryCommand {

    private static final int MOST_HITS = 20;

    private final Surroundings around;
    private final Supplier<Map<String, String>> variables;

    @SuppressWarnings("NullAway.Init") // picocli gives it
    @Spec
    private CommandSpec spec;

    MemoryCommand(Surroundings around, Supplier<Map<String, String>> variables) {
        this.around = around;
        this.variables = variables;
    }

    /** Whose memory is meant. */
    static final class Scope {

        @Option(
                names = "--workspace",
                paramLabel = "FOLDER",
                defaultValue = "",
                description = "a folder of the project (default: this one)")
        @SuppressWarnings("NullAway.Init") // picocli gives it
        private Path workspace;

        @Option(names = "--project", paramLabel = "ID", description = "a project by its id")
        private @Nullable String project;

        @Option(names = "--global", description = "what is remembered for all projects")
        private boolean global;

        MemoryScope of(MemoryRoot memory) {
            return global ? MemoryScope.global() : project(memory);
        }

        MemoryScope.Project project(MemoryRoot memory) {
            return project == null
                    ? memory.projects().of(workspace.toAbsolutePath())
                    : new MemoryScope.Project(project);
        }
    }

    @Command(name = "show", description = "Shows what is remembered.")
    int show(@Mixin Scope scope, @Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            MemoryScope of = scope.of(memory);
            MemoryStore.Layer layer = memory.store().read(of);
            MemoryView view = new MemoryView(out());
            if (json) {
                out().println(Json.write(view.json(of, layer)));
            } else {
                view.show(memory.store().file(of), layer);
            }
            return layer.fault() == null ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    @Command(name = "search", description = "Looks for words in project and global memory.")
    int search(
            @Parameters(paramLabel = "WORDS", arity = "1..*") List<String> words,
            @Mixin Scope scope,
            @Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            MemoryScope.Project project = scope.project(memory);
            MemorySearch search =
                    new MemorySearch(memory.store(), session -> scope.global ? null : project, session -> List.of());
            List<MemorySearch.Hit> hits = search.search(SessionId.of("memory"), String.join(" ", words), MOST_HITS);
            new MemoryView(out()).hits(hits, json);
            return hits.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
        });
    }

    @Command(name = "edit", description = "Opens MEMORY.md in $VISUAL or $EDITOR; what you write is yours.")
    int edit(@Mixin Scope scope) {
        return with(memory -> {
            MemoryScope of = scope.of(memory);
            MemoryStore.Layer layer = memory.store().edit(of, new Editor(variables.get())::open);
            out().println(memory.store().file(of) + ": " + layer.entries().size() + " entries");
            return ExitCode.DONE;
        });
    }

    @Command(name = "projects", description = "Lists the projects that were seen.")
    int projects(@Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            List<Projects.Known> all = memory.projects().all();
            ArrayNode array = Json.array();
            for (Projects.Known known : all) {
                array.addObject()
                        .put("id", known.project().id())
                        .put("folder", known.folder().toString())
                        .put("last_seen", known.lastSeen().toString())
                        .put("lost", known.isLost());
                if (!json) {
                    out().println(known.project().id() + "  " + known.folder() + (known.isLost() ? "  (gone)" : ""));
                }
            }
            return json(json, array);
        });
    }

    @Command(name = "adopt", description = "Gives this folder the memory of a project that was somewhere else.")
    int adopt(
            @Parameters(paramLabel = "ID", description = "see: mimo memory projects") String id,
            @Option(
                            names = "--workspace",
                            paramLabel = "FOLDER",
                            defaultValue = "",
                            description = "default: this folder")
                    Path workspace) {
        return with(memory -> {
            memory.projects().adopt(id, workspace.toAbsolutePath());
            out().println(workspace.toAbsolutePath().normalize() + " is project " + id + " now");
            return ExitCode.DONE;
        });
    }

    @Command(
            name = "proposals",
            description = "Lists what you said in several projects and may want remembered for all.")
    int proposals(@Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            ArrayNode array = Json.array();
            for (Proposal proposal : memory.promotion().proposals()) {
                ObjectNode one = array.addObject().put("id", proposal.id()).put("text", proposal.text());
                proposal.projects().forEach(one.putArray("projects")::add);
                if (!json) {
                    out().println(proposal.id() + "  " + proposal.text() + "  ("
                            + String.join(", ", proposal.projects()) + ")");
                }
            }
            return json(json, array);
        });
    }

    @Command(name = "confirm", description = "Remembers a proposal for all projects.")
    int confirm(@Parameters(paramLabel = "ID") String id) {
        return with(memory -> {
            memory.promotion().confirm(id, EventSink.none());
            return ExitCode.DONE;
        });
    }

    @Command(name = "dismiss", description = "Drops a proposal for good.")
    int dismiss(@Parameters(paramLabel = "ID") String id) {
        return with(memory -> {
            memory.promotion().dismiss(id);
            return ExitCode.DONE;
        });
    }

    @Command(name = "changes", description = "Lists changes of memory that came from nobody who is known.")
    int changes(@Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            ArrayNode array = Json.array();
            for (UnverifiedChange change : guard(memory).unverified()) {
                array.addObject()
                        .put("id", change.id())
                        .put("file", change.file())
                        .put("copy", change.copy().toString())
                        .put("at", change.at().toString());
                if (!json) {
                    out().println(change.id() + "  " + change.file() + "  " + change.at() + "  compare with "
                            + change.copy());
                }
            }
            return json(json, array);
        });
    }

    @Command(name = "accept", description = "Takes a change as yours.")
    int accept(@Parameters(paramLabel = "ID") String id) {
        return with(memory -> {
            guard(memory).accept(id);
            return ExitCode.DONE;
        });
    }

    @Command(name = "reject", description = "Drops a change.")
    int reject(@Parameters(paramLabel = "ID") String id) {
        return with(memory -> {
            guard(memory).reject(id);
            return ExitCode.DONE;
        });
    }

    private int with(Function<MemoryRoot, Integer> work) {
        try (MemoryRoot memory = MemoryRoot.at(around.home())) {
            return work.apply(memory);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()));
        } finally {
            out().flush();
        }
    }

    private int json(boolean wanted, ArrayNode array) {
        if (wanted) {
            out().println(Json.write(array));
        }
        return ExitCode.DONE;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Decides only; no session runs here. */
    private static LayerGuard guard(MemoryRoot memory) {
        return memory.guard(new SessionLayers() {
            @Override
            public MemoryScope.@Nullable Project findProject(SessionId session) {
                return null;
            }

            @Override
            public List<String> checkpoints(SessionId session) {
                return List.of();
            }
        });
    }
}
