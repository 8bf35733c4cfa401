using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[CosineDecay]</c>.</summary>
internal sealed class CosineDecaySchedule : ScheduleDefinition<CosineDecayAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(CosineDecayAttribute schedule) =>
        [AtLeastOne("length", schedule.Length), Require.NotNegative("End", (float)schedule.End)];

    protected override object[] Arguments(CosineDecayAttribute schedule) =>
        [schedule.Length, Number(schedule.End)];

    protected override int? Length(CosineDecayAttribute schedule) => schedule.Length;
}
