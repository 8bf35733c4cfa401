using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[InverseTimeDecay]</c>.</summary>
internal sealed class InverseTimeDecaySchedule : ScheduleDefinition<InverseTimeDecayAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(InverseTimeDecayAttribute schedule) =>
        [AtLeastOne("length", schedule.Length), Require.NotNegative("rate", (float)schedule.Rate)];

    protected override object[] Arguments(InverseTimeDecayAttribute schedule) =>
        [schedule.Length, Number(schedule.Rate), schedule.Staircase];
}
