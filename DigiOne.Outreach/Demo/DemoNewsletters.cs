using DigiOne.Outreach.Newsletters;

namespace DigiOne.Outreach.Demo;

/// <summary>The newsletters of the demo.</summary>
internal static class DemoNewsletters
{
    /// <summary>Sent within seconds.</summary>
    internal static readonly CampaignDraft Issue = new()
    {
        Name = "DigiOne-uutiskirje: oppiminen ei katso kuntarajaa",
        Sender = DemoSettings.NewsletterSender,
        List = DemoLists.Newsletter,
        FallbackLanguage = "fi",
        Variants = new Dictionary<string, CampaignText>
        {
            ["fi"] = new(
                "Oppiminen ei katso kuntarajaa",
                """
                Kun kunnat rakentavat oppimisen palveluja yhdessä, yhden keksimä hyvä idea on pian kaikkien käytössä. Tässä kirjeessä
                kerromme, **mitä uutta DigiOnessa on** ja missä voit tulla juttelemaan kanssamme.
                """,
                "Yhteinen oppimisalusta, osaamismerkit ja tietoiskut lähelläsi",
                [
                    new(
                        "Yksi kirjautuminen, koko koulupäivä",
                        """
                        Oppimateriaalit, viestit ja poissaolot löytyvät nyt samasta näkymästä. Opettajalta säästyy aikaa, ja huoltaja
                        näkee yhdellä silmäyksellä, mitä huomenna tarvitaan mukaan.

                        - lukujärjestys ja läksyt samassa paikassa
                        - viestit kolmella kielellä
                        - toimii myös puhelimella
                        """,
                        "https://digione.example/fi/koulupaiva", "Katso, miltä se näyttää"),
                    new(
                        "Osaamismerkki kertoo, mitä osaat",
                        """
                        Kansalaisopiston kurssilla, työpaikalla tai harrastuksessa opittu jää usein näkymättömiin. Osaamismerkillä saat
                        sen näkyviin: merkki kertoo, mitä osaat ja miten olet sen osoittanut. Merkit kulkevat mukanasi, vaikka
                        muuttaisit toiseen kuntaan.
                        """,
                        "https://digione.example/fi/osaamismerkit", "Tutustu osaamismerkkeihin"),
                    new(
                        "Tekoäly opetuksessa: viisi vinkkiä alkuun",
                        """
                        Kokosimme kuntien opettajilta viisi kokeiltua tapaa käyttää tekoälyä niin, että oppilas ajattelee itse.
                        Vinkit saa ottaa käyttöön, muokata ja jakaa eteenpäin.
                        """,
                        "https://digione.example/fi/tekoaly", "Lue vinkit"),
                ]),
            ["sv"] = new(
                "Lärandet stannar inte vid kommungränsen",
                """
                När kommunerna utvecklar tjänster för lärande tillsammans kommer en god idé snabbt alla till nytta. I det här brevet
                berättar vi **vad som är nytt i DigiOne** och var du kan träffa oss.
                """,
                "En gemensam lärmiljö, kompetensmärken och infoträffar nära dig",
                [
                    new(
                        "En inloggning för hela skoldagen",
                        """
                        Läromedel, meddelanden och frånvaro finns nu i samma vy. Läraren sparar tid, och vårdnadshavaren ser med en enda
                        blick vad som behövs i ryggsäcken i morgon.

                        - schema och läxor på samma ställe
                        - meddelanden på tre språk
                        - fungerar också i mobilen
                        """,
                        "https://digione.example/sv/skoldagen", "Se hur det ser ut"),
                    new(
                        "Kompetensmärket visar vad du kan",
                        """
                        Det man lär sig på medborgarinstitutet, på jobbet eller på fritiden syns sällan någonstans. Med ett
                        kompetensmärke blir det synligt: märket berättar vad du kan och hur du har visat det. Märkena följer med dig,
                        också när du flyttar till en annan kommun.
                        """,
                        "https://digione.example/sv/kompetensmarken", "Bekanta dig med märkena"),
                    new(
                        "AI i undervisningen: fem tips för att komma i gång",
                        """
                        Vi har samlat fem beprövade sätt att använda AI så att eleven fortfarande tänker själv. Tipsen kommer från
                        lärare i kommunerna och får fritt användas, bearbetas och delas vidare.
                        """,
                        "https://digione.example/sv/ai", "Läs tipsen"),
                ]),
            ["en"] = new(
                "Learning does not stop at the city limits",
                """
                When municipalities build learning services together, one city's good idea soon helps everyone. In this letter we tell
                you **what is new in DigiOne** and where you can come and talk to us.
                """,
                "One shared learning platform, skill badges, and info sessions near you",
                [
                    new(
                        "One sign-in for the whole school day",
                        """
                        Learning materials, messages and absences now live in one view. Teachers save time, and parents see at a glance
                        what needs to be packed for tomorrow.

                        - timetable and homework in one place
                        - messages in three languages
                        - works on a phone, too
                        """,
                        "https://digione.example/en/school-day", "See what it looks like"),
                    new(
                        "A badge that shows what you can do",
                        """
                        What we learn on an evening course, at work or in our free time often goes unseen. A skill badge makes it
                        visible: it says what you can do and how you have shown it. Your badges stay with you, even when you move to
                        another municipality.
                        """,
                        "https://digione.example/en/badges", "Explore the badges"),
                    new(
                        "AI in the classroom: five tips to get started",
                        """
                        We asked teachers in our municipalities for five tried and tested ways of using AI that leave the thinking to
                        the pupil. Use them, adapt them and pass them on.
                        """,
                        "https://digione.example/en/ai", "Read the tips"),
                ]),
        },
    };

