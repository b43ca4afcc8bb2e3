package dev.mimo.memory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.Redactor;
import dev.mimo.model.Json;
import dev.mimo.session.Entry;
import dev.mimo.session.EntryFormat;
import dev.mimo.session.SessionId;
import dev.mimo.session.SessionInfo;
import dev.mimo.session.SessionLog;
import dev.mimo.session.SessionStore;
import dev.mimo.session.Transcript;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes secrets out of everything before another store keeps it. */
record RedactingSessionStore(SessionStore store) implements SessionStore {

    @Override
    public SessionLog open(SessionId id) {
        return new RedactingLog(store.open(id));
    }

    @Override
    public @Nullable Transcript find(SessionId id) {
        return store.find(id);
    }

    @Override
    public List<SessionInfo> list() {
        return store.list();
    }

    @Override
    public void delete(SessionId id) {
        store.delete(id);
    }

    @Override
    public void close() {
        store.close();
    }

    private record RedactingLog(SessionLog log) implements SessionLog {

        @Override
        public SessionId id() {
            return log.id();
        }

        @Override
        public long append(List<Entry> entries) {
            return log.append(entries.stream().map(this::clean).toList());
        }

        private Entry clean(Entry entry) {
            String written = EntryFormat.write(entry);
            ObjectNode clean = Redactor.standard().redact(Json.readObject(written));
            String text = Json.write(clean);
            return text.equals(written) ? entry : EntryFormat.readEntry(text, "session \"" + id() + "\"");
        }

        @Override
        public Transcript transcript() {
            return log.transcript();
        }

        @Override
        public Path folder() {
            return log.folder();
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
