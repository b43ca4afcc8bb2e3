package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Environment;
import dev.mimo.model.ToolResult;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.util.List;

/** What a stop gate finds around the turn when it wants to look for itself. Confined to the gate's call; do not keep it. */
public interface Surroundings {

    /** The files the agent works on; the session's private folder where it has no others. */
    Workspace workspace();

    Environment environment();

    /** What goes on in the session behind the agent's back, in the order in which it was started. */
    List<BackgroundWork.Work> background();

    /**
     * Runs a tool on the host's own word, which stands for a person's yes to exactly this call: rules that deny still hold.
     * Not for arguments that come from a model, a file or the conversation. Nothing of it enters the conversation.
     *
     * @return an error when it may not be done, or failed
     * @throws dev.mimo.tool.InvalidCall when the tool does not take these arguments
     */
    ToolResult call(Tool tool, ObjectNode arguments) throws InterruptedException;
}
