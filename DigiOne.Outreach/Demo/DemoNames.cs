namespace DigiOne.Outreach.Demo;

/// <summary>Names and places that made-up people are put together from; a place stands for as many as its weight.</summary>
internal sealed record DemoNames(string Language, string[] First, string[] Last, (string Municipality, int Weight)[] Places, string[] Roles)
{
    internal static readonly DemoNames Finnish = new(
        "fi",
        [
            "Aino", "Juhani", "Maria", "Mikko", "Helena", "Antti", "Johanna", "Timo", "Anneli", "Jari", "Kaarina", "Matti", "Hanna", "Pekka",
            "Liisa", "Ville", "Sari", "Heikki", "Tuula", "Janne", "Päivi", "Markku", "Elina", "Sami", "Riikka", "Petri", "Anu", "Olli", "Kirsi",
            "Eero", "Minna", "Tapio", "Laura", "Jukka", "Emilia", "Lauri", "Veera", "Aleksi", "Saara", "Väinö", "Iida", "Onni", "Noora", "Arttu",
        ],
        [
            "Korhonen", "Virtanen", "Mäkinen", "Nieminen", "Mäkelä", "Hämäläinen", "Laine", "Heikkinen", "Koskinen", "Järvinen", "Lehtonen",
            "Lehtinen", "Saarinen", "Salminen", "Heinonen", "Niemi", "Heikkilä", "Kinnunen", "Salonen", "Turunen", "Salo", "Laitinen", "Tuominen",
            "Rantanen", "Karjalainen", "Jokinen", "Mattila", "Savolainen", "Lahtinen", "Ahonen", "Ojala", "Leppänen", "Väisänen", "Hiltunen",
            "Kallio", "Miettinen", "Leinonen", "Pitkänen", "Aaltonen", "Manninen", "Hakala", "Koivisto", "Anttila", "Laaksonen", "Räsänen",
        ],
        [
            ("Helsinki", 24), ("Espoo", 16), ("Tampere", 14), ("Vantaa", 13), ("Oulu", 12), ("Turku", 10), ("Jyväskylä", 8), ("Kuopio", 7),
            ("Lahti", 7), ("Pori", 5), ("Joensuu", 5), ("Lappeenranta", 4), ("Hämeenlinna", 4), ("Vaasa", 3), ("Seinäjoki", 4), ("Rovaniemi", 4),
            ("Mikkeli", 3), ("Kotka", 3), ("Salo", 3), ("Kouvola", 4), ("Hyvinkää", 3), ("Nurmijärvi", 3), ("Järvenpää", 3), ("Rauma", 2),
            ("Kajaani", 2), ("Kerava", 2), ("Nokia", 2), ("Ylöjärvi", 2), ("Kangasala", 2), ("Savonlinna", 2), ("Imatra", 1), ("Sastamala", 1),
            ("Raahe", 1), ("Kuusamo", 1), ("Sodankylä", 1), ("Keuruu", 1),
        ],
        ["opettaja", "rehtori", "kirjastonhoitaja", "digipedagogi", "suunnittelija", "koulutuspäällikkö", "nuoriso-ohjaaja", "tietohallinnon asiantuntija"]);

    internal static readonly DemoNames FinlandSwedish = new(
        "sv",
        [
            "Anna", "Erik", "Maria", "Johan", "Sofia", "Karl", "Linnea", "Mats", "Ann-Sofie", "Kaj", "Hedvig", "Jan-Erik", "Camilla", "Fredrik",
            "Astrid", "Henrik", "Ulrika", "Anders", "Ida", "Sebastian", "Kerstin", "Axel", "Märta", "Göran", "Ebba", "Robin", "Åsa", "Björn",
        ],
        [
            "Johansson", "Nyman", "Lindholm", "Karlsson", "Andersson", "Lindström", "Lindroos", "Eriksson", "Nyberg", "Lönnqvist", "Holmström",
            "Sandström", "Söderholm", "Björklund", "Fagerström", "Sjöberg", "Backman", "Forsman", "Wikström", "Österholm", "Ekholm", "Granholm",
            "Hägglund", "Snellman", "Blomqvist", "Smeds", "Storbacka", "Ahlskog",
        ],
        [
            ("Helsingfors", 9), ("Esbo", 7), ("Vasa", 7), ("Raseborg", 5), ("Borgå", 5), ("Jakobstad", 4), ("Korsholm", 4), ("Kyrkslätt", 3),
            ("Åbo", 3), ("Pargas", 3), ("Grankulla", 2), ("Mariehamn", 3), ("Närpes", 2), ("Sibbo", 2), ("Nykarleby", 1), ("Pedersöre", 2),
        ],
        ["lärare", "rektor", "bibliotekarie", "digipedagog", "planerare", "utbildningschef", "ungdomsledare"]);

    internal static readonly DemoNames English = new(
        "en",
        [
            "Emma", "Daniel", "Grace", "Oliver", "Amina", "Thomas", "Priya", "James", "Fatima", "Lucas", "Chloe", "Samuel", "Mei", "David", "Zainab",
            "Andrew", "Nadia", "Peter", "Leila", "Kwame", "Hannah", "Ravi", "Elena", "Omar",
        ],
        [
            "Smith", "Nguyen", "Brown", "Ahmed", "Taylor", "Singh", "Wilson", "Hassan", "Evans", "Okafor", "Walker", "Kumar", "Clarke", "Ivanova",
            "Wright", "Rahman", "Hughes", "Mensah", "Bennett", "Silva", "Murphy", "Farah", "Cooper", "Novak",
        ],
        [("Helsinki", 10), ("Espoo", 7), ("Vantaa", 5), ("Tampere", 5), ("Turku", 4), ("Oulu", 3), ("Vaasa", 2), ("Jyväskylä", 1)],
        ["teacher", "researcher", "integration adviser", "software developer", "librarian", "course coordinator"]);
}
