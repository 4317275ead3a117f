using System.Security.Cryptography;
using DigiOne.Outreach.Mail.Reading;

namespace DigiOne.Outreach.Inbound;

/// <summary>Makes of a message's bytes what is written down of it. Nothing that it holds makes this fail.</summary>
internal sealed partial class OpenMessage(Quarantine quarantine, ILogger<OpenMessage> logger)
{
    private const string Unreadable = "This message could not be read at all, which is a fault of ours; please report it.";

    private static readonly ReadMail Nothing = new(MailKind.Other, []);

    /// <summary>Opens it.</summary>
    internal Arrival Execute(string source, long validity, long uid, ReadOnlySpan<byte> bytes)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var mail = Nothing;
        string? why;
        try
        {
            mail = MailReader.Read(bytes);
            why = Quarantine.Reason(mail.Excess);
        }
        // The boundary of one message: whatever is wrong with it, the others are still to be read.
        catch (Exception failure)
        {
            Log.Unread(logger, failure, validity, uid);
            why = Unreadable;
        }

        return new Arrival
        {
            Source = source,
            Validity = validity,
            Uid = uid,
            Hash = hash,
            Mail = mail,
            Quarantine = why is null ? null : quarantine.Keep(hash, bytes, why),
        };
    }

    /// <summary>The same message as one that nothing is made of: for one that cannot be written down otherwise.</summary>
    internal Arrival GiveUp(Arrival arrival, ReadOnlySpan<byte> bytes, Exception failure)
    {
        Log.Unwritten(logger, failure, arrival.Validity, arrival.Uid);
        return arrival with { Mail = Nothing, Quarantine = arrival.Quarantine ?? quarantine.Keep(arrival.Hash, bytes, Unreadable) };
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Inbound message {Validity}/{Uid} could not be read, which is a bug")]
        internal static partial void Unread(ILogger logger, Exception failure, long validity, long uid);

        [LoggerMessage(Level = LogLevel.Error, Message = "What inbound message {Validity}/{Uid} says could not be written down, which is a bug")]
        internal static partial void Unwritten(ILogger logger, Exception failure, long? validity, long? uid);
    }
}
