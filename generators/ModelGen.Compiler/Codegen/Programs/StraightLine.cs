using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Prediction of one sample by a tiny model: all kernels written out in one method.</summary>
internal static class StraightLine
{
    /// <summary>The method's name.</summary>
    public const string Name = "PredictSample";

    private const int MostKernels = 24;
    private const int MostProducts = 4096;

    /// <summary>Whether it is short enough. One width decides for all.</summary>
    public static bool IsPossible(PlannedModel planned, PortTexts texts)
    {
        var plan = planned[ProgramTable.Predict].Plan;
        return plan.Groups.Count <= MostKernels
            && plan.Groups.All(group => group.Loop is null)
            && plan.Graph.Nodes.Sum(n => n.Op.MultiplyAdds(n)) <= MostProducts
            && Length(planned, texts) <= JitBudget.StraightLineLines;
    }

    private static int Length(PlannedModel planned, PortTexts texts)
    {
        var writer = new SourceWriter();
        var isa = new VectorIsa(Target.Vector512);
        new ProgramPrinter(
            planned[ProgramTable.Predict],
            Target.Vector512,
            new KernelSet(Target.Vector512, isa, []),
            texts,
            _ => 0).PrintStraightLine(writer, Name, isa, planned.Block);
        return writer.ToString().Count(c => c == '\n');
    }
}
