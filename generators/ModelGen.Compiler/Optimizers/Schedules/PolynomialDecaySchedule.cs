using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Optimizers;

/// <summary><c>[PolynomialDecay]</c>.</summary>
internal sealed class PolynomialDecaySchedule : ScheduleDefinition<PolynomialDecayAttribute>
{
    protected override IEnumerable<ArgumentProblem?> Validate(PolynomialDecayAttribute schedule) =>
    [
        AtLeastOne("length", schedule.Length),
        Require.NotNegative("End", (float)schedule.End),
        Require.NotNegative("Power", (float)schedule.Power),
    ];

    protected override object[] Arguments(PolynomialDecayAttribute schedule) =>
        [schedule.Length, Number(schedule.End), Number(schedule.Power)];

    protected override int? Length(PolynomialDecayAttribute schedule) => schedule.Length;
}
