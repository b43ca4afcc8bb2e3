/** Model providers: wire dialects and vendor policies over HTTP. */
@org.jspecify.annotations.NullMarked
module dev.mimo.providers {
    requires static transitive org.jspecify;
    requires transitive dev.mimo.core;
    requires okhttp3;
    requires okio;
    requires org.slf4j;

    exports dev.mimo.providers;
    exports dev.mimo.providers.claude;
    exports dev.mimo.providers.policy;

    provides dev.mimo.model.ModelProvider with
            dev.mimo.providers.StandardModels;
}
