using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[InverseRootDecay]</c>.</summary>
internal sealed class InverseRootDecaySchedule : ScheduleDefinition<InverseRootDecayAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(InverseRootDecayAttribute schedule) =>
        [AtLeastOne("length", schedule.Length)];

    protected override object[] Arguments(InverseRootDecayAttribute schedule) =>
        [schedule.Length];
}
