package dev.mimo.extension;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.agent.StopGate;
import dev.mimo.environment.EventSink;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.session.SessionId;
import dev.mimo.tool.ToolContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A hook that is a command of the shell. It is given JSON on its standard input. Exit code 2 blocks, with what it wrote to its
 * standard error as the reason, and so does {@code "decision": "block"} on its standard output; 0 proceeds. Any other end is
 * a failure: the hook is passed over, and after three in a row no longer called. A yes is never more than no objection.
 */
final class CommandHook implements Hook {

    /** Ours, as in the study of circuit breakers: one failure is chance, three in a row are none. */
    private static final int MOST_FAILURES = 3;

    private static final int BLOCKED = 2;

    private final Moment moment;
    private final @Nullable Pattern tools;
    private final String command;
    private final Duration limit;
    private final Path folder;
    private final AtomicInteger failures = new AtomicInteger();

    /** {@code tools}: null for all. {@code folder}: where it runs. */
    CommandHook(Moment moment, @Nullable Pattern tools, String command, Duration limit, Path folder) {
        this.moment = moment;
        this.tools = tools;
        this.command = command;
        this.limit = limit;
        this.folder = folder;
    }

    /** When it is called, named as in settings. */
    enum Moment {
        PreToolUse,
        PostToolUse,
        Stop
    }

    @Override
    public Answer beforeTool(ToolCall call, ToolContext context) throws InterruptedException {
        return moment == Moment.PreToolUse && isFor(call)
                ? ask(about(call, context), context.events())
                : Answer.proceed();
    }

    @Override
    public Answer afterTool(ToolCall call, ToolResult result, ToolContext context) throws InterruptedException {
        if (moment != Moment.PostToolUse || !isFor(call)) {
            return Answer.proceed();
        }
        ObjectNode input = about(call, context);
        input.putObject("tool_response").put("text", result.text()).put("error", result.error());
        return ask(input, context.events());
    }

    @Override
    public Answer beforeStop(StopGate.Stopping stopping) throws InterruptedException {
        if (moment != Moment.Stop) {
            return Answer.proceed();
        }
        ObjectNode input = about(stopping.session().id())
                .put("stop_hook_active", stopping.round() > 0)
                .put("answer", stopping.answer());
        return ask(input, stopping.events());
    }

    private boolean isFor(ToolCall call) {
        return tools == null
                || tools.matcher(call.name()).matches()
                || tools.matcher(ClaudeNames.theirs(call.name())).matches();
    }

    private ObjectNode about(SessionId session) {
        return Json.object()
                .put("session_id", session.value())
                .put("cwd", folder.toString())
                .put("hook_event_name", moment.name());
    }

    /* Hooks written for Claude Code look for its names; those of ours stand beside. */
    private ObjectNode about(ToolCall call, ToolContext context) {
        ObjectNode arguments = call.arguments().deepCopy();
        String path = arguments.path("path").textValue();
        if (path != null && !arguments.has("file_path")) {
            arguments.put("file_path", absolute(path, context));
        }
        ObjectNode input = about(context.session())
                .put("tool_name", ClaudeNames.theirs(call.name()))
                .put("tool", call.name())
                .put("tool_use_id", call.id());
        input.set("tool_input", arguments);
        return input;
    }

    private static String absolute(String path, ToolContext context) {
        try {
            return context.workspace().resolve(path).toString();
        } catch (MimoException e) {
            return path;
        }
    }

    private Answer ask(ObjectNode input, EventSink events) throws InterruptedException {
        if (failures.get() >= MOST_FAILURES) {
            return Answer.proceed();
        }
        String failure;
        try {
            HookProcess.Ended ended = HookProcess.run(command, folder, Json.write(input), limit);
            Integer exit = ended.exit();
            if (exit != null && (exit == 0 || exit == BLOCKED)) {
                failures.set(0);
                return exit == 0 ? said(ended.output()) : Answer.block(reason(ended.error()));
            }
            failure = exit == null ? "killed after " + limit.toMillis() + " ms" : "exit " + exit;
        } catch (IOException e) {
            failure = "could not be run: " + e.getMessage();
        }
        boolean off = failures.incrementAndGet() >= MOST_FAILURES;
        events.emit(new HookFailed(Names.line(command, 200), failure, off));
        return Answer.proceed();
    }

    private static Answer said(String output) {
        if (!output.startsWith("{")) {
            return Answer.proceed();
        }
        try {
            JsonNode said = Json.read(output);
            JsonNode special = said.path("hookSpecificOutput");
            if (special.path("permissionDecision").asText().equals("deny")) {
                return Answer.block(
                        reason(special.path("permissionDecisionReason").asText()));
            }
            return said.path("decision").asText().equals("block")
                    ? Answer.block(reason(said.path("reason").asText()))
                    : Answer.proceed();
        } catch (RuntimeException e) {
            // It wrote something of its own.
            return Answer.proceed();
        }
    }

    private static String reason(String text) {
        String clean = Names.lines(text).strip();
        return clean.isEmpty() ? "no reason was given" : clean;
    }
}
