package dev.mimo.examples.recall;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The words of the world: names of things, their traits, and values. */
final class Vocabulary {

    private static final List<String> FIRST = words("amber basalt cedar cobalt copper coral crimson dapple ember fallow"
            + " flint frost garnet gilded granite hazel indigo ivory jasper juniper lapis linen lunar maple marble misty"
            + " mossy nimble ochre olive onyx opal pewter polar quartz quiet russet sable saffron scarlet silver slate"
            + " solar sorrel tawny timber umber velvet violet willow");
    private static final List<String> SECOND = words("anchor archive basin beacon bridge broker canal carrier catalog"
            + " clerk courier depot digest dispatch ferry forge furnace gateway granary harbor herald index kiln lantern"
            + " ledger lens loom mailer market meter mill mirror notary orchard parcel pilot pylon quarry relay roster"
            + " router saddle scribe signal silo tally tower vault weaver");
    private static final List<String> PEOPLE =
            words("Ines Tarek Mirko Yuki Oskar Lena Amara Jonas Priya Mateo Signe Bruno Wanda Kofi Elif Ravi");
    private static final List<String> CHECKS = words("verify lint replay audit smoke bench drift schema");

    private static final List<String> FACTS = List.of(
            "connection limit",
            "retry delay",
            "listen port",
            "batch size",
            "heap ceiling",
            "queue depth",
            "lease length",
            "shard count",
            "base image",
            "log bucket",
            "rate ceiling",
            "spill folder");
    private static final List<String> CHINESE_FACTS = List.of("连接上限", "重试间隔", "监听端口", "批量大小", "队列深度", "租约时长", "分片数量");
    private static final List<Choice> CHOICES = List.of(
            new Choice("cache policy", words("lru arc fifo clock lfu sieve two-queue")),
            new Choice("queue broker", words("kafka nats rabbit pulsar redis-streams zeromq")),
            new Choice("wire format", words("json cbor protobuf avro thrift msgpack")),
            new Choice("storage engine", words("rocksdb lmdb sqlite badger leveldb wiredtiger")),
            new Choice("build tool", words("maven gradle bazel buck pants ninja")),
            new Choice("deploy target", words("nomad k8s lambda fargate swarm bare-metal")));
    private static final List<Choice> CHINESE_CHOICES = List.of(
            new Choice("缓存策略", words("lru arc fifo clock lfu sieve")),
            new Choice("消息队列", words("kafka nats rabbit pulsar zeromq")),
            new Choice("存储引擎", words("rocksdb lmdb sqlite badger leveldb")));

    private final Random random;

    Vocabulary(Random random) {
        this.random = random;
    }

    /** A trait that is chosen, and what there is to choose from. */
    record Choice(String trait, List<String> values) {}

    private static List<String> words(String words) {
        return List.of(words.split(" "));
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** One of about 2,500. */
    String name() {
        return any(FIRST) + "-" + any(SECOND);
    }

    /** A name that is easily taken for the other. */
    String nearly(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name + "-" + (2 + random.nextInt(8));
            case 1 -> name + "s";
            case 2 -> "old-" + name;
            default -> name.substring(0, name.indexOf('-') + 1) + any(SECOND);
        };
    }

    String person() {
        return any(PEOPLE);
    }

    String check() {
        return any(CHECKS) + "-" + any(SECOND) + ".sh";
    }

    String fact(boolean chinese) {
        return any(chinese ? CHINESE_FACTS : FACTS);
    }

    Choice choice(boolean chinese) {
        return any(chinese ? CHINESE_CHOICES : CHOICES);
    }

    /** What there is to choose from for a trait. */
    static List<String> valuesOf(String trait) {
        return Stream.of(CHOICES, CHINESE_CHOICES)
                .flatMap(List::stream)
                .filter(choice -> choice.trait().equals(trait))
                .findFirst()
                .orElseThrow()
                .values();
    }

    /** Something that a fact of that trait may be. */
    String value(String trait) {
        return switch (trait) {
            case "retry delay", "lease length", "重试间隔", "租约时长" -> number() + "ms";
            case "heap ceiling" -> number() + "MiB";
            case "base image" -> any(FIRST) + "-" + random.nextInt(20) + "." + number();
            case "log bucket" -> "eu-" + any(SECOND) + "-" + random.nextInt(100);
            case "spill folder" -> "/srv/" + any(FIRST) + "/" + number();
            default -> number();
        };
    }

    String number() {
        return String.valueOf(random.nextInt(9_000) + 1_000);
    }
}
