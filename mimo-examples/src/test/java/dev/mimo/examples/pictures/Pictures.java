package dev.mimo.examples.pictures;

import dev.mimo.examples.demo.DemoProject;
import dev.mimo.examples.pictures.Screen.Passage;
import dev.mimo.examples.web.Browser;
import dev.mimo.memory.MimoMemory;
import dev.mimo.model.Prompt;
import dev.mimo.model.Reply;
import dev.mimo.model.Usage;
import dev.mimo.session.MemoryEntry;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Draws the pictures of README.md and the chapters anew, from what the packaged command line writes; no key is needed.
 *
 * <pre>{@code
 * ./mvnw -q -DskipTests package && java -cp mimo-examples/target/mimo.jar:mimo-examples/target/test-classes \
 *     dev.mimo.examples.pictures.Pictures
 * }</pre>
 *
 * What differs from run to run (folders, times, ids) is replaced in the terminal pictures, so one changes only when what it
 * shows does. With names only those are drawn, and so are the screenshots, {@code report} and {@code web}: they hold the day,
 * the letters of the machine, and how threads met.
 */
public final class Pictures {

    private static final Path FOLDER = Path.of("docs", "pictures");
    private static final List<String> TERMINALS = List.of("demo", "goal", "memory", "dream", "workflow", "chat");

    private Pictures() {}

    public static void main(String[] names) throws Exception {
        List<String> asked = names.length == 0 ? TERMINALS : List.of(names);
        Files.createDirectories(FOLDER);
        for (String name : asked) {
            try (Stage stage = Stage.open()) {
                draw(name, stage);
            }
        }
    }

    private static void draw(String name, Stage stage) throws Exception {
        switch (name) {
            case "demo" -> write(name, demo(stage));
            case "goal" -> write(name, goal(stage));
            case "memory" -> write(name, memory(stage));
            case "dream" -> write(name, dream(stage));
            case "workflow" -> write(name, workflow(stage));
            case "chat" -> write(name, chat(stage));
            case "report" -> screenshots(stage).report(FOLDER.resolve("report.png"));
            case "web" -> screenshots(stage).web(FOLDER.resolve("web.png"));
            default -> throw new IllegalArgumentException("no picture is named " + name);
        }
    }

    private static void write(String name, TerminalPicture picture) throws IOException {
        Files.writeString(FOLDER.resolve(name + ".svg"), picture.svg());
    }

    private static Screenshots screenshots(Stage stage) throws IOException {
        Path browser = Browser.find();
        if (browser == null) {
            throw new IOException("there is no Chromium on PATH");
        }
        return new Screenshots(browser, stage);
    }

    private static TerminalPicture demo(Stage stage) throws IOException, InterruptedException {
        Screen screen = stage.run("demo")
                .only(
                        new Passage("$ mimo demo", 4),
                        new Passage("3 of 9 tests fail", 7),
                        new Passage("-                merged", 3),
                        new Passage("That broke what", 2),
                        new Passage("All 9 tests pass", 6),
                        new Passage("demo: tests failed", 1));
        return new TerminalPicture(
                "mimo demo",
                "An agent repairs a small Java project, takes a wrong change back, and ends with all tests passing.",
                screen,
                Stage.COLUMNS);
    }

    private static TerminalPicture goal(Stage stage) throws IOException, InterruptedException {
        DemoProject.copyTo(stage.project());
        String file = "src/agenda/Intervals.java";
        ScriptedModel model = ScriptedModel.create()
                .usage(Usage.of(3_200, 30))
                .call("read", Map.of("path", file))
                .usage(Usage.of(3_900, 160))
                .call(
                        "edit",
                        Map.of("path", file, "old", "next.end()));", "new", "Math.max(last.end(), next.end())));"))
                .usage(Usage.of(4_300, 20))
                .reply("Merging keeps the end of the longer meeting now.")
                .usage(Usage.of(4_700, 90))
                .call("edit", Map.of("path", file, "old", "last.overlaps(next)", "new", "next.start() <= last.end()"))
                .usage(Usage.of(5_000, 20))
                .reply("Meetings that touch are merged as well.")
                .usage(Usage.of(2_600, 60))
                .reply("""
                        {"verdict": "met", "reason": "all nine tests pass, and no test was changed", "missing": [],
                         "evidence": ["check-1"]}""");
        Screen screen = stage.run(
                        model,
                        List.of(
                                "run",
                                "--permissions",
                                "workspace",
                                "--goal",
                                "all tests pass",
                                "--evidence",
                                "./test.sh",
                                "Repair merging"))
                .only(
                        new Passage("$ mimo run", 2),
                        new Passage("✗ $ ./test.sh", 4),
                        new Passage("Go on until", 2),
                        new Passage("-            if", 2),
                        new Passage("Meetings that touch", 9));
        return new TerminalPicture(
                "mimo run",
                "A failing check sends an agent back to work; then a judge finds the goal met, and tokens stand by role.",
                screen,
                Stage.COLUMNS);
    }

