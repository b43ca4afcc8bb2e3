package dev.mimo.session;

/** For whom something is remembered. */
public sealed interface MemoryScope {

    /**
     * One project, whatever the session.
     *
     * @param id as the host named it, or as it was derived from the folder of the project; 1 to 200 characters
     */
    record Project(String id) implements MemoryScope {
        public Project {
            if (id.isBlank() || id.length() > 200) {
                throw new IllegalArgumentException("a project id has 1 to 200 characters, not " + id.length());
            }
        }
    }

    /** All projects of one person or tenant. */
    record Global() implements MemoryScope {}

    static MemoryScope project(String id) {
        return new Project(id);
    }

    static MemoryScope global() {
        return new Global();
    }
}
