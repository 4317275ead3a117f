using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigiOne.Outreach.Bench;

/// <summary>The yardstick of a start: an ASP.NET Core host with one endpoint and nothing else.</summary>
internal static class EmptyHost
{
    internal static async Task RunAsync(string address)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(address);
        await using var app = builder.Build();
        app.MapGet("/health/ready", () => Results.Ok());
        await app.RunAsync();
    }
}
