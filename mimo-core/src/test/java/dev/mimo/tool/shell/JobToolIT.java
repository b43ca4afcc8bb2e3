package dev.mimo.tool.shell;

import static dev.mimo.tool.shell.TestContext.background;
import static dev.mimo.tool.shell.TestContext.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JobToolIT {

    private final String marker = "986." + (UUID.randomUUID().getMostSignificantBits() >>> 1);
    private final Tool bash = ShellTools.all().get(0);
    private final Tool job = ShellTools.all().get(1);
    private Path root;
    private TestContext context;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
        context = TestContext.in(root);
    }

    @AfterEach
    void close() {
        context.resources().close();
    }

    @Test
    void a_job_is_started_looked_at_and_waited_for() throws Exception {
        String started = start("echo begun; while [ ! -e go ]; do sleep 0.02; done; echo done");
        Path file;
        try (Stream<Path> files = Files.list(context.folder())) {
            file = files.findFirst().orElseThrow();
        }

        assertThat(started).startsWith("job-1 is running; read the full output in " + file + "; command: echo begun;");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        while (Files.size(file) == 0) {
            Thread.onSpinWait();
        }
        assertThat(look("{\"id\":\"job-1\"}").text()).startsWith("begun\n[job-1 is running; ");
        assertThat(look("{\"id\":\"job-1\",\"action\":\"wait\",\"timeout_ms\":30}")
                        .text())
                .contains("is running");
        Files.createFile(root.resolve("go"));
        ToolResult end = look("{\"id\":\"job-1\",\"action\":\"wait\"}");
        assertThat(end.text()).startsWith("begun\ndone\n[job-1 ended: exit 0, ");
        assertThat(end.error()).isFalse();
        assertThat(Files.readString(file)).isEqualTo("begun\ndone\n");
    }

    @Test
    void a_job_that_ends_badly_is_an_error_when_looked_at() throws Exception {
        start("exit 4");

        ToolResult end = look("{\"id\":\"job-1\",\"action\":\"wait\"}");

        assertThat(end.text()).startsWith("[job-1 ended: exit 4, ");
        assertThat(end.error()).isTrue();
    }

    @Test
    void a_job_is_killed_with_all_it_started() throws Exception {
        start("trap '' TERM; sleep " + marker + " & setsid sleep " + marker + " & touch begun; wait");
        BashToolIT.awaitFile(root.resolve("begun"));

        ToolResult end = look("{\"id\":\"job-1\",\"action\":\"kill\"}");

        assertThat(end.text()).startsWith("[job-1 ended: cancelled (by the tool job), killed, ");
        assertThat(BashToolIT.leftOver(marker)).isEmpty();
        assertThat(look("{\"id\":\"job-1\",\"action\":\"kill\"}").text()).isEqualTo(end.text());
    }

    @Test
    void a_job_may_have_a_time_limit() throws Exception {
        bash.call(
                call("bash", "{\"command\":\"sleep " + marker + "\",\"background\":true,\"timeout_ms\":50}"), context);

        assertThat(look("{\"id\":\"job-1\",\"action\":\"wait\"}").text()).contains("timed out after 0.1 s, killed");
    }

    @Test
    void closing_the_session_kills_its_jobs_at_once_and_starts_no_more() throws Exception {
        Jobs jobs = Jobs.of(context);
        for (int i = 0; i < 3; i++) {
            start("trap '' TERM; touch begun" + i + "; while :; do sleep " + marker + "; done");
            BashToolIT.awaitFile(root.resolve("begun" + i));
        }

        context.resources().close();

        assertThat(BashToolIT.leftOver(marker)).isEmpty();
        assertThat(jobs.list().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("ended: cancelled (the session was closed)"));
        assertThatThrownBy(() -> start("touch never")).isInstanceOf(MimoException.class);
        assertThat(root.resolve("never")).doesNotExist();
    }

    @Test
    void closing_the_environment_kills_jobs_of_sessions_left_open() throws Exception {
        Environment environment = Environment.builder().build();
        TestContext own = new TestContext(
                context.workspace(),
                context.folder(),
                context.resources(),
                environment,
                context.cancellation(),
                context.told());
        bash.call(background("touch begun; sleep " + marker), own);
        BashToolIT.awaitFile(root.resolve("begun"));

        environment.close();

        Jobs.of(context).get("job-1").awaitEnd();
        assertThat(BashToolIT.leftOver(marker)).isEmpty();
    }

    @Test
    void there_are_sixteen_at_once() throws Exception {
        for (int i = 0; i < 16; i++) {
            start("sleep " + marker);
        }

        assertThatThrownBy(() -> start("echo one too many"))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("16 jobs are running")
                .hasMessageContaining("job-16");
        look("{\"id\":\"job-7\",\"action\":\"kill\"}");
        assertThat(start("echo room again")).startsWith("job-17 is running");
        assertThat(look("{}").text().lines()).hasSize(17);
    }

    @Test
    void a_cancelled_turn_stops_waiting_and_the_job_goes_on() throws Exception {
        start("sleep " + marker);
        context.cancellation().cancel("stop");

        assertThat(look("{\"id\":\"job-1\",\"action\":\"wait\"}").text()).contains("job-1 is running");
    }

    @Test
    void nonsense_is_refused_with_what_there_is() {
        assertThatThrownBy(() -> look("{\"id\":\"job-9\"}"))
                .isInstanceOf(InvalidCall.class)
                .hasMessageContaining("job-9");
        assertThatThrownBy(() -> look("{\"action\":\"kill\"}")).isInstanceOf(InvalidCall.class);
        assertThatThrownBy(() -> look("{\"id\":\"job-1\",\"action\":\"stop\"}")).isInstanceOf(InvalidCall.class);
    }

    private String start(String command) throws Exception {
        return bash.call(background(command), context).text();
    }

    private ToolResult look(String arguments) throws Exception {
        return job.call(call("job", arguments), context);
    }
}
