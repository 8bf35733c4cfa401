using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[ExponentialDecay]</c>.</summary>
internal sealed class ExponentialDecaySchedule : ScheduleDefinition<ExponentialDecayAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(ExponentialDecayAttribute schedule) =>
        [AtLeastOne("length", schedule.Length), Require.Positive("rate", (float)schedule.Rate, 0.96f)];

    protected override object[] Arguments(ExponentialDecayAttribute schedule) =>
        [schedule.Length, Number(schedule.Rate), schedule.Staircase];
}
