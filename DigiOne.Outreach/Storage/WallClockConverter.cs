using System.Globalization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigiOne.Outreach.Storage;

/// <summary>
/// What a clock on the wall shows, as sortable text: it is no instant, and neither engine may make one of it.
/// </summary>
internal sealed class WallClockConverter() : ValueConverter<DateTime, string>(
    local => local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
    text => DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
