using DigiOne.Outreach.Social;

namespace DigiOne.Outreach.Demo;

/// <summary>The social posts of the demo.</summary>
internal static class DemoPosts
{
    private const string Short =
        "Yksi kirjautuminen, koko koulupäivä: lukujärjestys, läksyt ja viestit samassa näkymässä – kolmella kielellä. #DigiOne https://digione.example/fi/koulupaiva";

    // What is written for a network in particular; any other gets the short text.
    private static readonly Dictionary<string, string> Written = new()
    {
        ["linkedin"] =
            """
            Kun kunnat rakentavat oppimisen palveluja yhdessä, yhden keksimä hyvä idea on pian kaikkien käytössä.

            Uusimmassa uutiskirjeessämme:
            ▪ yksi kirjautuminen koko koulupäivään
            ▪ osaamismerkit tekevät osaamisen näkyväksi
            ▪ viisi kokeiltua vinkkiä tekoälyn käyttöön opetuksessa

            Lue lisää: https://digione.example/fi/uutiskirje
            """,
        ["instagram"] =
            """
            Mitä huomenna tarvitaan mukaan? 🎒 Nyt sen näkee yhdellä silmäyksellä.

            Nytt i DigiOne: hela skoldagen i en och samma vy.
            New in DigiOne: the whole school day in one view.

            #DigiOne #oppiminen #lärande #learning
            """,
        ["mastodon"] = Short + "\n\nEn inloggning för hela skoldagen – på tre språk.",
    };

    /// <summary>Published within seconds, on every network.</summary>
    internal static PostDraft News(NetworkDirectory networks) => new(
        "Uutiskirje on ilmestynyt",
        networks.All.Select(network => network.Capabilities.Network).ToDictionary(network => network, network => Written.GetValueOrDefault(network, Short)));

    /// <summary>Planned for the day before the session.</summary>
    internal static readonly PostDraft Planned = new(
        "Huomenna tietoisku: digitaidot arjessa",
        new Dictionary<string, string>
        {
            ["linkedin"] = "Miten tunnistaa huijausviestin? Tampereen digineuvojat vastaavat huomisessa tietoiskussa – paikan päällä Metsossa ja verkossa. Tervetuloa! https://digione.example/tietoisku",
            ["x"] = "Miten tunnistaa huijausviestin? Digineuvojat vastaavat huomenna Tampereella ja verkossa. #DigiOne https://digione.example/tietoisku",
        });

    /// <summary>Still being written.</summary>
    internal static readonly PostDraft Draft = new(
        "Osaamismerkit: tarina Vaasasta (luonnos)",
        new Dictionary<string, string> { ["linkedin"] = "Linnea sai ensimmäisen osaamismerkkinsä kansalaisopistosta. Kysyimme, mitä siitä seurasi." });
}
