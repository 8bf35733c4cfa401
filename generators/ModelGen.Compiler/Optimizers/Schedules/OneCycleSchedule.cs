using System.Globalization;
using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[OneCycle]</c>.</summary>
internal sealed class OneCycleSchedule : ScheduleDefinition<OneCycleAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(OneCycleAttribute schedule) =>
    [
        Require.AtLeast("length", schedule.Length, 2),
        schedule.Length < 2 ? null : Rise(schedule),
        Require.Positive("Divisor", (float)schedule.Divisor, 25),
        Require.Positive("FinalDivisor", (float)schedule.FinalDivisor, 1e4f),
    ];

    protected override object[] Arguments(OneCycleAttribute schedule) =>
    [
        schedule.Length,
        Number(schedule.Rise),
        Number(schedule.Divisor),
        Number(schedule.FinalDivisor),
        !schedule.Linear,
    ];

    protected override int? Length(OneCycleAttribute schedule) => schedule.Length;

    private static ArgumentProblem? Rise(OneCycleAttribute schedule) =>
        schedule.Rise > 0 && schedule.Rise < 1 && schedule.Rise * schedule.Length >= 1
            ? null
            : Require.OutOfRange(
                "Rise",
                ((float)schedule.Rise).ToString(CultureInfo.InvariantCulture),
                "greater than 0, less than 1, and at least one update of the length").Or(schedule.Length < 4 ? "0.5f" : "0.3f");
}
