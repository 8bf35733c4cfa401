using ModelGen.Compiler.Codegen.Members;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Codegen.Programs;

/// <summary>Writes how a model that only predicts gets its weights: when they are first needed, by one thread.</summary>
internal static class WeightLoading
{
    /// <summary>The method that gives the weights.</summary>
    public const string Loaded = "WeightsCore";

    private const string Load = "LoadWeightsCore", Field = "s_modelWeights", Lock = "s_modelWeightsLock";

    public static void WriteFields(SourceWriter writer)
    {
        writer.Line($"private static readonly object {Lock} = new();");
        writer.Line($"private static {Framework.CarriedBuffer}? {Field};");
    }

    public static void Write(SourceWriter writer, PlannedModel planned, string widths)
    {
        var type = planned.Model.Spec.Class;
        var header = ((WeightsSpec.Found)planned.Model.Spec.Weights!).Header;
        writer.Line("// The weights in the order in which kernels read them.");
        writer.Line("[__Clr::MethodImpl(__Clr::MethodImplOptions.AggressiveInlining)]");
        writer.Line(
            $"private static {Framework.CarriedBuffer} {Loaded}() => global::System.Threading.Volatile.Read(ref {Field}) ?? {Load}();");
        writer.Line();
        writer.Line("[__Clr::MethodImpl(__Clr::MethodImplOptions.NoInlining)]");
        using var method = writer.Block($"private static {Framework.CarriedBuffer} {Load}()");
        using var one = writer.Block($"lock ({Lock})");
        writer.Line($"if ({Field} is {{ }} loaded) return loaded;");
        writer.Line("// A static field chooses the width, and its exception would come wrapped: a limit that is no width is refused here.");
        writer.Line($"{Framework.CarriedWidth}.Check({widths});");
        writer.Line($"var weights = new {Framework.CarriedBuffer}({Literals.Integer(planned.Layout.Size)});");
        writer.Line(
            $"using (var file = new {Framework.WeightResource}(typeof({Identifiers.EscapeType(type.Name)}).Assembly, "
                + $"{Literals.Text(header.Resource)}, {Literals.Integer(header.Length)}, {header.Hash}UL, weights, "
                + $"{Literals.Text(type.Name)}))");
        using (writer.Block(""))
        {
            var there = header.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
            var used = new HashSet<string>(
                planned.Programs.SelectMany(p => p.Plan.Graph.Nodes).Select(n => n.Op).OfType<LeafOp>()
                    .Where(leaf => leaf.Kind == LeafKind.Parameter)
                    .Select(leaf => leaf.LeafName),
                StringComparer.Ordinal);
            foreach (var slot in planned.Layout.Slots.Where(slot => used.Contains(slot.Parameter.Name)))
            {
                // Factors of whole numbers that the file does not hold are made together with these.
                if (slot.Parameter.ScaleOf is { } weight && there[weight].Type != "I8") continue;
                var tensor = there[slot.Parameter.Name];
                writer.Line($"// {slot.Parameter.Name}");
                var element = slot.Parameter.Element;
                var paired = slot.Parameter.PairedAxis;
                var (read, place) = element switch
                {
                    Element.F32 when paired >= 0 => (
                        "ReadPairs",
                        $"{Literals.Integer(slot.Offset)}, {Literals.Integer(paired)}, "
                            + Literals.Integer(planned.Layout[slot.Parameter.ToScale().Name].Offset)),
                    Element.F32 => ("Read", Literals.Integer(slot.Offset)),
                    Element.I8 => (
                        "ReadWhole",
                        $"{Literals.Integer(slot.Start)}, {Literals.Integer(slot.Size)}, "
                            + Literals.Integer(planned.Layout[slot.Parameter.ToScale().Name].Offset)),
                    _ => (
                        "ReadNarrow",
                        $"{Literals.Text(element.Name())}, {Literals.Integer(slot.Start)}, {Literals.Integer(slot.Size)}"),
                };
                writer.Line(
                    $"file.{read}({Literals.Integer(tensor.Begin)}, {Literals.Text(tensor.Type)}, {place}, "
                        + $"{Descriptions.Integers(slot.Parameter.StandardShape)}, {Descriptions.Integers(slot.StandardStrides())}"
                        + $"{(slot.StandardPanelAxis < 0 ? "" : ", " + Literals.Integer(slot.StandardPanelAxis))});");
            }
        }

        writer.Line($"global::System.Threading.Volatile.Write(ref {Field}, weights);");
        writer.Line("return weights;");
    }
}
