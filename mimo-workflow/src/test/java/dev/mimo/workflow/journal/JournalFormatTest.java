package dev.mimo.workflow.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mimo.model.Json;
import dev.mimo.model.Spent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JournalFormatTest {

    /** All values here are small, so that the folder is never made. */
    private final RunLines lines = new RunLines(RunId.of("wf-1"), new ValueFiles(Path.of("never-made")));

    @Property
    void any_record_comes_back_as_it_was_written(@ForAll long seed) throws IOException {
        RandomRecords random = new RandomRecords(seed);
        requireRoundTrip(new Recorded(0, Instant.ofEpochMilli(seed >>> 20), random.anyHeader()));
        long sequence = 1;
        for (JournalRecord record : random.some(5)) {
            requireRoundTrip(new Recorded(sequence++, Instant.ofEpochMilli(seed >>> 20), record));
        }
    }

    private void requireRoundTrip(Recorded recorded) throws IOException {
        byte[] line = lines.write(recorded);

        assertThat(lines.read(line, recorded.sequence(), "here")).isEqualTo(recorded);
        assertThat(line).doesNotContain('\n');
    }

    @Test
    void the_form_of_a_line_is_stable() throws IOException {
        ObjectNode call = Json.object().put("prompt", "hi").put("label", "greet");
        CallKey key = CallKey.of(CallPath.root().agent(0), call);

        assertThat(line(0, RandomRecords.header())).isEqualTo("""
                        {"sequence":0,"at":5,"format":1,"run":"wf-1","record":{"type":"header","name":"review",\
                        "script":"export const meta = {}","seed":7,"terms":{"models":{},"caps":{},"workspace":"/home",\
                        "dialect":"mimo","engine":"1"}}}""");
        assertThat(line(1, new JournalRecord.CallStarted(key, 1, call)))
                .isEqualTo(
                        "{\"sequence\":1,\"at\":5,\"record\":{\"type\":\"call_started\",\"path\":\"r#0\",\"content\":\""
                                + key.content()
                                + "\",\"attempt\":1,\"call\":{\"prompt\":\"hi\",\"label\":\"greet\"}}}");
        assertThat(line(2, new JournalRecord.Terminal(JournalRecord.Status.CANCELLED, null, "stop", Spent.NOTHING)))
                .isEqualTo("""
                        {"sequence":2,"at":5,"record":{"type":"terminal","status":"cancelled","error":"stop","spent":\
                        {"calls":0,"usage":{"input":0,"output":0,"reasoning":0,"cache_read":0,"cache_write":0},\
                        "usd":"0"}}}""");
    }

    private String line(long sequence, JournalRecord record) throws IOException {
        return new String(lines.write(new Recorded(sequence, Instant.ofEpochMilli(5), record)), StandardCharsets.UTF_8);
    }
}
