/** Memory that outlives a session: what was said, what it was about, what is worth knowing, and what a model is shown of it. */
@org.jspecify.annotations.NullMarked
module dev.mimo.memory {
    requires transitive dev.mimo.core;
    requires java.sql;
    requires org.apache.commons.io;
    requires org.xerial.sqlitejdbc;

    exports dev.mimo.memory;
    exports dev.mimo.memory.checkpoint;
    exports dev.mimo.memory.layer;
    exports dev.mimo.memory.procedure;
    exports dev.mimo.memory.rebuild;
    exports dev.mimo.memory.search;
    exports dev.mimo.memory.upkeep;
}
