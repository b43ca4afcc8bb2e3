package dev.mimo.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mimo.environment.Cancellation;
import dev.mimo.environment.Environment;
import dev.mimo.environment.EventSink;
import dev.mimo.workflow.journal.RunId;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that a pass of a run is given. */
record RunTerms(
        RunId id,
        WorkflowScript script,
        @Nullable JsonNode args,
        long seed,
        Caps caps,
        Path workspace,
        @Nullable Path worktrees,
        Map<String, String> models,
        AgentLauncher launcher,
        ScriptSource scripts,
        WorkflowFiles files,
        Environment environment,
        EventSink events,
        Cancellation cancellation,
        Resumption how) {}
