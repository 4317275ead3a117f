using DigiOne.Outreach.InfoSessions;

namespace DigiOne.Outreach.Demo;

/// <summary>The info sessions of the demo.</summary>
internal static class DemoSessions
{
    /// <summary>Held with a partner city; people are invited and reminded within seconds.</summary>
    /// <param name="startsAt">Local start.</param>
    internal static InfoSessionDraft WithPartnerCity(DateTime startsAt) => new()
    {
        Sender = DemoSettings.SessionSender,
        List = DemoLists.Sessions,
        FallbackLanguage = "fi",
        StartsAt = startsAt,
        EndsAt = startsAt.AddMinutes(45),
        Place = "Pääkirjasto Metso, Pirkankatu 2, Tampere",
        OnlineUrl = "https://digione.example/tietoisku",
        Texts = new Dictionary<string, SessionText>
        {
            ["fi"] = new(
                "Tietoisku: digitaidot arjessa",
                """
                Miten tunnistan huijausviestin? Mihin kaikkeen vahvaa tunnistautumista tarvitaan? Tampereen kaupungin digineuvojat
                vastaavat kysymyksiin, joita he kuulevat joka päivä.

                - 30 minuuttia asiaa, 15 minuuttia kysymyksiä
                - paikan päällä tai verkossa
                - maksuton, ei ennakkotietovaatimuksia
                """),
            ["sv"] = new(
                "Infoträff: digitala färdigheter i vardagen",
                """
                Hur känner jag igen ett bluffmeddelande? Var behövs stark autentisering? Digirådgivarna i Tammerfors svarar på frågor
                som de hör varje dag.

                - 30 minuter fakta, 15 minuter för frågor
                - på plats eller på nätet
                - avgiftsfritt, inga förkunskaper behövs
                """),
            ["en"] = new(
                "Info session: digital skills for everyday life",
                """
                How do I spot a scam message? Where do I need strong identification? The digital advisers of the City of Tampere answer
                the questions they hear every day.

                - 30 minutes of information, 15 minutes for questions
                - on site or online
                - free of charge, no previous knowledge needed
                """),
        },
    };

    /// <summary>Weeks ahead, online only.</summary>
    /// <param name="startsAt">Local start.</param>
    internal static InfoSessionDraft ForMunicipalities(DateTime startsAt) => new()
    {
        Sender = DemoSettings.SessionSender,
        List = DemoLists.Sessions,
        FallbackLanguage = "fi",
        StartsAt = startsAt,
        EndsAt = startsAt.AddHours(1),
        OnlineUrl = "https://digione.example/infotilaisuus",
        Texts = new Dictionary<string, SessionText>
        {
            ["fi"] = new("Näin kunta liittyy DigiOneen", "Käymme läpi liittymisen vaiheet, aikataulun ja kustannukset. Mukana on kunta, joka on juuri ottanut alustan käyttöön."),
            ["sv"] = new("Så ansluter sig en kommun till DigiOne", "Vi går igenom stegen, tidtabellen och kostnaderna. Med är också en kommun som just har tagit plattformen i bruk."),
            ["en"] = new("How a municipality joins DigiOne", "We go through the steps, the schedule and the costs, together with a municipality that has just taken the platform into use."),
        },
    };

    /// <summary>Still being written.</summary>
    /// <param name="startsAt">Local start.</param>
    internal static InfoSessionDraft Draft(DateTime startsAt) => new()
    {
        Sender = DemoSettings.SessionSender,
        List = DemoLists.Sessions,
        StartsAt = startsAt,
        EndsAt = startsAt.AddHours(1),
        Place = "Vaasan kaupunginkirjasto",
        Texts = new Dictionary<string, SessionText>
        {
            ["fi"] = new("Tietoisku: osaamismerkit työnhaussa", "Ohjelma tarkentuu."),
            ["sv"] = new("Infoträff: kompetensmärken i jobbsökningen", "Programmet preciseras."),
        },
    };
}