    /// <summary>Planned for one of the coming days.</summary>
    internal static readonly CampaignDraft Planned = new()
    {
        Name = "Kuntapäättäjän uutiskirje: mitä yhteinen alusta maksaa?",
        Sender = DemoSettings.NewsletterSender,
        List = DemoLists.Newsletter,
        FallbackLanguage = "fi",
        Variants = new Dictionary<string, CampaignText>
        {
            ["fi"] = new(
                "Mitä yhteinen alusta maksaa – ja mitä se säästää?",
                "Laskimme kolmen kunnan luvuilla, mitä yhteinen oppimisalusta maksaa viidessä vuodessa. **Suurin säästö ei ole lisensseissä**, vaan siinä, ettei jokaisen kunnan tarvitse ratkaista samoja asioita yksin.",
                "Kolmen kunnan luvut viideltä vuodelta"),
            ["sv"] = new(
                "Vad kostar en gemensam plattform – och vad sparar den?",
                "Vi har räknat ut vad en gemensam lärplattform kostar tre kommuner på fem år. **Den största besparingen finns inte i licenserna**, utan i att varje kommun inte behöver lösa samma frågor på egen hand.",
                "Siffror från tre kommuner under fem år"),
            ["en"] = new(
                "What does a shared platform cost, and what does it save?",
                "We worked out what a shared learning platform costs three municipalities over five years. **The biggest saving is not in licences**: it is that no municipality has to solve the same problems alone.",
                "Figures from three municipalities over five years"),
        },
    };

    /// <summary>Still being written, in one language so far.</summary>
    internal static readonly CampaignDraft Draft = new()
    {
        Name = "Kevään koulutuskalenteri (luonnos)",
        Sender = DemoSettings.NewsletterSender,
        List = DemoLists.Newsletter,
        Variants = new Dictionary<string, CampaignText>
        {
            ["fi"] = new("Kevään koulutukset ovat nyt haettavissa", "Kokosimme kevään maksuttomat koulutukset yhteen kalenteriin.", "Maksuttomia koulutuksia opettajille"),
        },
    };
}
