using ModelGen.Compiler.Diagnostics;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Optimizers;

/// <summary>A schedule of the learning rate: an attribute becomes a call of a formula of the runtime.</summary>
internal abstract class ScheduleDefinition : AttributeDefinition
{
    public sealed override string WhyNotInBlock => "only a model has a learning rate";

    /// <summary>The formula: a method of <c>ModelGen.Runtime.LearningRateFactors</c>.</summary>
    public string Formula => AttributeName.Substring(0, AttributeName.Length - nameof(Attribute).Length);

    /// <summary>The arguments of the formula behind the position: integers, doubles, booleans.</summary>
    public abstract object[] Arguments(ScheduleAttribute schedule);

    /// <summary>The updates, or epochs, until its end; null if it has no end.</summary>
    public abstract int? Length(ScheduleAttribute schedule);
}

/// <summary>A schedule for one attribute class.</summary>
internal abstract class ScheduleDefinition<TAttribute> : ScheduleDefinition
    where TAttribute : ScheduleAttribute
{
    public sealed override string AttributeName => typeof(TAttribute).Name;

    public sealed override IEnumerable<ArgumentProblem?> Validate(PipelineAttribute attribute) =>
        Validate((TAttribute)attribute).Append(
            Require.AtLeast(nameof(ScheduleAttribute.StepsPerEpoch), ((ScheduleAttribute)attribute).StepsPerEpoch, 0));

    public sealed override object[] Arguments(ScheduleAttribute schedule) => Arguments((TAttribute)schedule);

    public sealed override int? Length(ScheduleAttribute schedule) => Length((TAttribute)schedule);

    protected abstract IEnumerable<ArgumentProblem?> Validate(TAttribute schedule);

    protected abstract object[] Arguments(TAttribute schedule);

    /// <summary>The updates, or epochs, until its end; null, the default, if it has no end.</summary>
    protected virtual int? Length(TAttribute schedule) => null;

    protected static ArgumentProblem? AtLeastOne(string argument, int value) => Require.AtLeast(argument, value, 1);

    protected static double Number(double value) => Written.Number((float)value);
}

/// <summary>A schedule as declared.</summary>
internal sealed record BoundSchedule(ScheduleDefinition Definition, ScheduleAttribute Attribute, string Kind, SpecLocation Location)
{
    /// <summary>The updates until its end; null if it has no end.</summary>
    public double? Length => Definition.Length(Attribute) * (double)Math.Max(1, Attribute.StepsPerEpoch);

    /// <summary>The factor of the base rate that schedules give, one after the other.</summary>
    /// <param name="schedules">At least one.</param>
    /// <param name="position">The number of updates before.</param>
    public static HostExpression Factor(IReadOnlyList<BoundSchedule> schedules, HostExpression position)
    {
        var first = schedules[0];

        // A position is cut to a whole number: that is the epoch.
        var counted = first.Attribute.StepsPerEpoch > 1 ? position / first.Attribute.StepsPerEpoch : position;
        var factor = new HostExpression.RateFactor(
            first.Definition.Formula, counted, first.Definition.Arguments(first.Attribute).ToEquatableArray());
        return schedules.Count == 1 || first.Length is not { } length
            ? factor
            : ((HostExpression)length).IfGreater(position, factor, Factor(schedules.Skip(1).ToArray(), position - length));
    }
}
