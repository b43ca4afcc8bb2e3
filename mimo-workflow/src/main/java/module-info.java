/** Resumable JavaScript workflows that orchestrate agents: scripts, and the journal of what their runs did. */
@org.jspecify.annotations.NullMarked
module dev.mimo.workflow {
    requires transitive dev.mimo.core;
    requires java.management;
    requires jdk.management;
    requires org.graalvm.polyglot;
    requires org.apache.commons.io;
    requires org.slf4j;

    exports dev.mimo.workflow;
    exports dev.mimo.workflow.journal;
    exports dev.mimo.workflow.tree;
}
