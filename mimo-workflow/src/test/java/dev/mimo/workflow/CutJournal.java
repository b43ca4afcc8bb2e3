package dev.mimo.workflow;

import dev.mimo.workflow.journal.Journal;
import dev.mimo.workflow.journal.JournalRecord;
import dev.mimo.workflow.journal.RunId;
import dev.mimo.workflow.journal.RunInfo;
import dev.mimo.workflow.journal.RunLog;
import dev.mimo.workflow.journal.RunRecords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal that takes so many records, and then does something else. */
final class CutJournal implements Journal {

    private final Journal journal;
    private final int records;
    private final Runnable instead;

    CutJournal(Journal journal, int records, Runnable instead) {
        this.journal = journal;
        this.records = records;
        this.instead = instead;
    }

    @Override
    public RunLog begin(RunId id, JournalRecord.Header header) {
        return new Log(journal.begin(id, header));
    }

    @Override
    public RunLog open(RunId id) {
        return new Log(journal.open(id));
    }

    @Override
    public @Nullable RunRecords find(RunId id) {
        return journal.find(id);
    }

    @Override
    public List<RunInfo> list() {
        return journal.list();
    }

    private final class Log implements RunLog {

        private final RunLog log;

        Log(RunLog log) {
            this.log = log;
        }

        @Override
        public RunId id() {
            return log.id();
        }

        @Override
        public synchronized long append(List<? extends JournalRecord> more) {
            long left = records - log.records().size();
            if (more.size() <= left) {
                return log.append(more);
            }
            if (left > 0) {
                log.append(more.subList(0, (int) left));
            }
            instead.run();
            throw new IllegalStateException("nothing comes after that");
        }

        @Override
        public RunRecords records() {
            return log.records();
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
