using System.Text;
using DigiOne.Outreach.Mail;
using DigiOne.Outreach.Tests.Support;

namespace DigiOne.Outreach.Tests.Mail;

public sealed class SmtpLoginTests
{
    private const string Password = "salainen ä";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    [InlineData("CRAM-MD5")]
    [InlineData("SCRAM-SHA-256")]
    public async Task We_sign_in_by_each_way_that_we_know(string mechanism)
    {
        await using var server = ServerWith(mechanism);
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, Password));

        (await connection.OpenAsync(Stop)).ShouldBeNull();
        server.Commands.ShouldContain(command => command.StartsWith($"AUTH {mechanism}", StringComparison.Ordinal));

        await using var wrong = ScriptedRelay.Connect(OptionsFor(server, "arvaus"));
        var problem = (await wrong.OpenAsync(Stop)).ShouldNotBeNull();
        (problem.Scope, problem.Reply.Code).ShouldBe((DeferralScope.Relay, 535));
    }

    [Fact]
    public async Task A_password_that_cannot_be_said_is_a_problem_with_advice()
    {
        await using var server = ServerWith("SCRAM-SHA-256");
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, "salai\u0007nen"));

        var problem = (await connection.OpenAsync(Stop)).ShouldNotBeNull();

        problem.Scope.ShouldBe(DeferralScope.Relay);
        problem.Reply.Text.ShouldContain("UserName and its password");
        problem.Reply.Text.ShouldNotContain("salai");
    }

    [Fact]
    public async Task A_challenge_that_is_none_is_the_relays_trouble()
    {
        await using var server = ServerWith("CRAM-MD5");
        server.Decide(SmtpStep.Auth, _ => SmtpAction.Reply("334 !!!no base64!!!"));
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, Password));

        var problem = (await connection.OpenAsync(Stop)).ShouldNotBeNull();

        problem.Scope.ShouldBe(DeferralScope.Relay);
        problem.Reply.Text.ShouldContain("do not understand each other in AUTH");
    }

    [Fact]
    public async Task A_relay_that_orders_work_for_minutes_is_not_obeyed()
    {
        await using var server = ServerWith("SCRAM-SHA-256");
        server.Decide(SmtpStep.Auth, line =>
        {
            var first = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2]));
            var ordered = $"r={first.Split("r=")[1]}x,s={Convert.ToBase64String(new byte[16])},i=2000000000";
            return SmtpAction.Reply($"334 {Convert.ToBase64String(Encoding.UTF8.GetBytes(ordered))}");
        });
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, Password));

        var problem = (await connection.OpenAsync(Stop)).ShouldNotBeNull();

        problem.Scope.ShouldBe(DeferralScope.Relay);
        problem.Reply.Text.ShouldContain("1000000 iterations");
    }

    [Fact]
    public async Task The_password_is_not_shown_where_it_need_not_be()
    {
        await using var server = ServerWith("LOGIN", "PLAIN", "SCRAM-SHA-256");
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, Password));

        (await connection.OpenAsync(Stop)).ShouldBeNull();

        server.Commands.Where(command => command.StartsWith("AUTH", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldStartWith("AUTH SCRAM-SHA-256 ");
    }

    [Fact]
    public async Task A_way_that_the_relay_offers_and_does_not_take_is_followed_by_the_next()
    {
        await using var server = ServerWith("SCRAM-SHA-256", "PLAIN");
        server.Decide(SmtpStep.Auth, line => line.Contains("SCRAM", StringComparison.Ordinal) ? SmtpAction.Reply("504 5.5.4 not here") : null);
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, Password));

        (await connection.OpenAsync(Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_password_is_tried_twice_at_most()
    {
        await using var server = ServerWith("SCRAM-SHA-512", "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN");
        server.On(SmtpStep.Auth, SmtpAction.Reply("535 5.7.8 no"));
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, "väärä"));

        (await connection.OpenAsync(Stop)).ShouldNotBeNull();

        server.Commands.Count(command => command.StartsWith("AUTH", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_relay_that_lets_us_in_unproved_is_not_trusted()
    {
        await using var server = ServerWith("SCRAM-SHA-256");
        server.On(SmtpStep.Auth, SmtpAction.Reply("235 2.7.0 welcome, whoever you are"));
        await using var connection = ScriptedRelay.Connect(OptionsFor(server, "arvaus"));

        var problem = (await connection.OpenAsync(Stop)).ShouldNotBeNull();
        problem.Scope.ShouldBe(DeferralScope.Relay);
        problem.Reply.Text.ShouldContain("AUTH");
    }

    private static ScriptedSmtpServer ServerWith(params string[] mechanisms) => new() { Account = ("digione", Password), Mechanisms = mechanisms };

    private static RelayOptions OptionsFor(ScriptedSmtpServer server, string password)
    {
        var options = ScriptedRelay.OptionsFor(server);
        (options.UserName, options.Password, options.Timeout) = ("digione", password, TimeSpan.FromSeconds(10));
        return options;
    }
}
