package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Environment;
import dev.mimo.environment.MimoException;
import dev.mimo.model.ToolCall;
import dev.mimo.model.ToolResult;
import dev.mimo.permission.Permission;
import dev.mimo.tool.Action;
import dev.mimo.tool.BackgroundWork;
import dev.mimo.tool.PermissionDenied;
import dev.mimo.tool.Tool;
import dev.mimo.tool.Workspace;
import java.util.List;
import java.util.Map;

/** What a stop gate finds around a turn. */
final class TurnSurroundings implements Surroundings {

    private final TurnScope scope;

    TurnSurroundings(TurnScope scope) {
        this.scope = scope;
    }

    @Override
    public Workspace workspace() {
        return scope.workspace();
    }

    @Override
    public Environment environment() {
        return scope.setup.environment;
    }

    @Override
    public List<BackgroundWork.Work> background() {
        return BackgroundWork.of(scope.resources).running();
    }

    @Override
    public ToolResult call(Tool tool, ObjectNode arguments) throws InterruptedException {
        scope.cancellation.throwIfCancelled();
        ToolCall call = ToolCall.of(
                scope.setup.environment.ids().next("check"), tool.spec().name(), arguments);
        try {
            require(tool.actions(call, scope.workspace()));
            return scope.bound(
                    tool.call(call, new CallContext(scope, call, action -> require(List.of(action)), Map.of())));
        } catch (PermissionDenied e) {
            return ToolResult.error(call, "not allowed: " + e.getMessage());
        } catch (InterruptedException | MimoException e) {
            throw e;
        } catch (Exception e) {
            return ToolResult.error(call, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private void require(List<Action> actions) {
        if (scope.gate.decide(actions) instanceof Permission.Deny deny) {
            throw new PermissionDenied(deny.reason());
        }
    }
}
