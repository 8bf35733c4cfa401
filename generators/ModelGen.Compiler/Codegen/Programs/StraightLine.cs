using ModelGen.Compiler.Codegen.Isa;
using ModelGen.Compiler.Costs;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Programs;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>
/// Programs that are written out for one sample, all kernels in one method: the prediction of tiny models, and the step of a stream, which
/// never has more.
/// </summary>
internal static class StraightLine
{
    private const int MostKernels = 24;

    /// <summary>From this number of products on, a call has next to no share in the time.</summary>
    private const int MostProducts = 4096;

    /// <summary>The same for a step: its kernels gain by what they keep in registers, too, and are written once.</summary>
    private const int MostProductsOfStep = 32_768;

    /// <summary>The method that runs a program for one sample.</summary>
    public static string NameOf(ModelProgram program) => program.Name + "Sample";

    /// <summary>Whether nothing else runs the program, so that a machine with fused multiply-adds needs only that method.</summary>
    public static bool IsOnly(ModelProgram program) => program.Kind == ProgramTable.Step;

    /// <summary>The programs that are short enough. One width decides for all.</summary>
    public static IReadOnlyList<ModelProgram> Among(PlannedModel planned, PortTexts texts) => planned.Programs
        .Where(p => p.Kind == ProgramTable.Predict || p.Kind == ProgramTable.Step)
        .Where(p => IsPossible(p, texts))
        .ToArray();

    private static bool IsPossible(ModelProgram program, PortTexts texts)
    {
        var plan = program.Plan;
        return plan.Groups.Count <= MostKernels
            && plan.Groups.All(group => group.Loop is null)
            && !plan.Graph.Nodes.Any(n => n.Op is RandomOp)
            && plan.Graph.Nodes.Sum(n => n.Op.MultiplyAdds(n)) <= (IsOnly(program) ? MostProductsOfStep : MostProducts)
            && Length(program, texts) <= JitBudget.StraightLineLines;
    }

    private static int Length(ModelProgram program, PortTexts texts)
    {
        var writer = new SourceWriter();
        var isa = new VectorIsa(Target.Vector512);
        new ProgramPrinter(program, Target.Vector512, new KernelSet(Target.Vector512, isa, []), texts, _ => 0)
            .PrintStraightLine(writer, NameOf(program), isa);
        return writer.ToString().Count(c => c == '\n');
    }
}
