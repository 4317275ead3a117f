using DigiOne.Outreach.Mail;

namespace DigiOne.Outreach.Tests.Mail;

/// <summary>Mails for tests.</summary>
internal static class Mails
{
    internal static OutgoingMail Newsletter(string to = "aino@kunta.example") => new()
    {
        MessageId = "0198-1@digione.example",
        Date = new DateTimeOffset(2027, 3, 1, 9, 30, 0, TimeSpan.FromHours(2)),
        Envelope = new Envelope("palautteet@digione.example", to),
        From = new Mailbox("DigiOne", "uutiset@digione.example"),
        To = new Mailbox("Aino Mäkelä", to),
        Subject = "Maaliskuun uutiset",
        Html = "<!doctype html><html lang=\"fi\"><body><p>Hyvää päivää, Aino!</p></body></html>",
        Text = "Hyvää päivää, Aino!\n.\nPiste alussa.\n",
        Language = "fi",
        ListId = "uutiskirje.lists.digione.example",
        Unsubscribe = new Uri("https://viesti.digione.example/u/" + new string('a', 180)),
    };
}
