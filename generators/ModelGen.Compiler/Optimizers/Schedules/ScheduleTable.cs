namespace ModelGen.Compiler.Optimizers;

/// <summary>Every schedule of the learning rate, one line each.</summary>
internal static class ScheduleTable
{
    /// <summary>The definitions, in the order of the documentation.</summary>
    public static readonly IReadOnlyList<ScheduleDefinition> All =
    [
        new WarmUpSchedule(),
        new CosineDecaySchedule(),
        new CosineDecayRestartsSchedule(),
        new StepDecaySchedule(),
        new ExponentialDecaySchedule(),
        new InverseTimeDecaySchedule(),
        new InverseRootDecaySchedule(),
        new PolynomialDecaySchedule(),
        new OneCycleSchedule(),
        new NoamSchedule(),
    ];
}
