using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary>Every schedule of the learning rate, one entry each.</summary>
internal static class ScheduleTable
{
    /// <summary>The definitions, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<ScheduleDefinition> All =
    [
        ScheduleDefinition.Of<WarmUpAttribute>(
            s => [Length(s.Length), Require.NotNegative("Start", (float)s.Start)],
            s => [s.Length, Number(s.Start)],
            s => s.Length),
        ScheduleDefinition.Of<CosineDecayAttribute>(
            s => [Length(s.Length), Require.NotNegative("End", (float)s.End)],
            s => [s.Length, Number(s.End)],
            s => s.Length),
        ScheduleDefinition.Of<CosineDecayRestartsAttribute>(
            s =>
            [
                Length(s.Length),
                Require.AtLeastOne("LengthFactor", (float)s.LengthFactor, 2),
                Require.NotNegative("HeightFactor", (float)s.HeightFactor),
                Require.NotNegative("End", (float)s.End),
            ],
            s => [s.Length, Number(s.LengthFactor), Number(s.HeightFactor), Number(s.End)]),
        ScheduleDefinition.Of<StepDecayAttribute>(
            s => [Length(s.Length), Require.NotNegative("gamma", (float)s.Gamma)],
            s => [s.Length, Number(s.Gamma)]),
        ScheduleDefinition.Of<ExponentialDecayAttribute>(
            s => [Length(s.Length), Require.Positive("rate", (float)s.Rate, 0.96f)],
            s => [s.Length, Number(s.Rate), s.Staircase]),
        ScheduleDefinition.Of<InverseTimeDecayAttribute>(
            s => [Length(s.Length), Require.NotNegative("rate", (float)s.Rate)],
            s => [s.Length, Number(s.Rate), s.Staircase]),
        ScheduleDefinition.Of<InverseRootDecayAttribute>(s => [Length(s.Length)], s => [s.Length]),
        ScheduleDefinition.Of<PolynomialDecayAttribute>(
            s => [Length(s.Length), Require.NotNegative("End", (float)s.End), Require.NotNegative("Power", (float)s.Power)],
            s => [s.Length, Number(s.End), Number(s.Power)],
            s => s.Length),
        ScheduleDefinition.Of<OneCycleAttribute>(
            s =>
            [
                Require.AtLeast("length", s.Length, 2),
                s.Length < 2 ? null : Rise(s),
                Require.Positive("Divisor", (float)s.Divisor, 25),
                Require.Positive("FinalDivisor", (float)s.FinalDivisor, 1e4f),
            ],
            s => [s.Length, Number(s.Rise), Number(s.Divisor), Number(s.FinalDivisor), !s.Linear],
            s => s.Length),
        ScheduleDefinition.Of<NoamAttribute>(
            s => [Require.AtLeast("modelSize", s.ModelSize, 1), Require.AtLeast("warmUp", s.WarmUp, 1)],
            s => [s.ModelSize, s.WarmUp]),
    ];

    /// <summary>The definition for an attribute class.</summary>
    /// <exception cref="CompilerException">There is none.</exception>
    public static ScheduleDefinition Find(Type attributeType) =>
        All.FirstOrDefault(schedule => schedule.AttributeType == attributeType)
        ?? throw new CompilerException($"{attributeType} is not in the table of schedules.");

    private static ArgumentProblem? Length(int length) => Require.AtLeast("length", length, 1);

    private static ArgumentProblem? Rise(OneCycleAttribute cycle) =>
        cycle.Rise > 0 && cycle.Rise < 1 && cycle.Rise * cycle.Length >= 1
            ? null
            : Require.OutOfRange(
                "Rise",
                ((float)cycle.Rise).ToString(System.Globalization.CultureInfo.InvariantCulture),
                "greater than 0, less than 1, and at least one update of the length").Or(cycle.Length < 4 ? "0.5f" : "0.3f");

    private static double Number(double value) => Written.Number((float)value);
}
