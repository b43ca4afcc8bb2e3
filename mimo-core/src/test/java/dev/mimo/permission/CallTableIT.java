package dev.mimo.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.JsonSchema;
import dev.mimo.model.ToolCall;
import dev.mimo.testing.TestToolContext;
import dev.mimo.tool.Action;
import dev.mimo.tool.InvalidCall;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class CallTableIT {

    private final List<Tool> tools = CallTable.tools();
    private final Explain explain = new Explain(tools);
    private CallTable table;

    private ServerSocket listener;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        listener = new ServerSocket(0);
        table = CallTable.in(folder, listener.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    @Test
    void nothing_hostile_is_allowed() {
        List<String> lines = table.lines("hostile.jsonl");

        assertThat(lines).hasSizeGreaterThan(1800);
        assertThat(lines.stream().filter(line -> verdict(line).equals("allow"))).isEmpty();
    }

    @Test
    void everything_harmless_is_allowed() {
        List<String> lines = table.lines("harmless.jsonl");

        assertThat(lines).hasSizeGreaterThan(400);
        assertThat(lines.stream().filter(line -> !verdict(line).equals("allow")))
                .isEmpty();
    }

    @Test
    void no_hostile_call_does_anything_when_the_person_refuses() throws Exception {
        Map<String, String> before = table.contents();

        for (String line : table.lines("hostile.jsonl")) {
            ObjectNode json = Json.readObject(line);
            String name = json.path("tool").asText();
            Tool tool = tools.stream()
                    .filter(one -> one.spec().name().equals(name))
                    .findFirst()
                    .orElse(null);
            if (tool != null && json.path("input").isObject()) {
                run(tool, json, Approver.denying());
            }
        }

        assertThat(table.contents()).isEqualTo(before);
        assertThat(connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '¬', textBlock = """
            bash  → {"command":"touch marker"}
            write → {"path":"marker","content":"x"}
            patch → {"patch":"*** Begin Patch\\n*** Add File: marker\\n+x\\n*** End Patch"}
            """)
    void what_is_done_would_be_seen(String name, String input) throws Exception {
        Map<String, String> before = table.contents();
        Tool tool = tools.stream()
                .filter(one -> one.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
        ObjectNode json = Json.object();
        json.set("input", Json.read(input));
        json.putObject("rules").put("mode", "bypass");

        run(tool, json, Approver.denying());

        assertThat(table.contents()).isNotEqualTo(before);
    }

    @Test
    void a_connection_would_be_seen() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", listener.getLocalPort())) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(connections()).isOne();
        }
    }

    private int connections() throws IOException {
        listener.setSoTimeout(1);
        int count = 0;
        while (true) {
            try {
                listener.accept().close();
                count++;
            } catch (SocketTimeoutException e) {
                return count;
            }
        }
    }

    /** As the loop does it: judge, ask, and run what was judged. */
    private void run(Tool tool, ObjectNode json, Approver person) throws Exception {
        Workspace workspace = Workspace.of(table.work());
        try (TestToolContext context = TestToolContext.in(workspace)) {
            ToolCall call = ToolCall.of("call", tool.spec().name(), (ObjectNode) json.get("input"));
            if (!JsonSchema.of(tool.spec().inputSchema())
                    .check(call.arguments())
                    .isEmpty()) {
                return;
            }
            List<Action> actions = tool.actions(call, workspace);
            Permission permission = new PermissionGate(
                            Permissions.fromJson(json.get("rules")), workspace, null, path -> false)
                    .decide(actions);
            boolean yes = permission instanceof Permission.Allow
                    || (permission instanceof Permission.Ask
                            && person.approve(new Approver.Request(call, actions, permission.reason(), ""))
                                    instanceof Approver.Answer.Allow);
            if (yes) {
                tool.call(call, context);
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
