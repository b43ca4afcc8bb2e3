package dev.mimo.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.CancelledException;
import dev.mimo.model.Json;
import dev.mimo.model.ToolCall;
import dev.mimo.permission.Approver;
import dev.mimo.permission.Grant;
import dev.mimo.permission.Permission;
import dev.mimo.session.Entry;
import dev.mimo.tool.Action;
import dev.mimo.tool.PermissionDenied;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on calls of a turn: by the rules first, then by the person where the rules say so. */
final class CallGate {

    private static final Logger LOG = LoggerFactory.getLogger(CallGate.class);

    private final TurnScope scope;
    private final Map<String, Approver.Answer> answers;

    /** {@code answers} were given to a paused turn, by call id. */
    CallGate(TurnScope scope, Map<String, Approver.Answer> answers) {
        this.scope = scope;
        this.answers = answers;
    }

    /** What people said to the questions of the paused tree. */
    Map<String, Approver.Answer> answers() {
        return answers;
    }

    /** What was decided about one call. */
    sealed interface Decision {

        /**
         * It runs.
         *
         * @param person whether a person said so
         * @param arguments what the person gave in place of its own; null when nothing
         */
        record Run(boolean person, @Nullable ObjectNode arguments) implements Decision {}

        /** It does not run and has this result. */
        record Told(String text, boolean error) implements Decision {}

        /** A person has to decide, and none is there. */
        record Wait(String question) implements Decision {}
    }

    /** Decides on a call before it runs. */
    Decision decide(ToolCall call, List<Action> actions) {
        if (scope.recorder.see(view -> view.calls().wasAllowed(call.id()))) {
            String denied = denial(actions);
            return denied == null ? new Decision.Run(true, null) : new Decision.Told(denied, true);
        }
        return decide(call, actions, answers.get(scope.questionId(call.id())));
    }

    private Decision decide(ToolCall call, List<Action> actions, Approver.@Nullable Answer given) {
        Permission permission = scope.gate.decide(actions);
        if (permission instanceof Permission.Deny deny) {
            return new Decision.Told("not allowed: " + deny.reason(), true);
        }
        if (permission instanceof Permission.Allow) {
            return new Decision.Run(false, null);
        }
        Approver.Request request = new Approver.Request(
                call, actions, permission.reason(), Question.text(call, actions, permission.reason()));
        Approver.Answer answer = given == null ? ask(request) : given;
        return answer == null ? new Decision.Wait(request.text()) : follow(answer, actions);
    }

    /** Why the rules forbid it, whatever a person said; null when they do not. */
    @Nullable
    String denial(List<Action> actions) {
        return scope.gate.decide(actions) instanceof Permission.Deny deny ? "not allowed: " + deny.reason() : null;
    }

    /**
     * For what a call needs on the way: asks, and throws when it may not be. What was said to the call itself is no answer to
     * this.
     */
    void require(ToolCall call, List<Action> actions) {
        Decision decision = decide(call, actions, null);
        if (decision instanceof Decision.Told told) {
            throw new PermissionDenied(told.text());
        }
        if (decision instanceof Decision.Wait) {
            throw new PermissionDenied("a person has to allow it and nobody is there: "
                    + actions.get(0).subject());
        }
    }

    private Decision follow(Approver.Answer answer, List<Action> actions) {
        if (answer instanceof Approver.Answer.Allow allow) {
            if (allow.scope() != Approver.Scope.ONCE && allow.arguments() == null) {
                actions.stream()
                        .filter(Grant::isPossible)
                        .map(Grant::of)
                        .forEach(grant -> remember(grant, allow.scope()));
            }
            return new Decision.Run(true, allow.arguments());
        }
        if (answer instanceof Approver.Answer.Reply reply) {
            return new Decision.Told(reply.text(), false);
        }
        return new Decision.Told("not allowed: " + ((Approver.Answer.Deny) answer).message(), true);
    }

    private void remember(Grant grant, Approver.Scope reach) {
        ObjectNode data = Json.object().put("tool", grant.tool()).put("subject", grant.subject());
        scope.recorder.append(new Entry.Noted(SessionView.GRANT, data));
        if (reach == Approver.Scope.PROJECT) {
            scope.gate.grantForProject(grant);
        } else {
            scope.gate.grant(grant);
        }
    }

    private Approver.@Nullable Answer ask(Approver.Request request) {
        Approver person = scope.approver;
        if (person == null) {
            return null;
        }
        String id = request.call().id();
        scope.publisher.emit(new TurnEvent.PermissionAsked(id, request.text()));
        Approver.Answer answer = answer(person, request);
        scope.publisher.emit(new TurnEvent.PermissionAnswered(id, word(answer)));
        return answer;
    }

    private Approver.Answer answer(Approver person, Approver.Request request) {
        try (Interruption open = Interruption.on(scope.cancellation)) {
            return open.whileOpen(() -> scope.place.without(() -> oneAtATime(person, request), scope.cancellation));
        } catch (InterruptedException | CancelledException e) {
            scope.cancellation.throwIfCancelled();
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted while a person was asked");
        } catch (Exception e) {
            LOG.warn("the approver failed; the call is denied", e);
            return new Approver.Answer.Deny("the question could not be put to a person");
        }
    }

    /* Calls side by side may ask on the way. */
    private Approver.Answer oneAtATime(Approver person, Approver.Request request) throws InterruptedException {
        scope.asking.lockInterruptibly();
        try {
            return person.approve(request);
        } finally {
            scope.asking.unlock();
        }
    }

    private static String word(Approver.Answer answer) {
        return answer instanceof Approver.Answer.Allow
                ? "allow"
                : answer instanceof Approver.Answer.Deny ? "deny" : "reply";
    }
}
