using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[CosineDecayRestarts]</c>.</summary>
internal sealed class CosineDecayRestartsSchedule : ScheduleDefinition<CosineDecayRestartsAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(CosineDecayRestartsAttribute schedule) =>
    [
        AtLeastOne("length", schedule.Length),
        Require.AtLeastOne("LengthFactor", (float)schedule.LengthFactor, 2),
        Require.NotNegative("HeightFactor", (float)schedule.HeightFactor),
        Require.NotNegative("End", (float)schedule.End),
    ];

    protected override object[] Arguments(CosineDecayRestartsAttribute schedule) =>
        [schedule.Length, Number(schedule.LengthFactor), Number(schedule.HeightFactor), Number(schedule.End)];
}
