package dev.mimo.memory.checkpoint;

import dev.mimo.model.Spent;
import dev.mimo.session.SessionId;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the versions of one session, one at a time, each out of the newest one. Safe for use by several threads. */
final class SessionVersions {

    private final CheckpointStore store;
    private final Clock clock;

    SessionVersions(CheckpointStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What a version is made of besides the one before.
     *
     * @param git lines for the digest
     * @param notes not taken in yet
     * @param spent what the writer took
     */
    record Ingredients(CheckpointRequest request, List<String> git, List<CheckpointWriter.Note> notes, Spent spent) {}

    private record Ending(Checkpoint.Status status, String reason) {}

    /** A version that a model wrote; null when the session has moved on from where the writer began. */
    synchronized @Nullable Checkpoint written(Ingredients from, long began, PatchCheck check) {
        Checkpoint latest = store.findLatest(from.request().session());
        Checkpoint.Marks marks = marks(latest);
        if (marks.written() != began) {
            return null;
        }
        long covered = Math.max(marks.covered(), from.request().to());
        Checkpoint.Marks next = new Checkpoint.Marks(covered, check.patch().upTo());
        String refused = String.join("; ", check.refused());
        return save(from, latest, check.patch(), next, new Ending(Checkpoint.Status.OK, refused));
    }

    /** A version without a model's word. */
    synchronized Checkpoint extractive(Ingredients from, String reason) {
        Checkpoint latest = store.findLatest(from.request().session());
        Checkpoint.Marks marks = marks(latest);
        long covered = Math.max(marks.covered(), from.request().to());
        Checkpoint.Marks next = new Checkpoint.Marks(covered, marks.written());
        return save(from, latest, null, next, new Ending(Checkpoint.Status.EXTRACTIVE, reason));
    }

    /** The newest version when it covers what is asked for; else null. */
    @Nullable
    Checkpoint findCovering(CheckpointRequest request) {
        Checkpoint latest = store.findLatest(request.session());
        return latest != null && latest.marks().covered() >= request.to() ? latest : null;
    }

    /** Keeps for the record what a writer made and nobody may see. */
    synchronized Checkpoint rejected(Ingredients from, PatchCheck check) {
        Checkpoint latest = store.findLatest(from.request().session());
        String faults = String.join("; ", check.faults());
        return save(from, latest, check.patch(), marks(latest), new Ending(Checkpoint.Status.REJECTED, faults));
    }

    private Checkpoint save(
            Ingredients from,
            @Nullable Checkpoint latest,
            @Nullable CheckpointPatch patch,
            Checkpoint.Marks marks,
            Ending ending) {
        CheckpointRequest request = from.request();
        int version = next(store, request.session(), latest);
        NextCheckpoint next = new NextCheckpoint(latest, version).plan(request.plan());
        // What an earlier version covers stands in it already.
        next.digest(Digest.of(request.transcript(), marks(latest).covered(), request.to())
                .withGit(from.git()));
        if (patch != null) {
            next.patch(patch);
        }
        next.notes(from.notes());
        Checkpoint.Making making = new Checkpoint.Making(
                clock.instant(),
                ending.status(),
                patch == null ? null : patch.model(),
                from.spent().usage(),
                from.spent().cost(),
                ItemText.of(ending.reason(), ItemText.LONGEST));
        Checkpoint made = new Checkpoint(request.session(), version, next.sections(), marks, making);
        store.save(made);
        return made;
    }

    private static Checkpoint.Marks marks(@Nullable Checkpoint latest) {
        return latest == null ? Checkpoint.Marks.NONE : latest.marks();
    }

    /** Rejected versions have a number too. */
    static int next(CheckpointStore store, SessionId session, @Nullable Checkpoint latest) {
        int version = latest == null ? 1 : latest.version() + 1;
        while (store.find(session, version) != null) {
            version++;
        }
        return version;
    }
}
