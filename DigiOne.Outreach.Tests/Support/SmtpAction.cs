namespace DigiOne.Outreach.Tests.Support;

/// <summary>What a <see cref="ScriptedSmtpServer"/> does at a step.</summary>
public abstract record SmtpAction
{
    private SmtpAction()
    {
    }

    /// <summary>Answers with these bytes as they are, or with a line: <c>550 5.1.1 no such user</c>.</summary>
    public static SmtpAction Reply(string line) => new Answer(line.EndsWith('\n') ? line : $"{line}\r\n");

    /// <summary>Takes its time, then answers with a line.</summary>
    public static SmtpAction ReplyAfter(TimeSpan time, string line) => new Answer($"{line}\r\n") { After = time };

    /// <summary>Answers with a line as soon as this has happened.</summary>
    public static SmtpAction ReplyWhen(Task happened, string line) => new Answer($"{line}\r\n") { When = happened };

    /// <summary>Answers with a line when the client has said its next one, which it does before the answer only where it takes the next message ahead.</summary>
    public static SmtpAction ReplyAfterNext(string line) => new Answer($"{line}\r\n") { AfterNext = true };

    /// <summary>Does this where the client's next line is there already, and otherwise what a good server does.</summary>
    public static SmtpAction WhereFollowed(Func<SmtpAction?> choose) => new Choice(choose);

    /// <summary>Answers byte by byte.</summary>
    public static SmtpAction ReplyInPieces(string lines) => new Answer(lines) { InPieces = true };

    /// <summary>Answers and closes the connection.</summary>
    public static SmtpAction ReplyAndClose(string line) => new Answer($"{line}\r\n") { ThenCloses = true };

    /// <summary>Closes the connection in good order.</summary>
    public static SmtpAction Close { get; } = new Leave(ByReset: false);

    /// <summary>Resets the connection.</summary>
    public static SmtpAction ResetConnection { get; } = new Leave(ByReset: true);

    /// <summary>Says nothing, and listens no more.</summary>
    public static SmtpAction Silence { get; } = new Mute();

    internal sealed record Answer(string Bytes) : SmtpAction
    {
        internal bool ThenCloses { get; init; }

        internal bool InPieces { get; init; }

        internal TimeSpan After { get; init; }

        internal Task When { get; init; } = Task.CompletedTask;

        internal bool AfterNext { get; init; }
    }

    internal sealed record Choice(Func<SmtpAction?> Choose) : SmtpAction;

    internal sealed record Leave(bool ByReset) : SmtpAction;

    internal sealed record Mute : SmtpAction;
}
