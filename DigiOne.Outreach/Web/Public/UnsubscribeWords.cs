namespace DigiOne.Outreach.Web.Public;

/// <summary>The words of the unsubscribe page in one language. <c>{0}</c> is the list's name.</summary>
public sealed record UnsubscribeWords(
    string Language,
    string AskTitle,
    string AskText,
    string LeaveList,
    string LeaveEverything,
    string LeftTitle,
    string LeftText,
    string EverythingHint,
    string GoneTitle,
    string GoneText,
    string UnknownTitle,
    string UnknownText)
{
    /// <summary>In Finnish, Swedish and English.</summary>
    internal static IReadOnlyList<UnsubscribeWords> All { get; } =
    [
        new(
            "fi",
            "Peru tilaus",
            "Haluatko lopettaa viestit listalta ”{0}”?",
            "Peru tilaus",
            "Lopeta kaikki viestit",
            "Tilaus on peruttu",
            "Et enää saa viestejä listalta ”{0}”. Jo matkalla oleva viesti voi vielä tulla perille.",
            "Etkö halua meiltä mitään viestejä?",
            "Emme enää lähetä sinulle viestejä",
            "Osoitteesi on poistettu kaikilta listoilta.",
            "Linkki ei kelpaa",
            "Tarkista, että linkki on kopioitu kokonaan. Voit myös vastata saamaasi viestiin ja pyytää meitä perumaan tilauksen."),
        new(
            "sv",
            "Avsluta prenumerationen",
            "Vill du sluta få utskick från listan ”{0}”?",
            "Avsluta prenumerationen",
            "Avsluta alla utskick",
            "Prenumerationen är avslutad",
            "Du får inte längre utskick från listan ”{0}”. Ett meddelande som redan är på väg kan ännu komma fram.",
            "Vill du inte ha några meddelanden alls från oss?",
            "Vi skickar dig inga fler meddelanden",
            "Din adress har tagits bort från alla listor.",
            "Länken fungerar inte",
            "Kontrollera att hela länken har kopierats. Du kan också svara på meddelandet du fick och be oss avsluta prenumerationen."),
        new(
            "en",
            "Unsubscribe",
            "Do you want to stop receiving “{0}”?",
            "Unsubscribe",
            "Stop all messages",
            "You are unsubscribed",
            "You will no longer receive “{0}”. A message that is already on its way may still arrive.",
            "Would you rather not hear from us at all?",
            "We will not write to you again",
            "Your address has been taken off every list.",
            "This link does not work",
            "Please check that the whole link was copied. You can also reply to the message you got and ask us to unsubscribe you."),
    ];

    /// <summary>In a language; English where it is none of the three.</summary>
    internal static UnsubscribeWords In(string language) =>
        All.FirstOrDefault(words => language.StartsWith(words.Language, StringComparison.OrdinalIgnoreCase)) ?? All[^1];
}
