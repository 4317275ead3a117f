using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class DkimTests : IDisposable
{
    // python3-dkim is an implementation of its own; the key comes from the command line in place of DNS.
    private const string Verify = """
        import sys, dkim
        records = {
            b's1._domainkey.digione.example': b'v=DKIM1; k=rsa; p=' + sys.argv[1].encode(),
            b's2._domainkey.digione.example': b'v=DKIM1; k=ed25519; p=' + sys.argv[2].encode(),
        }
        message = dkim.DKIM(sys.stdin.buffer.read())
        try:
            ok = message.verify(idx=int(sys.argv[3]), dnsfunc=lambda name, *a, **k: records.get(name.rstrip(b'.')))
        except dkim.ValidationError:
            ok = False
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
    public async Task Blanks_and_empty_lines_are_hashed_as_another_implementation_hashes_them()
    {
        var mail = Mails.Newsletter() with { Text = "\n\nkaksi  väliä \t ja sarkain\t\n \n\n\n\n", Subject = $"pitkä  aihe {new string('x', 100)} ja {new string('ä', 100)}" };

        (await VerdictAsync(Signed(mail))).ShouldBe("pass");
        (await VerdictAsync(Signed(mail).Replace("MIME-Version: 1.0", "MIME-Version:   1.0 ", StringComparison.Ordinal))).ShouldBe("pass", "Blanks may change on the way.");
    }

    [Fact]
    public async Task A_filled_message_is_verified_by_another_implementation()
    {
        var mail = Mails.Newsletter();
        IReadOnlyList<TextPiece> pieces = [new("Hyvää  päivää, ", -1), new(null, 0), new("!\r\n\r\n", -1)];
        using var writer = new MessageWriter(_clock);
        var filled = writer.Fill(
            new PreparedMessage(mail, pieces, pieces, pieces),
            new Filling(mail.MessageId, mail.Date, mail.To, mail.Unsubscribe!.AbsoluteUri, ["Aino"]),
            DkimKey.Load(Options));
        var signed = Encoding.UTF8.GetString(filled.Content.Span);

        (await VerdictAsync(signed)).ShouldBe("pass");
        (await VerdictAsync(signed.Replace("\r\nAino=", "\r\nEino=", StringComparison.Ordinal))).ShouldBe("fail");
    }

    [Fact]
    public async Task A_second_signature_is_verified_by_another_implementation()
    {
        using var files = new TempFolder();
        var key = new Ed25519PrivateKeyParameters(new SecureRandom());
        await File.WriteAllTextAsync(
            files["ed25519.pem"], PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(key).GetEncoded()), TestContext.Current.CancellationToken);
        var options = Options;
        options.Ed25519 = new DkimEd25519Options { Selector = "s2", PrivateKeyFile = files["ed25519.pem"] };
        using var writer = new MessageWriter(_clock);
        var signed = Encoding.UTF8.GetString(writer.Write(Mails.Newsletter(), DkimKey.Load(options)).Content.Span);
        var record = Convert.ToBase64String(key.GeneratePublicKey().GetEncoded());

        (await VerdictAsync(signed, index: 0, record)).ShouldBe("pass");
        (await VerdictAsync(signed, index: 1)).ShouldBe("pass");
        (await VerdictAsync(signed.Replace("Aino!", "Eino!", StringComparison.Ordinal), index: 0, record)).ShouldBe("fail");
        signed.IndexOf("a=ed25519-sha256", StringComparison.Ordinal).ShouldBeLessThan(signed.IndexOf("a=rsa-sha256", StringComparison.Ordinal));
    }

    [Fact]
    public void An_Ed25519_key_that_cannot_sign_is_refused_with_its_reason()
    {
        var options = Options;
        options.Ed25519 = new DkimEd25519Options { Selector = "s2", PrivateKeyFile = _file };
        Problem(options).ShouldNotBeNull().ShouldContain("no Ed25519 private key");
        options.Ed25519.PrivateKeyFile = _file + ".absent";
        Problem(options).ShouldNotBeNull().ShouldContain("does not exist");
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
        using var writer = new MessageWriter(_clock);
        return Encoding.UTF8.GetString(writer.Write(mail, DkimKey.Load(Options)).Content.Span);
    }

    private Task<string> VerdictAsync(string message, int index = 0, string ed25519 = "") => VerdictAsync(Encoding.UTF8.GetBytes(message), index, ed25519);

    private async Task<string> VerdictAsync(byte[] message, int index = 0, string ed25519 = "")
    {
        var key = Convert.ToBase64String(_rsa.ExportSubjectPublicKeyInfo());
        var (status, output) = await Command.RunAsync(
            "/usr/bin/python3", ["-c", Verify, key, ed25519, index.ToString(CultureInfo.InvariantCulture)], message, TestContext.Current.CancellationToken);
        status.ShouldBe(0, $"The test needs Debian's python3-dkim. {output}");
        return output.Trim();
    }
}
