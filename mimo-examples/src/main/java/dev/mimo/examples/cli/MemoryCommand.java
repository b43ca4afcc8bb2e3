package dev.mimo.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.EventSink;
import dev.mimo.examples.coder.Surroundings;
import dev.mimo.examples.coder.UsageError;
import dev.mimo.memory.MimoMemory;
import dev.mimo.memory.checkpoint.CheckpointVersions;
import dev.mimo.memory.layer.MemorySearch;
import dev.mimo.memory.layer.Projects;
import dev.mimo.memory.layer.Proposal;
import dev.mimo.memory.layer.UnverifiedChange;
import dev.mimo.model.Json;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.session.SessionId;
import java.io.PrintWriter;
import java.time.Clock;
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

        @Mixin
        private final RememberedOptions remembered = new RememberedOptions();

        @Option(names = "--project", paramLabel = "ID", description = "a project by its id")
        private @Nullable String project;

        @Option(names = "--global", description = "what is remembered for all projects")
        private boolean global;

        MemoryScope of(MimoMemory memory) {
            return global ? MemoryScope.global() : project(memory);
        }

        MemoryScope.Project project(MimoMemory memory) {
            return project == null ? memory.projects().of(remembered.folder()) : new MemoryScope.Project(project);
        }
    }

    @Command(name = "show", description = "Shows what is remembered.")
    int show(@Mixin Scope scope, @Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            MemoryScope of = scope.of(memory);
            MemoryStore.Layer layer = memory.layers().read(of);
            MemoryView view = new MemoryView(out());
            if (json) {
                out().println(Json.write(view.json(of, layer)));
            } else {
                view.show(memory.layers().file(of), layer);
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
                    new MemorySearch(memory.layers(), session -> scope.global ? null : project, session -> List.of());
            List<MemorySearch.Hit> hits = search.search(SessionId.of("memory"), String.join(" ", words), MOST_HITS);
            new MemoryView(out()).hits(hits, json);
            return hits.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
        });
    }

    @Command(name = "edit", description = "Opens MEMORY.md in $VISUAL or $EDITOR; what you write is yours.")
    int edit(@Mixin Scope scope) {
        return with(memory -> {
            MemoryScope of = scope.of(memory);
            MemoryStore.Layer layer = memory.layers().edit(of, new Editor(variables.get())::open);
            out().println(memory.layers().file(of) + ": " + layer.entries().size() + " entries");
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
            @Mixin RememberedOptions remembered) {
        return with(memory -> {
            memory.projects().adopt(id, remembered.folder());
            out().println(remembered.folder().normalize() + " is project " + id + " now");
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
            for (UnverifiedChange change : memory.guard().unverified()) {
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
            memory.guard().accept(id);
            return ExitCode.DONE;
        });
    }

    @Command(name = "reject", description = "Drops a change.")
    int reject(@Parameters(paramLabel = "ID") String id) {
        return with(memory -> {
            memory.guard().reject(id);
            return ExitCode.DONE;
        });
    }

    @Command(name = "versions", description = "Lists the checkpoints of a session.")
    int versions(
            @Parameters(paramLabel = "SESSION") String session,
            @Option(names = "--json", description = "as JSON") boolean json) {
        return with(memory -> {
            SessionId id = SessionId.of(session);
            if (memory.sessions().find(id) == null) {
                throw new UsageError(
                        "there is no session \"" + id + "\" in " + around.home() + " (see: mimo sessions).");
            }
            new MemoryView(out()).versions(memory.checkpoints().versions(id), json);
            return ExitCode.DONE;
        });
    }

    @Command(name = "diff", description = "Shows what has changed from one checkpoint of a session to another.")
    int diff(
            @Parameters(paramLabel = "SESSION") String session,
            @Parameters(paramLabel = "FROM") int from,
            @Parameters(paramLabel = "TO") int to) {
        return with(memory -> {
            String text = versions(memory).diff(SessionId.of(session), from, to).text();
            out().println(text.isEmpty() ? "nothing has changed" : text.stripTrailing());
            return ExitCode.DONE;
        });
    }

    @Command(name = "restore", description = "Makes a new checkpoint that says what an old one said.")
    int restore(@Parameters(paramLabel = "SESSION") String session, @Parameters(paramLabel = "VERSION") int version) {
        return with(memory -> {
            int made = versions(memory).restore(SessionId.of(session), version).version();
            out().println("version " + made + " says what version " + version + " said");
            return ExitCode.DONE;
        });
    }

    private static CheckpointVersions versions(MimoMemory memory) {
        return new CheckpointVersions(memory.checkpoints(), Clock.systemUTC());
    }

    private int with(Function<MimoMemory, Integer> work) {
        try (MimoMemory memory = MimoMemory.at(around.home())) {
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
}
