import dev.mimo.agent.Agent;
import dev.mimo.agent.Outcome;
import dev.mimo.agent.Session;
import dev.mimo.memory.SqliteSessionStore;
import dev.mimo.model.Model;
import dev.mimo.providers.Models;
import dev.mimo.session.FileSessionStore;
import dev.mimo.session.InMemorySessionStore;
import dev.mimo.session.SessionStore;
import dev.mimo.tool.Doc;
import dev.mimo.tool.Tool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;

/** mimo with sessions in SQLite; after a colon in the peer's name: {@code files} or {@code memory} for other stores. */
public final class Driver {

    /** What the one tool is called with. */
    public record Echo(@Doc(Bench.ARG_DESC) String text) {}

    private static final Tool ECHO = Tool.of("echo", Bench.TOOL_DESC, Echo.class, (echo, context) -> Bench.echo(echo.text()));

    private static SessionStore store;
    private static Model model;
    private static String modelBase;

    private Driver() {}

    public static void main(String[] arguments) throws Exception {
        boolean variant = !arguments[0].matches("steps|stream|conc");
        store = store(variant ? arguments[0] : "sqlite");
        String[] rest = variant ? java.util.Arrays.copyOfRange(arguments, 1, arguments.length) : arguments;
        Bench.main(rest, base -> {
            if (!base.equals(modelBase)) {
                model = Models.openAiCompatible(URI.create(base), "mock").model();
                modelBase = base;
            }
            Agent agent = Agent.builder()
                    .model(model)
                    .instructions(Bench.SYSTEM)
                    .tools(ECHO)
                    .store(store)
                    .build();
            Session session = agent.session();
            return new Bench.Agent() {
                @Override
                public String run(String prompt) {
                    Outcome outcome = session.run(prompt);
                    return outcome.text();
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        });
    }

    private static SessionStore store(String kind) throws IOException {
        return switch (kind) {
            case "memory" -> new InMemorySessionStore();
            case "files" -> FileSessionStore.at(Files.createTempDirectory("mimo-bench"));
            default -> SqliteSessionStore.at(Files.createTempDirectory("mimo-bench"));
        };
    }
}