    private static TerminalPicture memory(Stage stage) throws IOException, InterruptedException {
        remember(stage);
        Screen screen = stage.run("memory", "show");
        return new TerminalPicture(
                "mimo memory",
                "What is remembered of a project, each entry with where it comes from.",
                screen,
                Stage.COLUMNS);
    }

    private static TerminalPicture dream(Stage stage) throws IOException, InterruptedException {
        remember(stage);
        Screen screen = stage.run("dream", "--plan");
        return new TerminalPicture(
                "mimo dream",
                "What a dream would change in the memory of a project, with a reason for each change.",
                screen,
                Stage.COLUMNS);
    }

    private static void remember(Stage stage) {
        try (MimoMemory memory = MimoMemory.at(stage.home())) {
            var project = memory.projects().of(stage.project());
            memory.layers()
                    .update(
                            project,
                            none -> List.of(
                                    known(
                                            "e1",
                                            MemoryEntry.Kind.RULE,
                                            "never touch the test files without asking",
                                            MemoryEntry.Origin.USER,
                                            1),
                                    known(
                                            "e2",
                                            MemoryEntry.Kind.FACT,
                                            "tests are run by ./test.sh",
                                            MemoryEntry.Origin.AGENT,
                                            4),
                                    known(
                                            "e3",
                                            MemoryEntry.Kind.FACT,
                                            "Tests are run by ./test.sh.",
                                            MemoryEntry.Origin.AGENT,
                                            2),
                                    known(
                                            "e4",
                                            MemoryEntry.Kind.FACT,
                                            "opening hours stand in src/agenda/Hours.java",
                                            MemoryEntry.Origin.AGENT,
                                            1),
                                    known(
                                            "e5",
                                            MemoryEntry.Kind.DECISION,
                                            "times are minutes since midnight",
                                            MemoryEntry.Origin.AGENT,
                                            3),
                                    known(
                                            "e7",
                                            MemoryEntry.Kind.FACT,
                                            "the code is built with plain javac",
                                            MemoryEntry.Origin.AGENT,
                                            3),
                                    known(
                                            "e8",
                                            MemoryEntry.Kind.FACT,
                                            "meetings may touch without a conflict",
                                            MemoryEntry.Origin.AGENT,
                                            2),
                                    known(
                                            "e6",
                                            MemoryEntry.Kind.PREFERENCE,
                                            "short answers, in English",
                                            MemoryEntry.Origin.USER,
                                            2)));
        }
    }

    private static MemoryEntry known(
            String id, MemoryEntry.Kind kind, String text, MemoryEntry.Origin origin, int sessions) {
        List<SessionId> in = IntStream.rangeClosed(1, sessions)
                .mapToObj(i -> SessionId.of("s" + i))
                .toList();
        Instant first = Instant.now().minus(Duration.ofDays(sessions == 1 ? 200 : 5));
        return new MemoryEntry(
                id,
                kind,
                text,
                MemoryEntry.Status.CONFIRMED,
                origin,
                new MemoryEntry.Seen(first, first, in, List.of(), null),
                List.of());
    }

    private static TerminalPicture workflow(Stage stage) throws IOException, InterruptedException {
        DemoProject.copyTo(stage.project());
        Path script = Path.of("mimo-examples", "workflows", "fan-out-review.js");
        Files.copy(script, stage.project().resolve("fan-out-review.js"));
        ScriptedModel model = ScriptedModel.always(Pictures::review);
        Screen screen = stage.run(
                        model,
                        List.of(
                                "workflow",
                                "run",
                                "fan-out-review.js",
                                "--args",
                                "\"src/agenda/Agenda.java src/agenda/Interval.java src/agenda/Intervals.java\""))
                .only(new Passage("$ mimo workflow", 2), new Passage("✔ fan-out-review", 17));
        return new TerminalPicture(
                "mimo workflow run",
                "The tree of a workflow's run, three agents side by side, and its result.",
                screen,
                Stage.COLUMNS);
    }

    private static Reply review(Prompt prompt) {
        boolean faulty = prompt.messages().toString().contains("Intervals.java");
        return Reply.text(
                faulty
                        ? "{\"faults\": [{\"what\": \"merging forgets the longer meeting\", \"weight\": \"high\"}]}"
                        : "{\"faults\": []}");
    }

    private static TerminalPicture chat(Stage stage) throws IOException, InterruptedException {
        DemoProject.copyTo(stage.project());
        String file = "src/agenda/Interval.java";
        ScriptedModel model = ScriptedModel.create()
                .call("read", Map.of("path", file))
                .call("edit", Map.of("path", file, "old", "some minute belongs", "new", "at least one minute belongs"))
                .reply("Then I leave the comment as it is.");
        Screen screen = stage.chat(
                        model,
                        new Stage.Typed("›", "Make the comment of overlaps clearer"),
                        new Stage.Typed("? ›", "n leave comments alone"),
                        new Stage.Typed("›", "/exit"))
                .only(new Passage("$ mimo chat", 1), new Passage("› Make", 2), new Passage("? edit", 21));
        return new TerminalPicture(
                "mimo chat", "An agent asks before it changes a file, and is told no.", screen, Stage.COLUMNS);
    }
}
