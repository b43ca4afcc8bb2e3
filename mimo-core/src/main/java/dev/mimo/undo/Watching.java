package dev.mimo.undo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call at work, with what was there before it. */
final class Watching {

    private static final Logger LOG = LoggerFactory.getLogger(Watching.class);

    private final Positions.Position position;
    private final ChangeLog log;
    private final Looking looking;
    private final Map<Path, Image> before;

    /** Looks at the files of a call. */
    interface Looking {

        Map<Path, Image> look() throws IOException;

        /** What stood, before the call, at a path that was seen only after it. */
        default Image unseen(Path path) {
            return Image.ABSENT;
        }
    }

    Watching(Positions.Position position, ChangeLog log, Looking looking) throws IOException {
        this.position = position;
        this.log = log;
        this.looking = looking;
        this.before = looking.look();
    }

    /** Looks again and keeps what differs; an interrupt does not cut it short. Never throws. */
    void close() {
        boolean interrupted = Thread.interrupted();
        try {
            Map<Path, Image> after = looking.look();
            List<Change> changes = new ArrayList<>();
            for (Path path : Manifest.differing(before, after)) {
                Image was = before.containsKey(path) ? before.get(path) : looking.unseen(path);
                Image is = after.getOrDefault(path, Image.ABSENT);
                changes.add(new Change(position.turn(), position.step(), path, was, is));
            }
            log.add(changes);
        } catch (IOException | RuntimeException e) {
            LOG.warn("what a call did to files could not be kept, and cannot be undone", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
