package dev.mimo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mimo.session.MemoryEntry;
import dev.mimo.session.MemoryScope;
import dev.mimo.session.MemoryStore;
import dev.mimo.testing.ScriptedModel;
import dev.mimo.testing.junit.MemoryStoreContract;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditedMemoryTest extends MemoryStoreContract {

    private final List<String> audit = new ArrayList<>();

    @TempDir
    private Path root;

    @Override
    protected MemoryStore openStore(Path folder) {
        return new AuditedMemory(audit::add);
    }

    @Override
    protected boolean isDurable() {
        return false;
    }

    @Test
    void an_agent_is_told_what_the_host_remembers_and_changes_are_audited() {
        AuditedMemory memories = new AuditedMemory(audit::add);
        MemoryEntry rule = new MemoryEntry(
                "r1",
                MemoryEntry.Kind.RULE,
                "amounts are cents",
                MemoryEntry.Status.CONFIRMED,
                MemoryEntry.Origin.USER,
                null,
                List.of());
        memories.update(MemoryScope.project("billing"), entries -> List.of(rule));
        ScriptedModel model = ScriptedModel.create().reply("in cents");

        assertThat(AuditedMemory.ask(root, memories, model, "How are amounts kept?"))
                .isEqualTo("in cents");

        assertThat(model.prompts().get(0).messages().get(0).toString()).contains("amounts are cents");
        assertThat(audit).singleElement().asString().contains("+ amounts are cents");
    }
}
