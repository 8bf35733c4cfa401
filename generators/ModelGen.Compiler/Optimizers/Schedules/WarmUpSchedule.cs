using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[WarmUp]</c>.</summary>
internal sealed class WarmUpSchedule : ScheduleDefinition<WarmUpAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(WarmUpAttribute schedule) =>
        [AtLeastOne("length", schedule.Length), Require.NotNegative("Start", (float)schedule.Start)];

    protected override object[] Arguments(WarmUpAttribute schedule) =>
        [schedule.Length, Number(schedule.Start)];

    protected override int? Length(WarmUpAttribute schedule) => schedule.Length;
}
