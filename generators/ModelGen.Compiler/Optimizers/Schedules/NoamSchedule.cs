using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[Noam]</c>.</summary>
internal sealed class NoamSchedule : ScheduleDefinition<NoamAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(NoamAttribute schedule) =>
        [AtLeastOne("modelSize", schedule.ModelSize), AtLeastOne("warmUp", schedule.WarmUp)];

    protected override object[] Arguments(NoamAttribute schedule) =>
        [schedule.ModelSize, schedule.WarmUp];
}
