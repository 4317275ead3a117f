namespace DigiOne.Outreach.Mail.Reading;

/// <summary>The recipient that a sender wrote into its own bounce address (VERP): <c>bounces+user=domain@sender</c>.</summary>
internal static class EncodedRecipient
{
    /// <summary>The recipient; null where the address holds none.</summary>
    internal static string? In(string address)
    {
        var mailbox = address[..address.LastIndexOf('@')];
        var sign = mailbox.LastIndexOf('=');
        if (sign <= 0 || mailbox.StartsWith("prvs=", StringComparison.OrdinalIgnoreCase) || mailbox.StartsWith("btv1=", StringComparison.OrdinalIgnoreCase))
            return null;

        // A mailbox may hold a plus sign or a minus itself; what leads to it ends at the first plus, else at the last minus.
        var lead = mailbox[..sign];
        var start = lead.IndexOf('+', StringComparison.Ordinal) is >= 0 and var plus ? plus : lead.LastIndexOf('-');
        return AddressScan.First($"{lead[(start + 1)..]}@{mailbox[(sign + 1)..]}");
    }
}
