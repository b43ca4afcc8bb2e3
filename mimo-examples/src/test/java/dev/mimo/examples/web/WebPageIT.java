package dev.mimo.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mimo.agent.Agent;
import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.permission.Permissions;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.testing.PromptProtocol;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.tool.coding.CodingTools;
import dev.mimo.tool.shell.ShellTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page as a person uses it, in a real browser; skipped where there is none. Leaves pictures in target/web-page. */
@Timeout(180)
class WebPageIT {

    private static final Path PICTURES = Path.of("target", "web-page");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path workspace = Path.of("");

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue(Browser.find() != null, "there is no Chromium on PATH");
        workspace = Files.createDirectories(folder.resolve("work"));
        Files.writeString(workspace.resolve("greeting.txt"), "Hello World\nGood bye\n");
    }

    @Test
    void a_person_types_allows_a_change_and_sees_it_done() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .call("read", Map.of("path", "greeting.txt"))
                .reply("It says **Hello World**. Shall I greet `Ada` instead?")
                .call("edit", Map.of("path", "greeting.txt", "old", "Hello World", "new", "Hello Ada"))
                .reply("Done:\n\n```\nHello Ada\n```\n\nIt greets Ada now.");
        try (Environment environment = Environment.builder().build();
                WebServer server = serve(model, environment);
                Browser browser = browser()) {
            browser.look(1200, 800, false);
            browser.open(server.page());
            say(browser, "What does greeting.txt say?");
            browser.await("document.querySelector('.ended') && document.querySelector('#state').textContent === ''");
            say(browser, "Yes. Let it greet Ada.");
            browser.await("document.querySelector('.ask') && document.querySelector('.badge.paused')");
            browser.screenshot(PICTURES.resolve("asks-light.png"));
            browser.look(1200, 800, true);
            browser.screenshot(PICTURES.resolve("asks-dark.png"));
            browser.look(390, 780, true);
            browser.screenshot(PICTURES.resolve("asks-phone.png"));
            assertThat(browser.eval("document.documentElement.scrollWidth <= innerWidth")
                            .asBoolean())
                    .as("nothing sticks out at phone width")
                    .isTrue();
            assertThat(workspace.resolve("greeting.txt")).hasContent("Hello World\nGood bye\n");

            browser.click("[data-answer=allow]");
            browser.await("document.querySelectorAll('.ended').length === 2");

            assertThat(workspace.resolve("greeting.txt")).hasContent("Hello Ada\nGood bye\n");
            assertThat(browser.eval("document.querySelectorAll('.ask').length").asInt())
                    .isZero();
            assertThat(browser.eval("document.querySelector('.reply strong').textContent")
                            .asText())
                    .isEqualTo("Hello World");
            browser.look(1200, 800, false);
            browser.screenshot(PICTURES.resolve("done-light.png"));
            browser.look(1200, 800, true);
            browser.screenshot(PICTURES.resolve("done-dark.png"));
            assertThat(browser.complaints).isEmpty();
        }
        model.assertExhausted();
    }

    @Test
    void a_person_denies_and_says_what_to_do_instead() throws Exception {
        ScriptedModel model = ScriptedModel.create()
                .protocol(PromptProtocol.shape())
                .call("bash", Map.of("command", "rm -rf /important"))
                .expect(prompt ->
                        assertThat(prompt.messages().get(2).toString()).contains("leave it be"))
                .reply("Then I leave it.");
        try (Environment environment = Environment.builder().build();
                WebServer server = serve(model, environment);
                Browser browser = browser()) {
            browser.open(server.page());
            say(browser, "Clean up");
            browser.await("document.querySelector('.ask') && document.querySelector('.badge.paused')");

            browser.click(".ask input");
            browser.type("leave it be");
            browser.click("[data-answer=deny]");
            browser.await("document.querySelector('.ended')");

            assertThat(browser.eval("document.querySelector('.call').className").asText())
                    .contains("failed");
        }
        model.assertExhausted();
    }

    @Test
    void a_turn_is_stopped_by_its_button() throws Exception {
        ScriptedModel model = ScriptedModel.create().hangUntilCancelled();
        try (Environment environment = Environment.builder().build();
                WebServer server = serve(model, environment);
                Browser browser = browser()) {
            browser.open(server.page());
            say(browser, "Think for ever");
            model.awaitHanging();
            browser.await("!document.querySelector('#stop').hidden");

            browser.click("#stop");

            browser.await("document.querySelector('.ended.bad')");
            assertThat(browser.eval("document.querySelector('.ended').textContent")
                            .asText())
                    .startsWith("cancelled");
        }
    }

    @Test
    void what_a_model_says_is_text_and_never_markup() throws Exception {
        String evil =
                "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> **<b>x</b>**";
        ScriptedModel model = ScriptedModel.create()
                .call("read", Map.of("path", "<i>no such file</i>"))
                .reply(evil);
        try (Environment environment = Environment.builder().build();
                WebServer server = serve(model, environment);
                Browser browser = browser()) {
            browser.open(server.page());

            say(browser, "<u>hello</u>");
            browser.await("document.querySelector('.ended')");

            assertThat(browser.eval("document.querySelector('.reply').textContent")
                            .asText())
                    .contains("<img src=x", "<b>x</b>");
            assertThat(browser.eval(
                                    "document.querySelectorAll('#talk img, #talk script, #talk b, #talk i, #talk u').length")
                            .asInt())
                    .isZero();
            assertThat(browser.eval("document.title").asText()).doesNotContain("owned");
        }
    }

    private WebServer serve(Model model, Environment environment) throws Exception {
        FileSessionStore store = FileSessionStore.at(folder.resolve("sessions"));
        return WebServer.open(
                Desk.open(
                        (SessionId session) -> Agent.builder()
                                .model(model)
                                .workspace(workspace)
                                .tools(CodingTools.files())
                                .tools(ShellTools.all())
                                .permissions(Permissions.askBeforeChange()),
                        store,
                        environment),
                0);
    }

    private Browser browser() throws Exception {
        Path program = Browser.find();
        assertThat(program).isNotNull();
        return Browser.start(program, folder.resolve("profile"));
    }

    private static void say(Browser browser, String text) throws Exception {
        browser.click("#text");
        browser.type(text);
        browser.press("Enter", 13);
    }
}
