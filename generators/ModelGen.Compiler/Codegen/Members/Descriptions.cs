using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Layers;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Weights;

namespace ModelGen.Compiler.Codegen.Members;

/// <summary>
/// The descriptions that a model has at run time: its parameters and its summary. They grow with the model and an editor does not need
/// them, so they are in the file with the kernels.
/// </summary>
internal static class Descriptions
{
    public static void Write(SurfaceModel model, SourceWriter writer)
    {
        if (!model.OnlyPredicts)
        {
            using (writer.Block(KernelMethods.DescribeParameters.Signature))
            {
                writer.Line($"architecture = {Literals.Text(Architecture.Of(model.Built!))};");
                using var parameters = writer.Block("parameters =", "];", "[");
                foreach (var slot in new ParameterLayout(model.Built!.Stored).Slots) writer.Line(Descriptor(slot) + ",");
            }

            writer.Line();
        }

        WriteSummary(SummaryTable.Full(model), writer);
    }

    private static void WriteSummary(IReadOnlyList<string> table, SourceWriter writer)
    {
        var quotes = "\"\"\"";
        while (table.Any(line => line.Contains(quotes))) quotes += "\"";
        writer.Line(KernelMethods.DescribeLayers.Signature + " => table =");
        using (writer.Indent()) writer.Line(quotes).Lines(table).Line(quotes + ";");
    }

    private static string Descriptor(ParameterSlot slot)
    {
        var parameter = slot.Parameter;
        var panelAxis = slot.StandardPanelAxis < 0 ? "" : $", panelAxis: {slot.StandardPanelAxis}";
        return $"new({Literals.Text(parameter.Name)}, {Integers(parameter.StandardShape)}, {Literals.Integer(slot.Offset)}, "
            + $"{Integers(slot.StandardStrides())}, "
            + $"{Initialization(parameter.Init)}{panelAxis}){Kind(parameter)}";
    }

    private static string Kind(ParameterInfo parameter)
    {
        var facts = new List<string>();
        if (!parameter.IsTrainable) facts.Add("Trainable = false");
        if (parameter.IsMeasured) facts.Add("IsMeasured = true");
        if (parameter.IsCount) facts.Add("IsCount = true");
        if (parameter.Saved != Element.F32) facts.Add($"Storage = {Framework.Storage}.{parameter.Saved.Storage()}");
        return facts.Count == 0 ? "" : $" {{ {string.Join(", ", facts)} }}";
    }

    private static string Initialization(ParameterInit init) =>
        $"new({Framework.InitializationKind}.{init.Kind}, {Literals.Float(init.Scale)}, {Literals.Integer(init.FanIn)}, "
            + $"{Literals.Integer(init.FanOut)}){(init.ZeroRow < 0 ? "" : $" {{ ZeroRow = {Literals.Integer(init.ZeroRow)} }}")}";

    public static string Integers(IEnumerable<int> values) => "[" + string.Join(", ", values.Select(v => Literals.Integer(v))) + "]";
}
