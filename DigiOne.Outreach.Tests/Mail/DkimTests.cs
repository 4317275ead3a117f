using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using MimeKit.Cryptography;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class DkimTests : IDisposable
{
    // python3-dkim is an implementation of its own; the key comes from the command line in place of DNS.
    private const string Verify = """
        import sys, dkim
        record = b'v=DKIM1; k=rsa; p=' + sys.argv[1].encode()
        ok = dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda name, *a, **k: record if name.rstrip(b'.') == b's1._domainkey.digione.example' else None)
        print('pass' if ok else 'fail')
        """;

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly string _file = Path.GetTempFileName();
    // Stands still at the present: a verifier takes no signature from the future.
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());

    public DkimTests() => File.WriteAllText(_file, _rsa.ExportPkcs8PrivateKeyPem());

    private DkimOptions Options => new() { Domain = "digione.example", Selector = "s1", PrivateKeyFile = _file };

    [Theory]
    [InlineData("aino@kunta.example")]
    [InlineData("väinö@jyväskylä.example")]
    public async Task A_signed_message_is_verified_by_another_implementation_and_a_changed_one_is_not(string to)
    {
        var signed = Signed(Mails.Newsletter(to));

        (await VerdictAsync(signed)).ShouldBe("pass");
        (await VerdictAsync(signed.Replace("Aino!", "Eino!", StringComparison.Ordinal))).ShouldBe("fail");
        (await VerdictAsync(signed.Replace("Subject: Maaliskuun", "Subject: Huhtikuun", StringComparison.Ordinal))).ShouldBe("fail");
        (await VerdictAsync(signed.Replace("One-Click", "Two-Click", StringComparison.Ordinal))).ShouldBe("fail");
        (await VerdictAsync(signed.Replace("viesti.digione.example", "viesti.muu.example", StringComparison.Ordinal))).ShouldBe("fail");
        (await VerdictAsync($"From: joku@muu.example\r\n{signed}")).ShouldBe("fail");
    }

    [Theory]
    [InlineData("aino@kunta.example")]
    [InlineData("väinö@jyväskylä.example")]
    public async Task What_a_server_takes_is_what_was_signed(string to)
    {
        await using var relay = new ScriptedRelay(extensions: ["8BITMIME", "SIZE 1000000", "PIPELINING", "SMTPUTF8"]);

        var outcome = await relay.HandOverAsync(Mails.Newsletter(to), DkimKey.Load(Options));

        outcome.ShouldBeOfType<HandOver.Accepted>();
        (await VerdictAsync(Encoding.Latin1.GetBytes(relay.Server.Taken.ShouldHaveSingleItem().Content))).ShouldBe("pass");
    }

    [Fact]
    public void The_signature_covers_what_receivers_demand()
    {
        var covered = Signed(Mails.Newsletter()).Split("h=", 2)[1].Split(';')[0].Split(':').Select(header => header.Trim()).ToList();

        covered.ShouldContain("list-unsubscribe");
        covered.ShouldContain("list-unsubscribe-post");
        covered.ShouldContain("message-id");
        covered.ShouldContain("content-type");
        covered.ShouldNotContain("reply-to", "Only what is there is listed, From, To and Subject apart.");
    }

    [Fact]
    public void The_signature_is_the_same_to_the_byte_as_that_of_the_slow_way()
    {
        using var fast = new NativeDkimSigner(DkimKey.Load(Options), _clock);
        var slow = new SlowSigner(_file, _clock)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };

        SignatureBy(fast).ShouldBe(SignatureBy(slow));

        static string SignatureBy(DkimSigner signer)
        {
            using var message = MessageComposer.Compose(Mails.Newsletter());
            signer.Sign(message, ["From", "Subject", "Date"]);
            return message.Headers["DKIM-Signature"] ?? "";
        }
    }

    [Fact]
    public void A_key_that_cannot_sign_is_refused_with_its_reason()
    {
        Problem(Options).ShouldBeNull();

        File.WriteAllText(_file, _rsa.ExportRSAPrivateKeyPem());
        Problem(Options).ShouldBeNull();

        using var small = RSA.Create(1024);
        File.WriteAllText(_file, small.ExportPkcs8PrivateKeyPem());
        Problem(Options).ShouldNotBeNull().ShouldContain("1024 bits");

        File.WriteAllText(_file, _rsa.ExportSubjectPublicKeyInfoPem());
        Problem(Options).ShouldNotBeNull().ShouldContain("no RSA private key");

        using var curve = ECDsa.Create();
        File.WriteAllText(_file, curve.ExportPkcs8PrivateKeyPem());
        Problem(Options).ShouldNotBeNull().ShouldContain("no RSA private key");

        File.WriteAllText(_file, _rsa.ExportEncryptedPkcs8PrivateKeyPem("salainen", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));
        Problem(Options).ShouldNotBeNull().ShouldContain("without a password");

        File.WriteAllText(_file, "");
        Problem(Options).ShouldNotBeNull().ShouldContain("no RSA private key");

        File.Delete(_file);
        Problem(Options).ShouldNotBeNull().ShouldContain("does not exist");
        Should.Throw<InvalidOperationException>(() => DkimKey.Load(Options)).Message.ShouldContain(_file);
    }

    public void Dispose()
    {
        _rsa.Dispose();
        File.Delete(_file);
    }

    private static string? Problem(DkimOptions options) => DkimKey.TryLoad(options, out _, out var problem) ? null : problem;

    private string Signed(OutgoingMail mail)
    {
        using var message = MessageComposer.Compose(mail);
        using var pen = new DkimPen(_clock);
        using var bytes = new MemoryStream();
        pen.Sign(message, DkimKey.Load(Options));
        message.WriteTo(MessageComposer.Format, bytes, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private Task<string> VerdictAsync(string message) => VerdictAsync(Encoding.UTF8.GetBytes(message));

    private async Task<string> VerdictAsync(byte[] message)
    {
        var key = Convert.ToBase64String(_rsa.ExportSubjectPublicKeyInfo());
        var (status, output) = await Command.RunAsync(
            "/usr/bin/python3", ["-c", Verify, key], message, TestContext.Current.CancellationToken);
        status.ShouldBe(0, $"The test needs Debian's python3-dkim. {output}");
        return output.Trim();
    }

    private sealed class SlowSigner(string file, TimeProvider clock) : DkimSigner(file, "digione.example", "s1")
    {
        protected override long GetTimestamp() => clock.GetUtcNow().ToUnixTimeSeconds();
    }
}
