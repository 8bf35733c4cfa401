using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>
/// Writes the functions that copy between a caller's memory and tensors, as far as programs call them, and the tables of constants.
/// </summary>
internal static class HostCopies
{
    public static void Write(SourceWriter writer, IReadOnlyList<ProgramPlan> plans)
    {
        writer.Line(CopyFunctions.CopyOut);
        var staged = plans
            .SelectMany(p => p.Staged)
            .Select(n => (n.Lanes, IsInteger: ((LeafOp)n.Op).Kind is LeafKind.Label or LeafKind.Tokens or LeafKind.Position))
            .ToArray();
        WriteIf(staged.Contains((Lanes.Features, false)), CopyFunctions.CopyIn);
        WriteIf(staged.Contains((Lanes.Features, true)), CopyFunctions.CopyLabels);
        WriteIf(staged.Contains((Lanes.Samples, false)), CopyFunctions.TransposeIn);
        WriteIf(staged.Contains((Lanes.Samples, true)), CopyFunctions.TransposeLabels);
        WriteIf(
            plans.SelectMany(p => p.Graph.Outputs).Any(o => o.Node.Lanes == Lanes.Samples && o.Node.Shape.IsBatched),
            CopyFunctions.TransposeOut);

        WriteIf(plans.SelectMany(p => p.Graph.Nodes).Any(n => ContractPlan.WholeBlocks(n).Any()), CopyFunctions.ClearRest);
        WriteTables(writer, plans);

        void WriteIf(bool isNeeded, string function)
        {
            if (isNeeded) writer.Line().Line(function);
        }
    }

    private static void WriteTables(SourceWriter writer, IEnumerable<ProgramPlan> plans)
    {
        var tables = plans.SelectMany(p => p.Graph.Nodes).Select(n => n.Op).OfType<TableOp>().Distinct().ToArray();
        if (tables.Length == 0) return;
        writer.Line().Line("// Constants of the programs, their rows padded to whole vectors.");
        using var block = writer.Block($"private static class {PortTexts.Tables}");
        foreach (var table in tables)
        {
            var numbers = Numbers(table).Select(number => Literals.Float(number)).ToArray();
            if (table != tables[0]) writer.Line();
            writer.Line($"// {table}.");
            writer.Line($"internal static global::System.ReadOnlySpan<float> {table.Formula.Name} =>").Line("[");
            using (writer.Indent())
            {
                for (var i = 0; i < numbers.Length; i += Layout.Lanes) writer.Line(string.Join(", ", numbers, i, Layout.Lanes) + ",");
            }

            writer.Line("];");
        }
    }

    /// <summary>A table's elements as they lie in memory.</summary>
    private static float[] Numbers(TableOp table)
    {
        var (sizes, numbers) = (table.Formula.Sizes, table.Formula.Numbers());
        var layout = Layout.Padded(sizes);
        var memory = new float[Layout.RoundUp(layout.SampleSize)];
        var next = 0;
        Tensor.ForEach(
            [.. sizes.Dimensions],
            index =>
                memory[index.Select((position, axis) => sizes[axis] == 1 ? 0 : position * layout.Strides[axis]).Sum()] = (float)
                    numbers[next++]);
        return memory;
    }
}
