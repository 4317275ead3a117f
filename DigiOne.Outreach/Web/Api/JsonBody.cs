using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace DigiOne.Outreach.Web.Api;

/// <summary>
/// Takes in the JSON of a request as a whole, within the endpoint's limit of size, and looks through it before the framework makes
/// objects of it: what is wrong is said with its place, and kept for who explains what the framework finds.
/// </summary>
internal sealed class JsonBody(RequestDelegate next)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    public async Task InvokeAsync(HttpContext context)
    {
        if (WebPipeline.IsApi(context) && TypeOf(context) is { } type)
            await ReadAsync(context, type);
        await next(context);
    }

    // What the endpoint makes of the request's JSON; null where it takes none.
    private static Type? TypeOf(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type && type != typeof(Stream) ? type : null;

    private static async Task ReadAsync(HttpContext context, Type type)
    {
        var request = context.Request;
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != false;
        if (hasBody && !request.HasJsonContentType())
            return;
        if (hasBody && request.GetTypedHeaders().ContentType?.Charset is { Length: > 0 } charset && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("The body is to be JSON in UTF-8.", StatusCodes.Status415UnsupportedMediaType);

        var body = new MemoryStream();
        if (hasBody)
            await request.Body.CopyToAsync(body, context.RequestAborted);
        var json = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (json.Span.StartsWith(ByteOrderMark))
            json = json[ByteOrderMark.Length..];
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
            throw new BadHttpRequestException($"The request has no body; {JsonWords.Of(type, context)} is expected.");

        LookThrough(json.Span);
        context.Features.Set(new ReceivedJson(json, type));
        request.Body = new MemoryStream(body.GetBuffer(), (int)body.Length - json.Length, json.Length, writable: false);
    }

    private static void LookThrough(ReadOnlySpan<byte> json)
    {
        try
        {
            var walk = new JsonWalk(json);
            while (walk.Read())
            {
            }
        }
        catch (JsonException fault)
        {
            throw new BadHttpRequestException(fault.Message, fault);
        }
    }
}

/// <summary>The JSON that came, well-formed.</summary>
/// <param name="Json">UTF-8.</param>
/// <param name="Type">What the endpoint makes of it.</param>
internal sealed record ReceivedJson(ReadOnlyMemory<byte> Json, Type Type);
