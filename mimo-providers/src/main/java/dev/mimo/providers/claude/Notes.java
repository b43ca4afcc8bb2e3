package dev.mimo.providers.claude;

import dev.mimo.environment.Redactor;
import java.util.ArrayList;
import java.util.List;

/** Collects the report. What is told here may still hold secrets; {@link #report} leaves them out. For one thread. */
final class Notes {

    /** Shorter values are words rather than secrets, and hiding them would make the report unreadable. */
    private static final int SHORTEST_SECRET = 8;

    private static final int LONGEST = 300;

    private final List<ImportReport.Entry> entries;
    private Redactor redactor;

    Notes() {
        this(new ArrayList<>(), Redactor.standard());
    }

    private Notes(List<ImportReport.Entry> entries, Redactor redactor) {
        this.entries = entries;
        this.redactor = redactor;
    }

    Notes copy() {
        return new Notes(new ArrayList<>(entries), redactor);
    }

    /** This text never appears in the report. */
    void hide(String secret) {
        if (secret.strip().length() >= SHORTEST_SECRET) {
            redactor = redactor.hiding(secret.strip());
        }
    }

    void taken(String what, String value, String source, String why) {
        entries.add(new ImportReport.Entry(what, value, source, true, why));
    }

    void ignored(String what, String value, String source, String why) {
        entries.add(new ImportReport.Entry(what, value, source, false, why));
    }

    ImportReport report() {
        return new ImportReport(entries.stream()
                .map(entry -> new ImportReport.Entry(
                        shown(entry.what()),
                        shown(entry.value()),
                        shown(entry.source()),
                        entry.taken(),
                        shown(entry.why())))
                .toList());
    }

    /** On one line, without characters that a terminal obeys or that hide; secrets go first, as cutting would leave a part. */
    private String shown(String text) {
        String clean = redactor.redact(text)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}]", "")
                .strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST - 1) + "…";
    }
}
