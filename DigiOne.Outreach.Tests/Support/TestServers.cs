using System.Globalization;
using System.Net;

namespace DigiOne.Outreach.Tests.Support;

/// <summary>The servers that <c>./test.sh</c> started, as it names them in the environment. What is missing fails the test.</summary>
internal static class TestServers
{
    /// <summary>Connection string of an account that may create databases.</summary>
    internal static string Postgres => Required("OUTREACH_TEST_POSTGRES");

    /// <summary>
    /// Postfix, offering STARTTLS and asking for no account. Everyone at <c>local.test</c> shares one mailbox, except that
    /// <c>nouser...</c> and <c>unknown...</c> are refused; <c>discard.test</c> is swallowed, mail to <c>down.test</c> stays
    /// in the queue, <c>bounce.test</c>, <c>full.test</c> and <c>policy.test</c> send a delivery-status report back,
    /// <c>NAME.back.test</c> has a mailbox of its own, every other domain is refused.
    /// </summary>
    internal static DnsEndPoint Smtp => EndPoint("OUTREACH_TEST_SMTP");

    /// <summary>The same Postfix with TLS from the first byte, taking mail only after AUTH: any name, <see cref="MailPassword"/>.</summary>
    internal static DnsEndPoint SmtpWithAccount => EndPoint("OUTREACH_TEST_SMTPS");

    /// <summary>Dovecot in front of the mailboxes, unencrypted: any name, <see cref="MailPassword"/>; one at <c>NAME.back.test</c> reads that one.</summary>
    internal static DnsEndPoint Imap => EndPoint("OUTREACH_TEST_IMAP");

    /// <summary>The password of every mail account.</summary>
    internal static string MailPassword => Required("OUTREACH_TEST_MAIL_PASSWORD");

    /// <summary>PEM file of the authority that signed Postfix's certificate.</summary>
    internal static string CaFile => Required("OUTREACH_TEST_CA");

    /// <summary>The browser's program.</summary>
    internal static string Chromium => Required("OUTREACH_TEST_CHROMIUM");

    /// <summary>A Python that has the module <c>dkim</c>, which verifies our signatures with code that is not ours.</summary>
    internal static string PythonWithDkim => Required("OUTREACH_TEST_PYTHON");

    private static string Required(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(value)
            ? throw new InvalidOperationException($"{variable} is not set: run ./test.sh, which installs and starts what the tests need.")
            : value;
    }

    private static DnsEndPoint EndPoint(string variable)
    {
        var value = Required(variable);
        var colon = value.LastIndexOf(':');
        return new DnsEndPoint(value[..colon], int.Parse(value[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}
