package dev.mimo.examples.report;

import dev.mimo.examples.report.SessionReport.Head;
import dev.mimo.examples.report.SessionReport.Period;
import dev.mimo.memory.checkpoint.Checkpoint;
import dev.mimo.model.Role;
import dev.mimo.model.Spent;
import dev.mimo.session.Entry;
import dev.mimo.session.Plan;
import dev.mimo.session.SessionId;
import dev.mimo.session.Stored;
import dev.mimo.session.Transcript;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what there is to tell of a session, in one pass over it; it may run meanwhile. Confined to one thread. */
public final class ReportReader {

    private final Sources sources;

    public ReportReader(Sources sources) {
        this.sources = sources;
    }

    /** The report; null when there is no such session. */
    public @Nullable SessionReport find(SessionId id) {
        Transcript transcript = sources.sessions().find(id);
        if (transcript == null) {
            return null;
        }
        KnowledgeReading knowledge = new KnowledgeReading(sources, id);
        AccountReading account = new AccountReading(sources.models());
        ContextReading context = new ContextReading(sources.models());
        WorkReading work = new WorkReading();
        ExcerptReading excerpt = new ExcerptReading(knowledge.named());
        PlanReading plan = new PlanReading();
        List<Consumer<Stored>> readings = List.of(account, context, work, excerpt, plan);
        transcript.stream(0).forEach(stored -> readings.forEach(reading -> reading.accept(stored)));
        Knowledge known = knowledge.read();
        Map<Role, Spent> byRole = withWriter(account.byRole(), known.versions());
        return new SessionReport(
                head(id, account, work),
                context.read(),
                new Spending(byRole, new AgentTree(sources).read(id, account.agents())),
                work.read(),
                known,
                plan.plan,
                excerpt.read());
    }

    private static Head head(SessionId id, AccountReading account, WorkReading work) {
        return new Head(
                id,
                account.agent(),
                account.task(),
                account.models(),
                new Period(account.from(), account.until(), account.worked()),
                account.ending(),
                work.counts(account.turns(), account.steps()));
    }

    /* Writers work beside the turns; what turns do not tell of them, the versions do. */
    private static Map<Role, Spent> withWriter(Map<Role, Spent> byRole, List<Checkpoint> versions) {
        Spent told = byRole.getOrDefault(Role.WRITER, Spent.NOTHING);
        Spent written = Spent.NOTHING;
        for (Checkpoint version : versions) {
            if (version.making().usage().total() > 0) {
                written = written.plus(
                        new Spent(1, version.making().usage(), version.making().cost()));
            }
        }
        if (written.usage().total() <= told.usage().total()) {
            return byRole;
        }
        Map<Role, Spent> others = Spending.plus(byRole, Map.of());
        others.put(Role.WRITER, written);
        return others;
    }

    private static final class PlanReading implements Consumer<Stored> {

        private Plan plan = Plan.empty();

        @Override
        public void accept(Stored stored) {
            if (stored.entry() instanceof Entry.PlanChanged changed) {
                plan = changed.plan();
            }
        }
    }
}
