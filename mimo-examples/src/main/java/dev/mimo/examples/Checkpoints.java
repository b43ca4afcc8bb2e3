package dev.mimo.examples;

import dev.mimo.agent.Agent;
import dev.mimo.agent.Session;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.memory.checkpoint.CheckpointKeeper;
import dev.mimo.memory.checkpoint.CheckpointPatch;
import dev.mimo.memory.checkpoint.CheckpointPatch.Change;
import dev.mimo.memory.checkpoint.CheckpointPatch.Line;
import dev.mimo.memory.checkpoint.CheckpointRequest;
import dev.mimo.memory.checkpoint.CheckpointText;
import dev.mimo.memory.checkpoint.CheckpointWriter;
import dev.mimo.memory.checkpoint.InMemoryCheckpointStore;
import dev.mimo.memory.checkpoint.Section;
import dev.mimo.memory.checkpoint.StructuredWriter;
import dev.mimo.model.BudgetedModel;
import dev.mimo.model.Model;
import dev.mimo.model.TokenEstimator;
import dev.mimo.providers.Models;
import dev.mimo.session.Entry;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Checkpoints on their own: of a session in any store, without a database, by a model or by a function. */
public final class Checkpoints {

    private static final SessionId ID = SessionId.of("ticket-4711");

    private Checkpoints() {}

    /** What a session is about, for whoever takes it over. */
    static String brief(SessionStore sessions, SessionId id, CheckpointWriter writer) throws InterruptedException {
        try (CheckpointKeeper keeper =
                CheckpointKeeper.of(writer, new InMemoryCheckpointStore()).build()) {
            Transcript transcript = Objects.requireNonNull(sessions.find(id), "there is no such session");
            CheckpointRequest all = CheckpointRequest.all(id, transcript, "somebody else takes over");
            Checkpoint checkpoint = keeper.now(all, Duration.ofMinutes(1));
            return CheckpointText.render(checkpoint, 2_000, TokenEstimator.byScript())
                    .text();
        }
    }

    /** Reads with a model of its own. */
    static CheckpointWriter byModel(Model model) {
        return StructuredWriter.of(new BudgetedModel(model));
    }

    /** Knows no model: this host writes its decisions as {@code DECISION: …}, and that is what it wants to keep. */
    static CheckpointWriter byFunction() {
        return material -> {
            CheckpointWriter.Range range = material.range();
            List<Line> decisions = material.transcript().stream(range.from())
                    .filter(stored -> stored.sequence() < range.to()
                            && stored.entry() instanceof Entry.ReplyAdded reply
                            && reply.message().text().startsWith("DECISION: "))
                    .map(stored -> new Line(
                            ((Entry.ReplyAdded) stored.entry()).message().text().substring(10), stored.sequence()))
                    .toList();
            Change add = new Change(false, List.of(), decisions);
            return new CheckpointPatch(range.to(), Map.of(Section.DECISIONS, add), List.of());
        };
    }

    public static void main(String[] arguments) throws InterruptedException {
        Model model = Models.fromEnvironment();
        try (SessionStore sessions = new InMemorySessionStore()) {
            Agent agent = Agent.builder().model(model).store(sessions).build();
            try (Session session = agent.session(ID)) {
                session.run("Which database suits a tool that runs on one machine? Decide.");
            }
            System.out.println(brief(sessions, ID, byModel(model)));
        }
    }
}
