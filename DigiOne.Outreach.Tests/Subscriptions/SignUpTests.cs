using DigiOne.Outreach.Audience;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Subscriptions;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Subscriptions;

public sealed class SignUpTests
{
    private const string Aino = "aino@kunta.example";

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task A_stranger_in_whose_name_a_thousand_forms_come_gets_one_mail(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine, settings => settings.SignUp.PerAddress = settings.SignUp.PerNetwork = 10_000);
        await house.Services.OfferAsync();
        for (var form = 0; form < 1000; form++)
            (await house.Services.FillInAsync(form % 2 == 0 ? Aino : "AINO@Kunta.example")).ShouldBeOfType<SignUpOutcome.Taken>();

        // Two nodes at once.
        var handled = await Task.WhenAll(house.Services.HandleAllAsync(), house.Services.HandleAllAsync());

        handled.Sum().ShouldBe(1000);
        (await house.Services.MailsToAsync(Aino)).ShouldBe(["confirmation"]);
        (await house.Services.AllAsync<Contact>()).Count.ShouldBe(1);
        (await house.Services.AllAsync<ConsentEntry>()).Count.ShouldBe(1);
        (await house.Services.AllAsync<SignUp>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Nobody_is_on_the_list_before_confirming_and_the_log_proves_it_afterwards(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        var list = await house.Services.OfferAsync();
        await house.Services.AskAsync(Aino, language: "sv");
        (await house.Services.ListsOfAsync(Aino)).ShouldBeEmpty();
        (await house.Services.PersonAsync(Aino)).Language.ShouldBe("sv");

        var confirmed = await house.Services.ConfirmAsync(Aino);

        confirmed.Single().Id.ShouldBe(list);
        (await house.Services.ConfirmAsync(Aino)).ShouldBeEmpty();
        (await house.Services.ListsOfAsync(Aino)).ShouldBe([Team.List]);
        var log = (await house.Services.AllAsync<ConsentEntry>()).OrderBy(entry => entry.Id.Value).ToList();
        log.Select(entry => (entry.Act, entry.Way)).ShouldBe([(ConsentAct.Asked, ConsentWay.Form), (ConsentAct.Confirmed, ConsentWay.Link)]);
        log[0].Evidence!.Network.ShouldBe("192.0.2.0/24");
        log[1].Evidence!.Token!.Length.ShouldBe(64);
        var wording = (await house.Services.AllAsync<Wording>()).Single();
        log.ShouldAllBe(entry => entry.WordingId == wording.Id);
        wording.Language.ShouldBe("sv");
        wording.Text.ShouldContain("samtycker");
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task List_that_needs_no_confirmation_is_joined_at_once_and_welcomes(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync(confirms: false, welcomes: true);

        await house.Services.AskAsync(Aino);

        (await house.Services.ListsOfAsync(Aino)).ShouldBe([Team.List]);
        (await house.Services.MailsToAsync(Aino)).ShouldBe(["welcome"]);
        (await house.Services.AllAsync<ConsentEntry>()).Single().Act.ShouldBe(ConsentAct.Subscribed);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whoever_left_comes_back_by_their_own_mailbox_alone(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        var list = await house.Services.OfferAsync(confirms: false);
        var reader = (await house.Services.SubscribeAsync([Aino])).Single();
        await house.Services.LeaveAsync(reader, list);

        await house.Services.AskAsync(Aino);
        (await house.Services.ListsOfAsync(Aino)).ShouldBeEmpty();
        (await house.Services.MailsToAsync(Aino)).ShouldBe(["confirmation"]);

        await house.Services.ConfirmAsync(Aino);
        (await house.Services.ListsOfAsync(Aino)).ShouldBe([Team.List]);
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Confirming_takes_back_having_left_everything(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        await house.Services.SuppressAsync(Aino, SuppressionReason.Unsubscribed);

        await house.Services.AskAsync(Aino);
        (await house.Services.AllAsync<Suppression>()).Count.ShouldBe(1);
        await house.Services.ConfirmAsync(Aino);

        (await house.Services.AllAsync<Suppression>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Address_that_does_not_exist_gets_the_answer_of_everybody_and_no_mail(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        await house.Services.SuppressAsync(Aino);

        await house.Services.AskAsync(Aino);

        (await house.Services.MailsToAsync(Aino)).ShouldBeEmpty();
        (await house.Services.AllAsync<Contact>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task Whoever_is_on_the_list_already_gets_their_link(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        await house.Services.SubscribeAsync([Aino]);

        await house.Services.AskAsync(Aino);

        (await house.Services.MailsToAsync(Aino)).ShouldBe(["link"]);
        (await house.Services.AllAsync<PendingSubscription>()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_mail_that_is_not_answered_doubles_the_wait_for_the_next()
    {
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await house.Services.OfferAsync();
        foreach (var (wait, mails) in new[] { (0, 1), (59, 1), (1, 2), (119, 2), (1, 3) })
        {
            house.Clock.Advance(TimeSpan.FromMinutes(wait));
            await house.Services.AskAsync(Aino);
            (await house.Services.MailsToAsync(Aino)).Count.ShouldBe(mails);
        }

        // Whoever answers may ask for another list at once.
        await house.Services.ConfirmAsync(Aino);
        await house.Services.OfferAsync("tapahtumat");
        await house.Services.AskAsync(Aino, "tapahtumat");
        (await house.Services.MailsToAsync(Aino)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task One_mail_names_all_that_is_asked_for_and_what_is_not_wanted_is_given_up()
    {
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await house.Services.OfferAsync();
        await house.Services.OfferAsync("tapahtumat");
        await house.Services.AskAsync(Aino, $"{Team.List} tapahtumat");
        (await house.Services.MailsToAsync(Aino)).ShouldBe(["confirmation"]);

        await house.Services.ConfirmAsync(Aino, "tapahtumat");

        (await house.Services.ListsOfAsync(Aino)).ShouldBe(["tapahtumat"]);
        (await house.Services.AllAsync<PendingSubscription>()).ShouldBeEmpty();
    }

    [Theory, ClassData(typeof(StorageEngines))]
    public async Task What_is_not_confirmed_in_time_is_forgotten_with_the_stranger(StorageEngine engine)
    {
        await using var house = await StillOutreach.CreateAsync(engine);
        await house.Services.OfferAsync();
        await house.Services.SubscribeAsync(["reader@kunta.example"]);
        await house.Services.AskAsync(Aino);
        house.Clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));

        (await house.Services.ConfirmAsync(Aino)).ShouldBeEmpty();
        (await house.Services.UseAsync<ForgetUnconfirmed, int>(forget => forget.ExecuteAsync(TestContext.Current.CancellationToken))).ShouldBe(1);

        (await house.Services.AllAsync<Contact>()).Single().Address.ShouldBe("reader@kunta.example");
    }

    [Fact]
    public async Task Program_that_fills_in_the_hidden_field_is_answered_and_nothing_comes_of_it()
    {
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await house.Services.OfferAsync();

        (await house.Services.FillInAsync(Aino, trap: "https://spam.example")).ShouldBeOfType<SignUpOutcome.Taken>();

        (await house.Services.AllAsync<SignUp>()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nobody", Team.List, "email")]
    [InlineData("", Team.List, "email")]
    [InlineData(Aino, "hidden", "list")]
    public async Task Form_that_is_wrong_is_refused_with_the_field(string address, string list, string field)
    {
        await using var house = await StillOutreach.CreateAsync(StorageEngine.Sqlite);
        await house.Services.OfferAsync();
        await house.Services.MakeListAsync("hidden");

        var refused = (await house.Services.FillInAsync(address, list)).ShouldBeOfType<SignUpOutcome.Refused>();

        refused.Problems.Single().Field.ShouldBe(field);
        (await house.Services.AllAsync<SignUp>()).ShouldBeEmpty();
    }
}
