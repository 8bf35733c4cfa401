using ModelGen.Compiler.Diagnostics;

namespace ModelGen.Compiler.Lint;

/// <summary>Schedules of the learning rate behind one that has no end.</summary>
internal static class IdleSchedules
{
    public static void Check(LintModel model)
    {
        if (model.Schedules.FirstOrDefault(schedule => schedule.Length is null) is not { } endless) return;
        foreach (var idle in model.Schedules.SkipWhile(schedule => schedule != endless).Skip(1))
        {
            model.Report(
                DiagnosticCatalogue.IdleSchedule,
                idle,
                [
                    Fix.Remove(idle.Location, idle.Kind),
                    Fix.Of($"Move [{idle.Kind}] above", Edit.MoveBefore(idle.Location, endless.Location)),
                ],
                $"[{endless.Kind}]");
        }
    }
}
