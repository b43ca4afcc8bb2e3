package dev.mimo.memory.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTextTest {

    /** Secrets are put together here, so that this file holds none. */
    private static final String RANDOM = "q7Zp2Lx9" + "Vt4Rk8Ws" + "1Bd6Nc3M";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use sk-@ for tests                                | use ⟨redacted:key⟩ for tests",
                "sk-ant-api03-@-@                                  | ⟨redacted:key⟩",
                "AKIA_ABCDEFGHIJ234567                             | ⟨redacted:key⟩",
                "ghp_@abcdef123456                                 | ⟨redacted:token⟩",
                "glpat-@                                           | ⟨redacted:token⟩",
                "xoxb-1234567890-@                                 | ⟨redacted:token⟩",
                "eyJ_hbGciOiJIUzI1NiJ9.eyJ_zdWIiOiIxMjM0In0.abc-_1 | ⟨redacted:token⟩",
                "api_key=@                                         | api_key=⟨redacted:key⟩",
                "access_token: @                                   | access_token: ⟨redacted:token⟩",
                "{\"password\": \"correct horse\"}                 | {\"password\": \"⟨redacted:password⟩\"}",
                "{\"client_secret\":\"x y z\"}                     | {\"client_secret\":\"⟨redacted:key⟩\"}",
                "Authorization: Bearer @                           | Authorization: Bearer ⟨redacted:authorization⟩",
                "curl -H 'authorization: Basic dXNlcjpwYXNz'       | curl -H 'authorization: Basic ⟨redacted:authorization⟩'",
                "sent bearer @ along                               | sent bearer ⟨redacted:authorization⟩ along",
                "postgres://app:s3cr3t@db/prod                     | postgres://app:⟨redacted:password⟩@db/prod",
                "the password is hunter2                           | the password is ⟨redacted:password⟩",
                "Password: \"tr0ub4dor&3\" for staging             | Password: \"⟨redacted:password⟩\" for staging",
                "pwd=abc123! in dev                                | pwd=⟨redacted:password⟩ in dev",
                "密码是 abc12345                                    | 密码是 ⟨redacted:password⟩",
                "-----BEGIN RSA PRIVATE KEY----- MIIE -----END RSA PRIVATE KEY----- | ⟨redacted:private-key⟩",
                "-----BEGIN OPENSSH PRIVATE KEY----- b3Blbn        | ⟨redacted:private-key⟩",
                "the deploy key is @                               | the deploy key is ⟨redacted:high-entropy⟩",
                "token for staging (ask Ada): `@`                  | token for staging (ask Ada): `⟨redacted:high-entropy⟩`",
                "@ is our secret                                   | ⟨redacted:high-entropy⟩ is our secret",
                "set deployKey to @                                | set deployKey to ⟨redacted:high-entropy⟩",
                "DEPLOY_SECRET @                                   | DEPLOY_SECRET ⟨redacted:high-entropy⟩",
                "令牌 @                                             | 令牌 ⟨redacted:high-entropy⟩",
                "credentials 9f86d081884c7d659a2feaa0c55ad015      | credentials ⟨redacted:high-entropy⟩",
                "TOTP secret JBSW2DPE7PK3PXP5Q                     | TOTP secret ⟨redacted:high-entropy⟩",
                "secret: wJalrXUtnFEMI_K7MDENG_bPxRfiCYEXAMPLEKEY  | secret: ⟨redacted:high-entropy⟩"
            })
    void secrets_are_taken_out_and_their_kind_is_told(String given, String expected) {
        String text = given.replace("AKIA_", "AKIA")
                .replace("eyJ_", "eyJ")
                .replace("K7MDENG_", "K7MDENG/")
                .replace("EMI_", "EMI/");
        text = text.contains("@db/") ? text : text.replace("@", RANDOM);

        String clean = MemoryText.clean(text);

        assertThat(clean).isEqualTo(expected);
        assertThat(MemoryText.clean(clean)).isEqualTo(clean);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fixed in commit 1e3bbf2a9c0d4f5e6a7b8c9d0e1f2a3b4c5d6e7f",
                "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "request 550e8400-e29b-41d4-a716-446655440000 failed",
                "the key of order 550e8400-e29b-41d4-a716-446655440000",
                "the picture is SGVsbG8gd29ybGQsIHRoaXMgaXMgb3JkaW5hcnkgdGV4dA==",
                "KeyStoreAuthenticationProviderFactory reads the key store",
                "the key is made in src/main/java/com/acme/security/KeyTokenProviderFactoryTest.java",
                "tokens are counted by TokenEstimator.byScript()",
                "the primary key is (tenant_id, created_at_2026_11_25)",
                "max_tokens=16384 and the context is 128000 tokens",
                "password: required, at least 8 characters",
                "the password field is called user_password",
                "Run `mvn -q -Dtest=PasswordResetTest test` first",
                "Authorization: Bearer ${TOKEN}",
                "see https://example.com/docs/authentication/api-keys-and-tokens",
                "keyboard shortcuts live in KeyboardShortcutsRegistry2Provider",
                "the monkey_patch_for_sha256withrsaencryption is gone",
                "the answer key has 1234567890123456 rows",
                "at 2026-11-25T19:53:38.123456Z the token bucket was full",
                "The user wants tabs, never spaces.",
                "密钥轮换由运维负责",
                "ticket-4711-fix-key-rotation-in-billing-service"
            })
    void what_is_no_secret_stays(String text) {
        assertThat(MemoryText.clean(text)).isEqualTo(text);
    }
}
