package dev.mimo.memory.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.environment.MimoException;
import dev.mimo.model.Json;
import dev.mimo.model.Reply;
import dev.mimo.model.StopReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer of a writer's model: a patch, or what is wrong with it. */
final class PatchReading {

    private final String answer;
    private final @Nullable CheckpointPatch patch;
    private final List<String> faults;
    private final List<String> refused;

    private PatchReading(String answer, @Nullable CheckpointPatch patch, List<String> faults, List<String> refused) {
        this.answer = answer.isBlank() ? "(nothing)" : answer;
        this.patch = patch;
        this.faults = faults;
        this.refused = refused;
    }

    static PatchReading of(Reply reply, String author, WriterPrompt prompt, CheckpointWriter.Material material) {
        String answer = reply.message().text();
        try {
            ObjectNode object = PatchFormat.mend(object(answer));
            List<String> faults = PatchFormat.faults(object);
            if (!faults.isEmpty()) {
                return new PatchReading(answer, null, faults, List.of());
            }
            CheckpointPatch patch = PatchFormat.read(object, prompt.upTo(), prompt.remembered(), author);
            PatchCheck check = PatchCheck.of(patch, material.range(), material.transcript());
            return new PatchReading(answer, patch, check.faults(), check.refused());
        } catch (MimoException e) {
            boolean cut = reply.stopReason() == StopReason.LENGTH;
            String fault = cut ? "it is longer than an answer may be, and was cut: write less" : e.getMessage();
            return new PatchReading(answer, null, List.of(fault), List.of());
        }
    }

    /** Models like to put a fence or a sentence around the object. */
    private static ObjectNode object(String answer) {
        int open = answer.indexOf('{');
        int close = answer.lastIndexOf('}');
        if (open < 0 || close < open) {
            throw new MimoException("there is no JSON object in it");
        }
        return Json.readObject(answer.substring(open, close + 1));
    }

    boolean isUsable() {
        return patch != null && faults.isEmpty();
    }

    CheckpointPatch patch() {
        if (patch == null) {
            throw new IllegalStateException("there is no patch: " + faults);
        }
        return patch;
    }

    /** What the model said; never empty. */
    String answer() {
        return answer;
    }

    List<String> faults() {
        return faults;
    }

    /** What the model is told, to answer again. */
    String complaint() {
        StringBuilder text = new StringBuilder("Your answer cannot be used:\n");
        faults.forEach(fault -> text.append("- ").append(fault).append('\n'));
        refused.forEach(fault -> text.append("- ").append(fault).append('\n'));
        return text.append("Answer again with the whole JSON object, and nothing else.")
                .toString();
    }
}
