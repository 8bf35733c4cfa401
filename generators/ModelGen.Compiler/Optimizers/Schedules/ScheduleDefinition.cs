using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Optimizers;

/// <summary>A schedule of the learning rate: an attribute becomes a call of a formula of the runtime.</summary>
/// <param name="AttributeType">The attribute.</param>
/// <param name="Validate">Argument values out of range. Nulls are skipped.</param>
/// <param name="Arguments">What the formula takes behind the position: integers, doubles, booleans.</param>
/// <param name="Length">How many updates it lasts; null if it has no end.</param>
internal sealed record ScheduleDefinition(
    Type AttributeType,
    Func<ScheduleAttribute, IEnumerable<ArgumentProblem?>> Validate,
    Func<ScheduleAttribute, object[]> Arguments,
    Func<ScheduleAttribute, int?> Length)
{
    /// <summary>The formula: a method of <c>ModelGen.Runtime.LearningRateFactors</c>.</summary>
    public string Formula => AttributeType.Name.Substring(0, AttributeType.Name.Length - nameof(Attribute).Length);

    public static ScheduleDefinition Of<TAttribute>(
        Func<TAttribute, IEnumerable<ArgumentProblem?>> validate,
        Func<TAttribute, object[]> arguments,
        Func<TAttribute, int?>? length = null)
        where TAttribute : ScheduleAttribute =>
        new(
            typeof(TAttribute),
            schedule => validate((TAttribute)schedule),
            schedule => arguments((TAttribute)schedule),
            schedule => length?.Invoke((TAttribute)schedule));
}

/// <summary>A schedule as declared.</summary>
internal sealed record BoundSchedule(ScheduleDefinition Definition, ScheduleAttribute Attribute, string Kind, SpecLocation Location)
{
    /// <summary>How many updates it lasts; null if it has no end.</summary>
    public int? Length => Definition.Length(Attribute);

    /// <summary>The share of the base rate that schedules give, one behind the other.</summary>
    /// <param name="schedules">At least one.</param>
    /// <param name="position">How many updates are over.</param>
    public static HostExpression Share(IReadOnlyList<BoundSchedule> schedules, HostExpression position)
    {
        var first = schedules[0];
        var share = new HostExpression.RateFactor(
            first.Definition.Formula, position, first.Definition.Arguments(first.Attribute).ToEquatableArray());
        return schedules.Count == 1 || first.Length is not { } length
            ? share
            : ((HostExpression)length).IfGreater(position, share, Share(schedules.Skip(1).ToArray(), position - length));
    }
}
