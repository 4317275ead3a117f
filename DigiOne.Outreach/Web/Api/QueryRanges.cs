using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using DigiOne.Outreach.Problems;

namespace DigiOne.Outreach.Web.Api;

/// <summary>Refuses numbers of a query outside the <see cref="RangeAttribute"/> of their parameter, which the OpenAPI document tells too.</summary>
internal static class QueryRanges
{
    /// <summary>How many of a list one gets where one does not say.</summary>
    internal const int PageSize = 50;

    /// <summary>How many of a list one gets at once.</summary>
    internal const int LargestPage = 200;

    /// <summary>The filter of an operation; none where it has no such parameter.</summary>
    internal static EndpointFilterDelegate Filter(EndpointFilterFactoryContext operation, EndpointFilterDelegate next)
    {
        var parameters = operation.MethodInfo.GetParameters()
            .Select(parameter => (parameter.Name, parameter.Position, Range: parameter.GetCustomAttribute<RangeAttribute>()))
            .Where(parameter => parameter.Range is not null)
            .ToList();
        return parameters.Count == 0 ? next : request =>
        {
            List<FieldProblem> problems =
            [
                .. from parameter in parameters
                   where !parameter.Range!.IsValid(request.Arguments[parameter.Position])
                   select new FieldProblem(
                       parameter.Name!, ProblemKind.Malformed,
                       string.Create(CultureInfo.InvariantCulture, $"{request.Arguments[parameter.Position]} is out of range; give {Words(parameter.Range!)}.")),
            ];
            return problems.Count > 0 ? ValueTask.FromResult<object?>(ApiAnswers.Refused(problems)) : next(request);
        };
    }

    /// <summary>What fits into a range.</summary>
    internal static string Words(RangeAttribute range) => $"a whole number from {range.Minimum} to {range.Maximum}";
}
