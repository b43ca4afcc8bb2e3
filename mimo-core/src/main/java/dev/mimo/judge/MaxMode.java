package dev.mimo.judge;

import dev.mimo.agent.AgentPart;
import dev.mimo.agent.Parts;
import dev.mimo.agent.Session;
import dev.mimo.agent.SessionHook;
import dev.mimo.environment.Environment;
import dev.mimo.model.Model;
import dev.mimo.model.Prompt;
import dev.mimo.model.Role;
import dev.mimo.session.SessionId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Max Mode: at each step several candidates are drafted side by side from the same prompt, none is executed, and a judge
 * picks the one that goes on as if it had been the only answer. Immutable; each method gives a new one.
 *
 * <pre>{@code
 * Agent.builder().model("glm:glm-5").maxMode(MaxMode.of(5).when(Steps.first().or(Steps.afterFailure())))
 * }</pre>
 *
 * <p>A candidate that fails, repeats itself, is refused or hangs is dropped. One that is left wins unjudged; when none is
 * left, the model is asked once in the ordinary way. {@link dev.mimo.model.Reply#usage} stays that of the chosen candidate,
 * and all that was spent is in the budget. When what is left of a limit does not carry all candidates, there are fewer. It
 * works for the agent itself, not for its sub-agents.
 */
public final class MaxMode implements AgentPart {

    private static final int MOST = 32;

    final int candidates;
    Predicate<Prompt> when = prompt -> true;
    Diversity diversity = Diversity.none();
    boolean shortCut = true;
    double stragglerFactor = 2;
    Duration stragglerFloor = Duration.ofSeconds(10);
    Duration headStart = Duration.ZERO;
    Duration judgeTime = Duration.ofMinutes(2);
    private int quorum;
    private @Nullable CandidateJudge judge;

    private MaxMode(int candidates) {
        if (candidates < 1 || candidates > MOST) {
            throw new IllegalArgumentException("candidates must be in [1, " + MOST + "]: " + candidates);
        }
        this.candidates = candidates;
    }

    private MaxMode(MaxMode like) {
        candidates = like.candidates;
        when = like.when;
        diversity = like.diversity;
        shortCut = like.shortCut;
        stragglerFactor = like.stragglerFactor;
        stragglerFloor = like.stragglerFloor;
        headStart = like.headStart;
        judgeTime = like.judgeTime;
        quorum = like.quorum;
        judge = like.judge;
    }

    /** So many candidates a step, 1 to 32; 5 is usual. */
    public static MaxMode of(int candidates) {
        return new MaxMode(candidates);
    }

    /** Only on steps whose prompt is such: see {@link Steps}. Asked at each step, so it may look at a switch of the host's. */
    public MaxMode when(Predicate<Prompt> hard) {
        MaxMode other = new MaxMode(this);
        other.when = hard;
        return other;
    }

    /** How candidates are made to differ; {@link Diversity#none} when left out. */
    public MaxMode diversity(Diversity policy) {
        MaxMode other = new MaxMode(this);
        other.diversity = policy;
        return other;
    }

    /** Who chooses; the model for {@link Role#JUDGE} when left out. */
    public MaxMode judge(CandidateJudge other) {
        MaxMode changed = new MaxMode(this);
        changed.judge = other;
        return changed;
    }

    /** How long the judge may take before it is done without. */
    public MaxMode judgeTime(Duration atMost) {
        MaxMode other = new MaxMode(this);
        other.judgeTime = atMost;
        return other;
    }

    /**
     * So many candidates that propose the same action decide the step at once: the others are cancelled and no judge is
     * asked. More than half of all when left out.
     *
     * @param agreeing at least 2
     */
    public MaxMode quorum(int agreeing) {
        if (agreeing < 2) {
            throw new IllegalArgumentException("quorum must be at least 2: " + agreeing);
        }
        MaxMode other = new MaxMode(this);
        other.quorum = agreeing;
        return other;
    }

    /** Asks the judge also when more than half of the candidates propose the same action. */
    public MaxMode withoutShortCut() {
        MaxMode other = new MaxMode(this);
        other.shortCut = false;
        return other;
    }

    /**
     * When half of the candidates are there or out, the rest have until {@code factor} times the median of the former; 2
     * and 10 s when left out.
     *
     * @param factor at least 1
     * @param floor no less than this since the step began
     */
    public MaxMode stragglers(double factor, Duration floor) {
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("factor must be at least 1: " + factor);
        }
        MaxMode other = new MaxMode(this);
        other.stragglerFactor = factor;
        other.stragglerFloor = floor;
        return other;
    }

    /**
     * Starts the first candidate alone, and the others when its first piece comes or after {@code atMost}: for endpoints
     * whose prompt cache serves only what another request has filled before.
     */
    public MaxMode headStart(Duration atMost) {
        MaxMode other = new MaxMode(this);
        other.headStart = atMost;
        return other;
    }

    /** A model that answers as {@code model} would in Max Mode, for every role; each choice is an event and stored nowhere. */
    public Model around(Model model, CandidateJudge chooser, Environment environment) {
        return new MaxModel(this, model, judge == null ? chooser : judge, environment, role -> true);
    }

    @Override
    public void install(Parts parts) {
        CandidateJudge chooser = judge == null ? ModelCandidateJudge.of(parts.model(Role.JUDGE)) : judge;
        parts.decorate(model -> new MaxModel(this, model, chooser, parts.environment(), Role.MAIN::equals));
        Map<SessionId, Session> open = new ConcurrentHashMap<>();
        parts.hook(new SessionHook() {
            @Override
            public void opened(Session session) {
                open.put(session.id(), session);
            }

            @Override
            public void closing(Session session) {
                open.remove(session.id());
            }
        });
        parts.listener(event -> {
            Session session = open.get(event.session());
            if (session != null && event.event() instanceof CandidateEvent.Chosen chosen) {
                session.note(Decision.NOTE, chosen.decision().toJson());
            }
        });
    }

    /** How many of {@code count} have to agree. */
    int quorumOf(int count) {
        return quorum == 0 ? count / 2 + 1 : quorum;
    }
}
