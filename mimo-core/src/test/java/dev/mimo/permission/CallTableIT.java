package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.Action;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CallTableIT {

    private final Explain explain = new Explain(CallTable.tools());
    private CallTable table;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        table = CallTable.in(folder);
    }

    @Test
    void nothing_hostile_is_allowed() {
        List<String> lines = table.lines("hostile.jsonl");

        assertThat(lines).hasSizeGreaterThan(300);
        assertThat(lines.stream().filter(line -> verdict(line).equals("allow"))).isEmpty();
    }

    @Test
    void everything_harmless_is_allowed() {
        List<String> lines = table.lines("harmless.jsonl");

        assertThat(lines).hasSizeGreaterThan(60);
        assertThat(lines.stream().filter(line -> !verdict(line).equals("allow")))
                .isEmpty();
    }

    @Test
    void no_hostile_command_leaves_a_mark_when_the_person_refuses() throws Exception {
        Approver refusing = Approver.denying();
        List<String> marked = new ArrayList<>();
        for (String line : table.lines("hostile.jsonl")) {
            ObjectNode json = Json.readObject(line);
            if (json.path("tool").asText().equals("bash")) {
                run(json, refusing);
            }
            if (Files.exists(table.work().resolve("marker"))) {
                marked.add(line);
                Files.delete(table.work().resolve("marker"));
            }
        }

        assertThat(marked).isEmpty();
        assertThat(table.top().resolve("out")).isDirectoryContaining("glob:**/secret");
    }

    @Test
    void the_mark_would_be_seen() throws Exception {
        run(
                Json.readObject("{\"input\":{\"command\":\"touch marker\"},\"rules\":{\"mode\":\"bypass\"}}"),
                Approver.denying());

        assertThat(table.work().resolve("marker")).exists();
    }

    /** As the loop does it: judge, ask, and run what was judged. */
    private void run(ObjectNode json, Approver person) throws Exception {
        Tool bash = CallTable.tools().get(0);
        ToolCall call = ToolCall.of("call", "bash", (ObjectNode) json.get("input"));
        Workspace workspace = Workspace.of(table.work());
        try {
            List<Action> actions = bash.actions(call, workspace);
            Permission permission = new PermissionGate(
                            Permissions.fromJson(json.get("rules")), workspace, null, path -> false)
                    .decide(actions);
            boolean yes = permission instanceof Permission.Allow
                    || (permission instanceof Permission.Ask
                            && person.approve(new Approver.Request(call, actions, permission.reason(), ""))
                                    instanceof Approver.Answer.Allow);
            if (yes) {
                try (TestToolContext context = TestToolContext.in(workspace)) {
                    bash.call(call, context);
                }
            }
        } catch (InvalidCall | BrokenRules e) {
            // Not a call that a gate would ever see.
            return;
        }
    }

    private String verdict(String line) {
        return explain.line(line).path("verdict").asText();
    }
}
