/** Memory that outlives a session: one SQLite store of all that was said. */
@org.jspecify.annotations.NullMarked
module dev.mimo.memory {
    requires transitive dev.mimo.core;
    requires java.sql;
    requires org.apache.commons.io;
    requires org.xerial.sqlitejdbc;

    exports dev.mimo.memory;
    exports dev.mimo.memory.checkpoint;
    exports dev.mimo.memory.layer;
    exports dev.mimo.memory.rebuild;
}
