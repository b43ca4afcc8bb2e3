package dev.mimo.examples.pictures;

import dev.mimo.agent.Agent;
import dev.mimo.environment.Environment;
import dev.mimo.examples.demo.DemoProject;
import dev.mimo.examples.report.HtmlReport;
import dev.mimo.examples.report.LongSession;
import dev.mimo.examples.web.Browser;
import dev.mimo.examples.web.Desk;
import dev.mimo.examples.web.WebServer;
import dev.mimo.permission.Permissions;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.coding.CodingTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;

/** Pages as a browser shows them; letters look as the fonts of the machine do. Confined to one thread. */
final class Screenshots {

    private static final int WIDTH = 1100;
    private static final String LATER = "next.end()";
    private static final String RIGHT = "Math.max(last.end(), next.end())";
    private static final String WRONG = "merged.set(merged.size() - 1, new Interval(last.start(), " + LATER + "));";

    private final Path browser;
    private final Stage stage;

    Screenshots(Path browser, Stage stage) {
        this.browser = browser;
        this.stage = stage;
    }

    /** The report of a long session, from its top on. */
    void report(Path picture) throws Exception {
        Path page = stage.home().resolveSibling("report.html");
        try (LongSession session = new LongSession().play(60, 50, 40)) {
            Files.writeString(page, HtmlReport.of(session.report(), ZoneOffset.UTC));
        }
        Process shot = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--window-size=" + WIDTH + ",900",
                        "--screenshot=" + picture.toAbsolutePath(),
                        page.toUri().toString())
                .redirectErrorStream(true)
                .redirectOutput(stage.home().resolveSibling("browser.txt").toFile())
                .start();
        if (shot.waitFor() != 0) {
            throw new IOException("the browser ended with " + shot.exitValue());
        }
    }

    /** The page of {@code mimo web}, when an agent asks whether it may change a file. */
    void web(Path picture) throws Exception {
        DemoProject.copyTo(stage.project());
        String file = "src/agenda/Intervals.java";
        ScriptedModel model = ScriptedModel.create()
                .call("read", Map.of("path", file))
                .reply("Two meetings that overlap become one that ends **when the later one ends**,"
                        + " even if the first lasts longer. Shall I repair it?")
                .call("edit", Map.of("path", file, "old", WRONG, "new", WRONG.replace(LATER, RIGHT)));
        try (Environment environment = Environment.builder().build();
                WebServer server = WebServer.open(desk(model, environment), 0);
                Browser open = Browser.start(browser, stage.home().resolveSibling("profile"))) {
            open.look(WIDTH, 700, false);
            open.open(server.page());
            say(open, "Why does merging lose the end of the workshop?");
            open.await("document.querySelector('.ended') && document.querySelector('#state').textContent === ''");
            say(open, "Yes, please.");
            open.await("document.querySelector('.ask') && document.querySelector('.badge.paused')");
            open.screenshot(picture);
        }
    }

    private Desk desk(ScriptedModel model, Environment environment) {
        return Desk.open(
                (SessionId session) -> Agent.builder()
                        .model(model)
                        .workspace(stage.project())
                        .tools(CodingTools.files())
                        .permissions(Permissions.askBeforeChange()),
                FileSessionStore.at(stage.home()),
                environment);
    }

    private static void say(Browser browser, String text) throws Exception {
        browser.click("#text");
        browser.type(text);
        browser.press("Enter", 13);
    }
}
