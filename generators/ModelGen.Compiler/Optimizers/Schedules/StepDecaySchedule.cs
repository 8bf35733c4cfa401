using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[StepDecay]</c>.</summary>
internal sealed class StepDecaySchedule : ScheduleDefinition<StepDecayAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(StepDecayAttribute schedule) =>
        [AtLeastOne("length", schedule.Length), Require.NotNegative("gamma", (float)schedule.Gamma)];

    protected override object[] Arguments(StepDecayAttribute schedule) =>
        [schedule.Length, Number(schedule.Gamma)];
}
