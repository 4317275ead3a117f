using System.Net;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Web.Security;
using Microsoft.AspNetCore.Identity;

namespace DigiOne.Outreach.Tests.Web;

public sealed class SignInTests
{
    [Fact]
    public async Task Opening_a_link_signs_nobody_in_and_does_not_use_it_up()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var link = (await web.CreateLinkAsync()).AbsolutePath;

        for (var time = 0; time < 3; time++)
            (await visitor.ReadAsync(link)).ShouldContain(RunningWeb.Administrator);
        (await visitor.GetAsync("/admin")).Headers.Location!.ToString().ShouldEndWith("/signin?back=%2Fadmin");
    }

    [Fact]
    public async Task Pressing_the_button_signs_in()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var link = (await web.CreateLinkAsync()).AbsolutePath;

        var answer = await visitor.PostAsync(link, from: link);
        answer.Headers.Location!.ToString().ShouldBe("/admin");
        (await visitor.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/")).Headers.Location!.ToString().ShouldBe("/admin");
    }

    [Fact]
    public async Task Used_link_says_how_to_get_a_new_one()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var link = (await web.CreateLinkAsync()).AbsolutePath;
        await visitor.PostAsync(link, from: link);

        var answer = await visitor.GetAsync(link);
        answer.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("signin --email");
    }

    [Fact]
    public async Task Expired_link_signs_nobody_in()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var link = (await web.CreateLinkAsync()).AbsolutePath;
        web.Clock.Advance(SignInLinks.Lifetime);

        (await visitor.PostAsync(link, from: link)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await visitor.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Link_pressed_on_another_site_does_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();
        var link = (await web.CreateLinkAsync()).AbsolutePath;

        (await visitor.PostWithoutTokenAsync(link)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await visitor.ReadAsync(link)).ShouldContain(RunningWeb.Administrator);
    }

    [Fact]
    public async Task Trying_links_is_slowed_down()
    {
        await using var web = await RunningWeb.StartAsync();
        using var visitor = web.NewVisitor();

        for (var time = 0; time < SignInRate.Tries; time++)
            (await visitor.PostAsync("/signin/guess", from: "/signin")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.PostAsync("/signin/guess", from: "/signin")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await visitor.GetAsync("/signin")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Signing_out_ends_it()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();

        await person.PostAsync("/signout", from: "/admin");
        (await person.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Changed_security_stamp_ends_it_within_a_minute()
    {
        await using var web = await RunningWeb.StartAsync();
        using var person = await web.NewPersonAsync();
        await web.InScopeAsync<UserManager<Person>, IdentityResult>(async people =>
            await people.UpdateSecurityStampAsync((await people.FindByEmailAsync(RunningWeb.Administrator))!));

        web.Clock.Advance(TimeSpan.FromSeconds(61));
        (await person.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Person_without_a_role_sees_nothing()
    {
        await using var web = await RunningWeb.StartAsync();
        var link = (await web.CreateLinkAsync()).AbsolutePath;
        await web.InScopeAsync<UserManager<Person>, IdentityResult>(async people =>
        {
            var aino = (await people.FindByEmailAsync(RunningWeb.Administrator))!;
            return await people.RemoveClaimsAsync(aino, await people.GetClaimsAsync(aino));
        });
        using var person = web.NewVisitor();
        await person.PostAsync(link, from: link);

        (await person.GetAsync("/admin")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
