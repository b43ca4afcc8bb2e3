package dev.mimo.examples.recall;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of several statements about a thing holds, as a reader would see it. */
final class Newest {

    private Newest() {}

    /**
     * The value that holds: of those that no other statement takes back, the one that stands last; of all, when each takes
     * back another. Null when nothing is said of the subject.
     */
    static @Nullable String find(Statement.Subject subject, List<Statement> said) {
        Set<String> takenBack = new HashSet<>();
        for (Statement statement : said) {
            if (statement.subject().equals(subject) && statement.instead() != null) {
                takenBack.add(statement.instead());
            }
        }
        String last = null;
        String standing = null;
        for (Statement statement : said) {
            if (statement.subject().equals(subject)) {
                last = statement.value();
                standing = takenBack.contains(last) ? standing : last;
            }
        }
        return standing == null ? last : standing;
    }
}
