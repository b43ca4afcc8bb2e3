package dev.mimo.workflow.journal;

import java.nio.file.Path;
import java.time.Clock;

class InMemoryJournalTest extends JournalContract {

    @Override
    Journal openJournal(Path folder, Clock clock) {
        return new InMemoryJournal(clock);
    }
}
