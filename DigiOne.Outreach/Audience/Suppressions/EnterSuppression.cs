using System.Diagnostics.CodeAnalysis;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Audience;

/// <summary>Suppresses an address that a person or a program names.</summary>
internal sealed class EnterSuppression(Suppress suppress)
{
    /// <summary>Suppresses it.</summary>
    /// <param name="typed">The address as typed.</param>
    /// <param name="reason">Why.</param>
    /// <param name="origin">How it came to us.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<EnterOutcome> ExecuteAsync(string typed, SuppressionReason reason, SuppressionOrigin origin, CancellationToken cancellationToken)
    {
        var problems = new List<FieldProblem>();
        if (!TryRead(typed, out var address, out var problem))
            problems.Add(problem);
        if (origin.Note?.Length > SuppressionCause.LongestNote)
            problems.Add(FieldProblem.TooLong("note", "The note", SuppressionCause.LongestNote));
        return problems.Count > 0
            ? new EnterOutcome.Refused(problems)
            : new EnterOutcome.Entered(address!, await suppress.ExecuteAsync(address!, reason, origin, cancellationToken));
    }

    /// <summary>The normal form of an address as typed.</summary>
    internal static bool TryRead(string? typed, [NotNullWhen(true)] out string? normalAddress, [NotNullWhen(false)] out FieldProblem? problem)
    {
        var isAddress = MailAddress.TryParse(typed, out var address, out var wrong);
        normalAddress = isAddress ? AddressNormalForm.Of(address!) : null;
        problem = isAddress ? null
            : string.IsNullOrWhiteSpace(typed) ? FieldProblem.Required("address", "The address")
            : new FieldProblem("address", ProblemKind.Malformed, wrong!);
        return isAddress;
    }
}

/// <summary>What came of naming an address.</summary>
internal abstract record EnterOutcome
{
    private EnterOutcome()
    {
    }

    /// <summary>It is suppressed.</summary>
    /// <param name="NormalAddress">Its normal form.</param>
    /// <param name="IsNew">Whether it was not before, for this reason.</param>
    internal sealed record Entered(string NormalAddress, bool IsNew) : EnterOutcome;

    /// <summary>Nothing was done, for these reasons.</summary>
    internal sealed record Refused(IReadOnlyList<FieldProblem> Problems) : EnterOutcome;
}
