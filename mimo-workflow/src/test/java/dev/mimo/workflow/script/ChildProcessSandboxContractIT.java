package dev.mimo.workflow.script;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** Scripts in processes of their own do what they do in this one. A process for each test takes a minute. */
@Tag("heavy")
class ChildProcessSandboxContractIT extends SandboxContract {

    private static final ChildProcessSandbox SANDBOX = new ChildProcessSandbox();

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @Override
    Sandbox sandbox() {
        return SANDBOX;
    }
}
